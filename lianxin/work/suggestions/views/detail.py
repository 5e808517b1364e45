"""The page of one suggestion, for everyone who may see it."""

from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianxin.engines.triage.relations import is_related
from lianxin.foundation.people.permissions import may
from lianxin.work.suggestions.dossier import Dossier
from lianxin.work.suggestions.inbox import thresholds
from lianxin.work.suggestions.likeness import related_to
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.papers.offering import offers_for, papers_of
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.steps import steps_for

RELATED = (
    "body",
    "session__term",
    "lead_office",
    "created_by",
    "supervisor",
    "merged_into",
    "split_from",
)


@require_safe
def suggestion_detail(request, pk):
    """Text, answers and way of one suggestion; to each role what it may see."""
    user, today = request.user, localdate()
    seen = Suggestion.objects.visible_to(user)
    seen = seen.select_related(*RELATED).annotate(is_related=is_related())
    suggestion = get_object_or_404(seen, pk=pk)
    dossier = Dossier(suggestion, user, today, thresholds(suggestion.body, today))
    steps = steps_for(user, suggestion, dossier.active)
    return render(
        request,
        "suggestions/detail.html",
        {
            "suggestion": suggestion,
            "dossier": dossier,
            "sight": dossier.sight,
            "related": related_to(suggestion, user) if suggestion.is_related else [],
            "may_unrelate": may(user, Permission.REVIEW, suggestion),
            "main_steps": [step for step in steps if step.is_main],
            "steps": [step for step in steps if not step.is_main],
            "papers": papers_of(user, suggestion),
            "offers": offers_for(user, suggestion, dossier.active),
        },
    )

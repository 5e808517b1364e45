"""The same step for many suggestions: urge, close, publish; each for itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Matter
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import UNFIT, typed
from lianxin.work.suggestions.forms.following import ManyForm
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.steps.clerk import IN_HAND, OWED
from lianxin.work.suggestions.views.clerking import staff_bodies, step_methods

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Many:
    """One step that may be taken for many suggestions.

    act: takes it for one; may raise Refused.
    """

    label: Any
    explained: Any
    act: Callable
    has_words: bool = False


def _remind(suggestion, by, words):
    today = localdate()
    if suggestion.status == Matter.Status.REPLIED:
        handling.remind_deputies(suggestion, by=by, today=today, words=words)
        return
    owing = [item for item in suggestion.assignments.all() if item.status in OWED]
    if suggestion.status not in IN_HAND or not owing:
        raise Refused(_("现在没有单位或者代表欠办，不需要催办。"))
    for assignment in owing:
        assignment.matter = suggestion
        handling.remind(assignment, by=by, today=today, words=words)


def _close(suggestion, by, words):
    handling.close(suggestion, by=by, today=localdate())


def _publish(suggestion, by, words):
    handling.publish(suggestion, by=by, today=localdate())


REMIND = Many(
    gettext_lazy("批量催办"),
    gettext_lazy("催办还没有办完的承办单位；已经答复的，提醒代表评价。今天催过的不重复。"),
    _remind,
    has_words=True,
)
CLOSE = Many(
    gettext_lazy("批量办结"),
    gettext_lazy("只有代表已经评价、没有未兑现承诺的才能办结，其余的会说明原因。"),
    _close,
)
PUBLISH = Many(
    gettext_lazy("批量公开"),
    gettext_lazy("公开后公众可以看到进展和答复。代表要求保密的不会公开。"),
    _publish,
)


def _page(request, many):
    """Shows what was chosen; once confirmed, what was done and what refused, and why."""
    bodies = staff_bodies(request.user)
    suggestions = _chosen(request, bodies)
    if not suggestions:
        messages.warning(request, _("还没有勾选建议。请在列表里勾选，再点批量办理。"))
        return redirect("suggestions:list")
    form = ManyForm(typed(request))
    if not many.has_words:
        del form.fields["words"]
    context = {"heading": many.label, "many": many, "suggestions": suggestions, "form": form}
    if request.method != "POST":
        return render(request, "suggestions/clerk/many.html", context)
    if not form.is_valid():
        return render(request, "suggestions/clerk/many.html", context, status=UNFIT)
    done, refused = [], []
    for suggestion in suggestions:
        try:
            with transaction.atomic():
                many.act(suggestion, request.user, form.cleaned_data.get("words", ""))
        except (Refused, PermissionDenied) as refusal:
            refused.append((suggestion, str(refusal)))
        else:
            done.append(suggestion)
    return render(
        request,
        "suggestions/clerk/done_many.html",
        {"heading": many.label, "done": done, "refused": refused},
    )


def _chosen(request, bodies) -> list[Suggestion]:
    ids = [int(pk) for pk in request.GET.getlist("chosen") if pk.isdecimal() and len(pk) < 19]
    return list(
        Suggestion.objects.visible_to(request.user)
        .filter(pk__in=ids[:MOST_AT_ONCE])
        .select_related("body", "lead_office")
        .prefetch_related("assignments__office")
        .order_by("pk")
    )


@step_methods
def remind_many(request):
    return _page(request, REMIND)


@step_methods
def close_many(request):
    return _page(request, CLOSE)


@step_methods
def publish_many(request):
    return _page(request, PUBLISH)

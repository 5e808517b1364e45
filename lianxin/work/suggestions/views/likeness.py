"""Similar ones while writing and at review; links between them; what the past proposes."""

from functools import cache, partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianxin.engines.triage import relations
from lianxin.engines.triage.county import advise_offices, advise_topics
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import press
from lianxin.work.suggestions import mine, workflow
from lianxin.work.suggestions.likeness import similar_to
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.views.clerking import suggestion_or_404


@require_POST
def similar(request):
    """Those like what is being typed, as a part of the page of writing.

    draft: id of the one at hand, which is not told as its own likeness.
    """
    pk = request.POST.get("draft", "")[:18]
    suggestion = None
    if pk.isascii() and pk.isdecimal():
        seen = Suggestion.objects.visible_to(request.user).select_related("body")
        suggestion = get_object_or_404(seen, pk=pk)
        if not may(request.user, Permission.EDIT, suggestion):
            raise PermissionDenied
        body = suggestion.body
    else:
        body = _body_written_to(request)
    context = {"similar": similar_to_typed(request, body, suggestion)}
    return render(request, "suggestions/_similar.html", context)


def _body_written_to(request):
    user = request.user
    bodies = [*mine.bodies_to_write_to(user), *mine.bodies_to_write_for(user)]
    if not bodies:
        raise PermissionDenied(_("只有代表和代录的工作人员可以在填写时查相似。"))
    asked = request.GET.get("body", "")
    return next((body for body in bodies if str(body.pk) == asked), bodies[0])


def similar_address(body, suggestion) -> str:
    query = {"body": body.pk} if suggestion is None else None
    return reverse("suggestions:similar", query=query)


def similar_to_typed(request, body, suggestion):
    return similar_to(
        request.POST.get("title", "")[:200],
        request.POST.get("text", "")[:20000],
        body=body,
        user=request.user,
        today=localdate(),
        without=suggestion,
    )


def similar_ones(user, suggestion):
    """Called by the page when it draws them: a form that is sent need not know."""
    return cache(
        partial(
            similar_to,
            suggestion.title,
            suggestion.text,
            body=suggestion.body,
            user=user,
            today=localdate(),
            without=suggestion,
        )
    )


def office_advice(suggestion):
    return cache(partial(advise_offices, suggestion.body, suggestion.title, suggestion.text))


def topic_advice(suggestion):
    return cache(partial(advise_topics, suggestion.body, suggestion.title, suggestion.text))


@require_POST
def set_topic(request, pk):
    """The category, as proposed or typed; a person's decision."""
    suggestion = suggestion_or_404(request, pk)
    topic = request.POST.get("topic", "")
    return _step(
        request,
        suggestion,
        partial(workflow.set_topic, suggestion, topic=topic, by=request.user),
        _("类别已定为“%s”。") % topic.strip(),
    )


@require_POST
def relate(request, pk):
    suggestion = suggestion_or_404(request, pk)
    other = _other(request)
    act = partial(
        relations.relate,
        suggestion,
        other,
        permission=Permission.REVIEW,
        by=request.user,
        today=localdate(),
    )
    return _step(request, suggestion, act, _("已关联“%s”，两件互相能看到。") % other.title)


@require_POST
def unrelate(request, pk):
    suggestion = suggestion_or_404(request, pk)
    other = _other(request)
    act = partial(
        relations.unrelate, suggestion, other, permission=Permission.REVIEW, by=request.user
    )
    return _step(request, suggestion, act, _("已取消与“%s”的关联。") % other.title)


def _other(request) -> Suggestion:
    pk = request.POST.get("other", "")[:18]
    return suggestion_or_404(request, int(pk) if pk.isascii() and pk.isdecimal() else 0)


def _step(request, suggestion, act, done: str):
    """Take the step and go back to the page that asked for it."""
    back = request.POST.get("back", "")
    # Only to our own pages.
    is_own = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return press(request, transaction.atomic(act), done=done, then=back if is_own else suggestion)

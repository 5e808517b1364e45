"""What the public may read: released matters and the promises made in them."""

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Matter, Promise, Reply
from lianxin.foundation.people.models import Body
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.suggestions.models import Suggestion

# What the public sees of the way a matter goes: five stages, in plain words.
STAGES = [
    ("accepted", _("已受理"), {"accepted", "presidium", "on_agenda", "submitted"}),
    ("assigned", _("办理中"), {"assigned", "rework", "conciliation"}),
    ("replied", _("已答复"), {"replied"}),
    ("tracking", _("承诺跟踪"), {"tracking"}),
    ("closed", _("已办结"), {"judged", "closed", "archived"}),
]


def published_suggestions():
    """Released suggestions, newest first, with what a row shows.

    Read as matters: their order is an index, that of the suggestions joined to them is not.
    """
    return (
        Matter.objects.published()
        .filter(kind=Matter.Kind.SUGGESTION)
        .exclude(status=Matter.Status.MERGED)
        .select_related("body", "lead_office")
        .order_by("-pk")
    )


def stage_of(suggestion):
    """The stage of a released suggestion in words; empty where none fits."""
    return next((words for _code, words, statuses in STAGES if suggestion.status in statuses), "")


def published_suggestion(pk: int):
    """One released suggestion with its published answers."""
    answers = (
        Reply.objects.filter(
            state=Reply.State.ISSUED,
            is_public=True,
            assignment__role__in=[Assignment.Role.LEAD, Assignment.Role.SEPARATE],
        )
        .select_related("assignment__office")
        .prefetch_related("items", "promises__reports", "evaluations")
    )
    return (
        Suggestion.objects.published()
        .select_related("body", "session__term", "merged_into")
        .prefetch_related(
            Prefetch(
                "assignments",
                Assignment.objects.active()
                .select_related("office")
                .prefetch_related(Prefetch("replies", answers, to_attr="published_replies")),
            ),
            "proposers",
        )
        .filter(pk=pk)
    )


def published_promises():
    """Promises of released matters whose answer is public, by their date."""
    released = Matter.objects.published().filter(
        kind__in=SUGGESTION_KINDS, pk=OuterRef("reply__assignment__matter_id")
    )
    return (
        Promise.objects.filter(
            # Asked promise by promise, down the index of their dates.
            Exists(released),
            reply__state=Reply.State.ISSUED,
            reply__is_public=True,
        )
        .exclude(state=Promise.State.REPLACED)
        .select_related("reply__assignment__office", "reply__assignment__matter__body")
        .prefetch_related("reports")
        .order_by("due_on", "pk")
    )


def open_first(promises, most: int) -> list[Promise]:
    """Up to `most` of them, the open ones before the settled: each an index of its own."""
    found = list(promises.filter(state=Promise.State.OPEN)[:most])
    if len(found) < most:
        found += promises.exclude(state=Promise.State.OPEN)[: most - len(found)]
    return found


def public_bodies():
    return Body.objects.filter(is_active=True)

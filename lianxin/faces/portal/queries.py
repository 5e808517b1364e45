"""What the public may read: released matters and the promises made in them."""

from django.db.models import Case, Prefetch, When

from lianxin.engines.matters.models import Assignment, Matter, Promise, Reply
from lianxin.foundation.people.models import Body
from lianxin.work.suggestions.models import Suggestion

# What the public sees of the way a matter goes: five stages, in plain words.
STAGES = [
    ("accepted", "已受理", {"accepted", "presidium", "on_agenda", "submitted"}),
    ("assigned", "办理中", {"assigned", "rework", "conciliation"}),
    ("replied", "已答复", {"replied"}),
    ("tracking", "承诺跟踪", {"tracking"}),
    ("closed", "已办结", {"judged", "closed", "archived"}),
]


def published_suggestions():
    """Released suggestions, newest first, with what a row shows."""
    return (
        Suggestion.objects.published()
        .exclude(status=Matter.Status.MERGED)
        .select_related("body", "lead_office")
        .order_by("-pk")
    )


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
    """Promises of released matters whose answer is public: open ones first, by their date."""
    return (
        Promise.objects.filter(
            reply__state=Reply.State.ISSUED,
            reply__is_public=True,
            reply__assignment__matter__in=Matter.objects.published(),
        )
        .exclude(state=Promise.State.REPLACED)
        .select_related("reply__assignment__office", "reply__assignment__matter__body")
        .prefetch_related("reports")
        .annotate(
            settled=Case(When(state=Promise.State.OPEN, then=0), default=1),
        )
        .order_by("settled", "due_on", "pk")
    )


def public_bodies():
    return Body.objects.filter(is_active=True)

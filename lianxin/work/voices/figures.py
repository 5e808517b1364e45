"""Figures of voters' messages: T07 (with the deputies' judgement), T13, T14, and their rates."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import Answer, VoterMessage
from lianxin.work.voices.queries import IN_TIME

ROOM = _("选民留言")
S = Matter.Status
C = VoterMessage.Channel
ANSWERED = (S.REPLIED, S.CLOSED, S.ARCHIVED, S.JUDGED, S.TRACKING)
# Said to a deputy's face, by telephone or on paper: 线下.
OFFLINE = (C.PHONE, C.RECEPTION, C.VISIT, C.CARD, C.BOX, C.SESSION)
HAS_ANSWER = Exists(Answer.objects.filter(message=OuterRef("pk")))
PUBLIC = {"received", "answered"}

MEASURES: dict[str, tuple[Any, Any, Q]] = {
    "received": (
        _("收到留言"),
        _("选民的留言、来访、来电和意见，一条算一件；选民撤回的不计"),
        Q(),
    ),
    "answered": (
        _("办结留言"),
        _("已经答复选民的；与别件合并的随主件答复，也各计一件"),
        Q(status__in=ANSWERED) | Q(status=S.MERGED, merged_into__status__in=ANSWERED),
    ),
    "on_the_spot": (
        _("当场答复"),
        _("收到后当场答复、没有转办的"),
        Q(route=VoterMessage.Route.ON_THE_SPOT),
    ),
    "became_suggestion": (
        _("转为建议"),
        _("由代表整理成建议提出的"),
        Q(route=VoterMessage.Route.SUGGESTION),
    ),
    "solved_offline": (
        _("线下解决问题"),
        _("群众当面、来电或者书面提出，已经办结并写有答复的；没有答复记录的不计"),
        Q(channel__in=OFFLINE, status__in=ANSWERED) & Q(HAS_ANSWER),
    ),
    "responded_in_time": (
        _("按时首次回应"),
        _("在规定时间内首次回应的"),
        IN_TIME,
    ),
    "judged": (
        _("选民已评价"),
        _("选民评价过答复的"),
        ~Q(voter_satisfaction=""),
    ),
    "satisfied": (
        _("选民满意"),
        _("选民评价满意或者基本满意的"),
        Q(voter_satisfaction__in=["satisfied", "basically"]),
    ),
    "waiting": (
        _("待办留言"),
        _("收到后还没有答复的；不予受理、已告知去处的不计"),
        ~Q(status__in=[*ANSWERED, S.MERGED, S.REFUSED]),
    ),
}
RATES = {
    "answered_rate": (
        _("留言办结率"),
        _("办结留言 ÷ 收到留言"),
        "answered",
        "received",
        "T13",
    ),
    "in_time_rate": (
        _("按时回应率"),
        _("按时首次回应 ÷ 收到留言"),
        "responded_in_time",
        "received",
        "",
    ),
    "satisfaction_rate": (
        _("群众满意率"),
        _("选民满意（含基本满意）÷ 选民已评价；没有评价的不计"),
        "satisfied",
        "judged",
        "",
    ),
}
STATISTICS = {"answered": "T13", "solved_offline": "T14"}


def register_figures() -> None:
    catalogue.register(
        *(_of_messages(name) for name in MEASURES),
        *(
            Figure(
                f"voices.{key}",
                label,
                "%",
                formula,
                room=ROOM,
                numerator=f"voices.{numerator}",
                denominator=f"voices.{denominator}",
                statistic=statistic,
            )
            for key, (label, formula, numerator, denominator, statistic) in RATES.items()
        ),
        *_judged_by_both(),
    )


def _of_messages(name: str) -> Figure:
    label, formula, condition = MEASURES[name]

    def records(scope: Scope) -> QuerySet:
        return messages(scope).filter(condition)

    return Figure(
        f"voices.{name}",
        label,
        _("件"),
        formula,
        room=ROOM,
        records=records,
        row=row_of_message,
        parts=PARTS,
        statistic=STATISTICS.get(name, ""),
        has_public=name in PUBLIC,
        day="submitted_on",
    )


def messages(scope: Scope) -> QuerySet[VoterMessage]:
    """Messages received in the days asked for, as far as the account sees them."""
    found = VoterMessage.objects.filter(
        kind=Matter.Kind.MESSAGE,
        body__in=scope.bodies(),
        submitted_on__range=(scope.since, scope.until),
    ).exclude(status__in=[S.DRAFT, S.WITHDRAWN])
    if scope.public:
        found = found.published()
    elif scope.user is not None:
        found = found.visible_to(scope.user)
    for name in PARTS:
        if name in scope.narrowed:
            found = found.filter(**{name: scope.narrowed[name]})
    return found.select_related("body", "station").defer("text")


def measured(scope: Scope, *names: str) -> dict[str, int]:
    """Several measures in one query, by name."""
    counts = {name: Count("pk", filter=MEASURES[name][2]) for name in names}
    return messages(scope).order_by().aggregate(**counts)


def row_of_message(message: VoterMessage) -> Row:
    is_public = message.publicity == Matter.Publicity.PUBLIC and not (
        message.is_confidential or message.is_hidden or message.status not in ANSWERED
    )
    return Row(
        words=message.title,
        url=reverse("voices:detail", args=[message.pk]),
        on=message.submitted_on,
        body=message.body.short_name,
        note=f"{message.get_channel_display()}；{message.stage}",
        public_url=reverse("portal:answered_message", args=[message.pk]) if is_public else "",
    )


def _topics(scope: Scope) -> dict[str, Any]:
    found = VoterMessage.objects.filter(body__in=scope.bodies()).exclude(topic="")
    topics = found.order_by().values_list("topic", flat=True).distinct()
    return {topic: topic for topic in sorted(topics[:200])}


PARTS: dict[str, tuple[Any, Callable[[Scope], Mapping[str, Any]]]] = {
    "channel": (_("来源"), lambda scope: dict(C.choices)),
    "route": (
        _("办理方式"),
        lambda scope: {value: label for value, label in VoterMessage.Route.choices if value},
    ),
    "topic": (_("类别"), _topics),
}


def _judged_by_both() -> list[Figure]:
    shared: dict[str, Any] = {"room": ROOM, "row": _row_of_suggestion, "day": "submitted_on"}
    return [
        Figure(
            "voices.judged_by_both",
            _("双方都评价的建议"),
            _("件"),
            _("由留言转来的建议中，代表和选民都评价过的"),
            records=lambda scope: _both(scope, only_satisfied=False),
            **shared,
        ),
        Figure(
            "voices.satisfied_both",
            _("双方都满意的建议"),
            _("件"),
            _("由留言转来的建议中，代表和选民都评价满意的；基本满意不计"),
            records=lambda scope: _both(scope, only_satisfied=True),
            **shared,
        ),
        Figure(
            "voices.both_satisfied_rate",
            _("双满意率"),
            "%",
            _("代表和选民都评价满意的 ÷ 双方都评价过的"),
            room=ROOM,
            numerator="voices.satisfied_both",
            denominator="voices.judged_by_both",
            statistic="T07",
        ),
    ]


def _both(scope: Scope, *, only_satisfied: bool) -> QuerySet[Suggestion]:
    """Suggestions made of messages that both the deputy and a voter judged."""
    voices = VoterMessage.objects.filter(became=OuterRef("pk")).exclude(voter_satisfaction="")
    found = Suggestion.objects.filter(
        Exists(voices),
        body__in=scope.bodies(),
        submitted_on__range=(scope.since, scope.until),
    ).exclude(satisfaction="")
    if only_satisfied:
        # Every voter who judged it, not one of several.
        found = found.filter(satisfaction="satisfied").exclude(
            Exists(voices.exclude(voter_satisfaction="satisfied"))
        )
    if scope.public:
        found = found.none()
    elif scope.user is not None:
        found = found.visible_to(scope.user)
    return found.select_related("body").defer("text", "plan")


def _row_of_suggestion(suggestion: Suggestion) -> Row:
    return Row(
        words=f"{suggestion.number} {suggestion.title}".strip(),
        url=suggestion.get_absolute_url(),
        on=suggestion.submitted_on,
        body=suggestion.body.short_name,
        note=str(suggestion.get_satisfaction_display()),
    )

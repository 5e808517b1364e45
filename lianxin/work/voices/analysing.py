"""What voters speak of: by topic, place, month and station; every figure opens its list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.workflow.moves import WrongStatus, save_or_refuse
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.voices.models import TopicCandidate, VoterMessage
from lianxin.work.voices.permissions import Permission
from lianxin.work.voices.queries import IN_TIME
from lianxin.work.voices.waters import waters_in

S = Matter.Status
WINDOW = timedelta(days=90)
"""Over which a topic counts as strong (rulebook message.topic_cases)."""
MOST_ROWS = 20


@dataclass(frozen=True)
class Row:
    """One figure. share: of the largest in its table, in percent, for the bar."""

    label: str
    number: int
    url: str
    share: int
    answered: int = 0
    satisfied: int = 0
    judged: int = 0


@dataclass(frozen=True)
class Table:
    title: str
    rows: list[Row]


def said_at(body, since: date, until: date):
    """Messages of a body and of those below it in a period; what is merged counts: it was said."""
    return VoterMessage.objects.of_bodies(body).filter(
        submitted_on__gte=since, submitted_on__lte=until
    )


def tables(body, since: date, until: date) -> list[Table]:
    """Five tables in five queries."""
    said = said_at(body, since, until)
    period = asked(body, since)
    return [
        Table(
            _("按类别"),
            _rows(said.exclude(topic=""), "topic", lambda one: period | {"topic": one}),
        ),
        Table(
            _("按村（社区）"),
            _rows(
                said.exclude(village=None),
                "village__name",
                lambda one: period | {"place": one},
            ),
        ),
        Table(
            _("按家站点"),
            _rows(
                said.exclude(station=None),
                "station__name",
                lambda one: period | {"station": one},
                key="station_id",
            ),
        ),
        Table(_("按月份"), _months(said, period)),
        Table(_("按河流水域（留言中提到的）"), _waters(said, period)),
    ]


def asked(body, since: date) -> dict[str, Any]:
    """What of a list's address says that it is of this body and period."""
    at = {"body": body.pk} if body.parent_id else {}
    return at | {"since": since.isoformat()}


def _rows(said, column: str, query, key: str = "") -> list[Row]:
    names = (column, key) if key else (column,)
    found = list(
        said.order_by()
        .values_list(*names)
        .annotate(number=Count("pk"), **_more())
        .order_by("-number", column)[:MOST_ROWS]
    )
    most = max((row[len(names)] for row in found), default=0)
    return [
        Row(
            str(row[0]),
            row[len(names)],
            reverse("voices:list", query=query(row[len(names) - 1])),
            _share(row[len(names)], most),
            *row[len(names) + 1 :],
        )
        for row in found
    ]


def _months(said, period) -> list[Row]:
    found = list(
        said.order_by()
        .annotate(month=TruncMonth("submitted_on"))
        .values_list("month")
        .annotate(number=Count("pk"), **_more())
        .order_by("month")
    )
    most = max((row[1] for row in found), default=0)
    return [
        Row(
            f"{month:%Y-%m}",
            number,
            reverse("voices:list", query=period | {"month": f"{month:%Y-%m}"}),
            _share(number, most),
            *more,
        )
        for month, number, *more in found
    ]


def _waters(said, period) -> list[Row]:
    """Told from the texts: nobody types the name of a river into a field."""
    rows: dict[str, list[int]] = {}
    for name, replied_on, grade in waters_in(said, "replied_on", "voter_satisfaction"):
        if name:
            counted = rows.setdefault(name, [0, 0, 0, 0])
            counted[0] += 1
            counted[1] += replied_on is not None
            counted[2] += grade in {"satisfied", "basically"}
            counted[3] += bool(grade)
    ordered = sorted(rows.items(), key=lambda pair: (-pair[1][0], pair[0]))[:MOST_ROWS]
    most = ordered[0][1][0] if ordered else 0
    return [
        Row(
            name,
            counted[0],
            reverse("voices:list", query=period | {"water": name}),
            _share(counted[0], most),
            *counted[1:],
        )
        for name, counted in ordered
    ]


def _more() -> dict[str, Count]:
    judged = ~Q(voter_satisfaction="")
    return {
        "answered": Count("pk", filter=Q(replied_on__isnull=False)),
        "satisfied": Count("pk", filter=Q(voter_satisfaction__in=["satisfied", "basically"])),
        "judged": Count("pk", filter=judged),
    }


def _share(number: int, most: int) -> int:
    return round(number / most * 100) if most else 0


def totals(body, since: date, until: date) -> dict[str, int]:
    """The figures above the tables, in one query."""
    return (
        said_at(body, since, until)
        .order_by()
        .aggregate(
            said=Count("pk"),
            in_time=Count("pk", filter=IN_TIME),
            owed=Count("pk", filter=Q(responded_at__isnull=False)),
            closed=Count("pk", filter=Q(status__in=[S.CLOSED, S.ARCHIVED])),
            **_more(),
        )
    )


def strong_topics(body, today: date) -> list[tuple[str, int]]:
    """Topics of the last three months with as many voices as the rulebook asks, not offered yet."""
    least = rule("message.topic_cases", body, today).value
    known = TopicCandidate.objects.filter(body=body, offered_on__gte=today - WINDOW).values_list(
        "topic", flat=True
    )
    return list(
        said_at(body, today - WINDOW, today)
        .exclude(topic="")
        .exclude(topic__in=list(known))
        .exclude(status=S.REFUSED)
        .order_by()
        .values_list("topic")
        .annotate(number=Count("pk"))
        .filter(number__gte=least)
        .order_by("-number", "topic")
    )


@transaction.atomic
def offer_topic(body, *, topic: str, by, today: date) -> TopicCandidate:
    """Offer a strong topic as something to supervise; the figures stand as they are today."""
    require(by, Permission.WATCH, body)
    number = dict(strong_topics(body, today)).get(topic)
    if number is None:
        raise WrongStatus(_("这一类别已经提出，或者件数不够。请刷新页面。"))
    candidate = save_or_refuse(
        TopicCandidate(body=body, topic=topic, count=number, since=today - WINDOW, offered_on=today)
    )
    record(
        by,
        "message.offer_topic",
        candidate,
        _("提出监督选题线索：%(topic)s（%(number)s 件）") % {"topic": topic, "number": number},
    )
    return candidate


@transaction.atomic
def decide_topic(candidate, *, adopt: bool, note: str, by, today: date) -> None:
    """Take a topic into the pool of supervision topics, or drop it with a reason."""
    require(by, Permission.CONCILIATE, candidate)
    state = TopicCandidate.State.ADOPTED if adopt else TopicCandidate.State.DROPPED
    changed = TopicCandidate.objects.filter(
        pk=candidate.pk, state=TopicCandidate.State.OFFERED
    ).update(state=state, note=note.strip()[:200], decided_on=today)
    if not changed:
        raise WrongStatus(_("这条线索已有人处理。请刷新页面。"))
    candidate.refresh_from_db()
    record(
        by,
        "message.decide_topic",
        candidate,
        f"{candidate.get_state_display()}：{candidate.topic}",
        reason=candidate.note,
    )

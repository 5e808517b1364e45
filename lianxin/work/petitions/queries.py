"""What can be asked of petitions: by the petitioner with a code, and as counters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.petitions.codes import hashes_of
from lianxin.work.petitions.models import Clock, Opinion, Petition

# Steps a petitioner and those who are not told everything may read about.
OPEN_STEPS = {
    "petition.register",
    "petition.accept",
    "petition.decline",
    "petition.refer",
    "petition.answer",
    "petition.extend",
    "petition.urge",
    "petition.supervise",
    "petition.reply",
    "petition.close",
    "petition.ask_review",
    "petition.decide_review",
    "petition.turn_into_suggestion",
    "petition.withdraw",
    "petition.grade",
}


def by_code(code: str) -> Petition | None:
    """The petition that this query code opens; typed with or without dashes, in any case."""
    hashes = hashes_of(code)
    if not hashes:
        return None
    return Petition.objects.filter(query_hash__in=hashes).select_related("body").first()


@dataclass(frozen=True)
class Progress:
    """What a petitioner reads of it: nothing of people, nothing said inside the house.

    steps: day and words, oldest first. clocks: purpose, last day and why.
    opinion: the last written answer, which may be graded once.
    """

    number: str
    status: str
    received_on: date | None
    organ: str
    where_to_go: str
    steps: list[tuple[date, str]]
    clocks: list[tuple[str, date, str]]
    opinion: Opinion | None


def progress(petition: Petition) -> Progress:
    """What the page behind the query code shows."""
    events = events_of(petition).filter(step__in=OPEN_STEPS)
    running = Clock.objects.filter(
        petition=petition, referral=None, met_on__isnull=True, ended_on__isnull=True
    )
    return Progress(
        number=petition.number,
        status=petition.status_words,
        received_on=petition.submitted_on,
        organ=petition.body.name,
        where_to_go=petition.where_to_go,
        steps=[(event.happened_at.date(), event.words) for event in events],
        clocks=[
            (str(one.get_purpose_display()), one.due_on, one.explanation)
            for one in running.exclude(purpose=Clock.Purpose.REPORT)
        ],
        opinion=petition.opinions.order_by("pk").last(),
    )


@dataclass(frozen=True)
class Counter:
    """Cases and persons of one row; `query` opens the list of exactly these cases."""

    label: str
    cases: int
    persons: int
    query: dict[str, str]


@dataclass(frozen=True)
class Figures:
    """Cases and persons, never one in the place of the other."""

    whole: Counter
    by_channel: list[Counter]
    by_sort: list[Counter]
    by_month: list[Counter]
    by_topic: list[Counter]
    by_place: list[Counter]


def figures(seen: QuerySet[Petition], year: int) -> Figures:
    """Counters of one year's petitions among those an account sees, in five queries.

    18 letters and 26 visits of 57 persons are three figures: 18, 26, 57.
    Source: systems.md S-024, S-028.
    """
    found = seen.filter(year=year).order_by()
    base = {"year": str(year)}
    channels = dict(Petition.Channel.choices)
    sorts = dict(Petition.Sort.choices)
    by_channel = _counters(found, "channel", base, lambda value: str(channels[value]))
    return Figures(
        whole=Counter(
            _("合计"),
            sum(one.cases for one in by_channel),
            sum(one.persons for one in by_channel),
            base,
        ),
        by_channel=sorted(by_channel, key=lambda one: list(channels).index(one.query["channel"])),
        by_sort=_counters(found, "sort", base, lambda value: str(sorts[value])),
        by_month=_months(found, base),
        by_topic=_counters(found, "topic", base, lambda value: value or _("未分类")),
        by_place=_counters(found, "place", base, lambda value: value or _("未填")),
    )


def _counters(found, name: str, base: dict, label) -> list[Counter]:
    rows = found.values_list(name).annotate(cases=Count("pk"), persons=Sum("number_of_persons"))
    counters = [
        Counter(label(value), cases, persons, base | {name: value or EMPTY})
        for value, cases, persons in rows
    ]
    return sorted(counters, key=lambda one: (-one.cases, one.label))


def _months(found, base: dict) -> list[Counter]:
    rows = (
        found.values_list("submitted_on__month")
        .annotate(cases=Count("pk"), persons=Sum("number_of_persons"))
        .order_by("submitted_on__month")
    )
    return [
        Counter(_("%s 月") % month, cases, persons, base | {"month": str(month)})
        for month, cases, persons in rows
    ]


EMPTY = "-"
"""In an address: rows with nothing in this column."""


def strong_topics(counters: Iterable[Counter], body, on: date) -> list[Counter]:
    """Topics with as many cases as the place's rule asks before they are offered (S-028)."""
    least = rule("petition.topic_cases", body, on).value
    if not least:
        return []
    return [one for one in counters if one.cases >= least and one.query["topic"] != EMPTY]

"""What voters' messages tell their station: ledger lines, what waits, proofs, the wall's figures."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Matter
from lianxin.work.stations import lines, proofs, today, walls
from lianxin.work.stations.lines import Line
from lianxin.work.stations.proofs import Proof
from lianxin.work.stations.today import Waiting
from lianxin.work.voices.models import Answer, VoterMessage
from lianxin.work.voices.queries import IN_TIME, waiting_for

C, S = VoterMessage.Channel, Matter.Status
# What comes by another door stands in the ledger with the reception, card or session itself.
OWN_DOORS = (C.WEB, C.STATION_CODE, C.DEPUTY_CODE, C.PHONE, C.VISIT)
SETTLED = Q(answers__isnull=False) | Q(status__in=[S.REFUSED, S.MERGED])


def lines_of_messages(station, since: date, until: date) -> Iterator[Line]:
    """One line for each message, without a word of what the voter wrote: the ledger lies open."""
    found = VoterMessage.objects.filter(
        station=station,
        channel__in=OWN_DOORS,
        received_at__date__range=(since, until),
    ).order_by("received_at", "pk")
    for one in found.only("number", "channel", "status", "route", "received_at", "deputy"):
        yield Line(
            timezone.localdate(one.received_at),
            _("留言"),
            _("%(channel)s %(number)s，%(stage)s")
            % {
                "channel": one.get_channel_display(),
                "number": one.number,
                "stage": one.stage,
            },
            reverse("voices:detail", args=[one.pk]),
            (one.deputy_id,) if one.deputy_id else (),
        )


def waiting(stations, account, day: date) -> Iterator[Waiting]:
    """Messages at each station that wait for the one who looks."""
    numbers: dict[int, int] = {}
    first: dict[int, datetime] = {}
    found = waiting_for(account).filter(station__in=[one.pk for one in stations])
    for station, by in found.values_list("station_id", "answer_by"):
        numbers[station] = numbers.get(station, 0) + 1
        if by is not None:
            first.setdefault(station, by)
    for station, number in numbers.items():
        by = first.get(station)
        yield Waiting(
            station,
            _("%s 件留言等您办理") % number,
            _("最早的一件请在 %s 前回应") % f"{timezone.localtime(by):%m-%d %H:%M}"
            if by
            else _("选民在等回音"),
            _("看留言"),
            reverse("voices:list", query={"stage": "mine", "station": station}),
            timezone.localdate(by) if by else None,
            weight=3,
        )


def in_time(station, year: int) -> Proof:
    """Every message of the year was responded to within the hours of the rulebook."""
    messages = _of_year(station, year)
    over = messages.filter(Q(answer_by__lte=timezone.now()) | Q(responded_at__isnull=False))
    counted = over.aggregate(all=Count("pk"), good=Count("pk", filter=IN_TIME))
    return _proof(station, _("应回应的留言 %(all)s 件，按时回应 %(good)s 件") % counted, counted)


def answered(station, year: int) -> Proof:
    """Every message of the year has its answer, or was kindly shown where to go."""
    messages = _of_year(station, year)
    counted = {
        "all": messages.count(),
        "good": messages.filter(SETTLED).distinct().count(),
    }
    return _proof(station, _("本年留言 %(all)s 件，已有回音 %(good)s 件") % counted, counted)


def _proof(station, words: str, counted: dict[str, int]) -> Proof:
    every, good = counted["all"], counted["good"]
    return Proof(
        0 < every == good,
        words,
        reverse("voices:list", query={"station": station.pk}),
        share=good / every if every else 0.0,
    )


def _of_year(station, year: int):
    return VoterMessage.objects.filter(station=station, received_at__year=year).order_by()


def answered_by_deputies(persons: Sequence[int], year: int) -> dict[int, int]:
    """How many messages each deputy answered in the year."""
    rows = (
        Answer.objects.filter(by__person__in=persons, answered_at__year=year)
        .order_by()
        .values_list("by__person")
        .annotate(number=Count("message", distinct=True))
    )
    return dict(rows)


def register_at_stations() -> None:
    lines.register(lines_of_messages)
    today.register(waiting)
    proofs.register("messages.in_time", gettext_lazy("本年的留言都按时回应"), in_time)
    proofs.register("messages.answered", gettext_lazy("本年的留言都有回音"), answered)
    walls.register_figure(gettext_lazy("答复选民留言（件）"), answered_by_deputies)

"""Voters received by a deputy, for the duty file: duty taken, leave, absence."""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Presence, Section, Source
from lianxin.engines.tenure import holders
from lianxin.foundation.people.models import Body, Person
from lianxin.work.receptions.models import Duty, Reception

PRESENCES = {
    Duty.Attendance.PRESENT.value: Presence.PRESENT,
    Duty.Attendance.EXCUSED.value: Presence.EXCUSED,
    Duty.Attendance.ABSENT.value: Presence.ABSENT,
}
COLUMNS = (
    *("state", "attendance", "reason", "reception__on"),
    *("reception__station__name", "reception__body__short_name"),
)
"""What a line reads; each column more is grouped by."""


def _turns(since: date, until: date):
    return Duty.objects.filter(
        reception__state__in=Reception.OVER,
        reception__on__gte=since,
        reception__on__lte=until,
    )


def _lines(person: Person, since: date, until: date):
    """Turns with an answer to who came; one given to somebody else is no longer his."""
    found = (
        _turns(since, until)
        .filter(seat__person=person)
        .exclude(state=Duty.State.SWAPPED)
        .select_related("reception__station", "reception__body")
        .only(*COLUMNS)
        .annotate(visits=Count("reception__visitors"))
        .order_by("pk")
    )
    return [_line(turn) for turn in found if turn.attendance or turn.state == Duty.State.LEAVE]


def _line(turn: Duty) -> Deed:
    presence = PRESENCES.get(turn.attendance, Presence.EXCUSED)
    reception = turn.reception
    words = _("在%(where)s接待选民") % {"where": reception.where}
    if presence == Presence.PRESENT:
        came = turn.visits  # type: ignore[attr-defined]
        words += _("，来访 %d 件") % came if came else _("，无人来访")
    return Deed(
        reception.on,
        words,
        reception.get_absolute_url(),
        amount=int(presence == Presence.PRESENT),
        presence=presence,
        note=turn.reason,
    )


def _tally(body: Body, since: date, until: date):
    found = (
        _turns(since, until)
        .filter(seat__person__in=holders(body), attendance=Duty.Attendance.PRESENT)
        .exclude(state=Duty.State.SWAPPED)
    )
    return dict(found.order_by().values_list("seat__person").annotate(Count("pk")))


def register_deeds() -> None:
    deeds.register(
        Source(
            "receptions.received",
            Section.GROUP,
            gettext_lazy("接待选民"),
            gettext_lazy("次"),
            _lines,
            _tally,
        )
    )

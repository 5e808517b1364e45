"""What of receptions stands in a station's ledger (一簿一册)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from lianxin.work.receptions.models import Duty, Reception, VisitorRecord
from lianxin.work.stations.lines import Line


def lines_of_receptions(station, since: date, until: date) -> Iterator[Line]:
    """One line for each reception that is over or was called off; no visitor's name."""
    found = list(
        Reception.objects.filter(station=station)
        .between(since, until)
        .exclude(state__in=Reception.OPEN)
    )
    came = dict(
        Duty.objects.filter(
            reception__in=found, seat__isnull=False, attendance=Duty.Attendance.PRESENT
        )
        .order_by()
        .values_list("reception")
        .annotate(number=Count("pk"))
    )
    visits = {
        row["reception"]: row
        for row in VisitorRecord.objects.filter(reception__in=found)
        .order_by()
        .values("reception")
        .annotate(cases=Count("pk"), persons=Sum("persons"))
    }
    for one in found:
        words = _words(one, came.get(one.pk, 0), visits.get(one.pk))
        yield Line(one.on, _("接待"), words, one.get_absolute_url())


def _words(reception: Reception, came: int, visits) -> str:
    if reception.state == Reception.State.CANCELLED:
        return _("接待取消：%s") % reception.cancel_reason
    if not visits:
        return _("接待选民，代表到岗 %(came)d 人，无人来访。%(instead)s") % {
            "came": came,
            "instead": reception.done_instead,
        }
    return _("接待选民，代表到岗 %(came)d 人，来访 %(cases)d 件 %(persons)d 人次") % {
        "came": came,
        "cases": visits["cases"],
        "persons": visits["persons"],
    }

"""The desk of who keeps a station or decides its plan; a deputy finds the way to the stations."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.stations.models import Station, YearPlan
from lianxin.work.stations.proving import waiting


def parts(account, today: date) -> list[Part]:
    return [*_deciding(account), *_keeping(account, today), *_belonging(account)]


def _deciding(account) -> Iterator[Part]:
    """Year plans that stations handed in."""
    bodies = account.bodies_as(*CLERKS, Role.CHAIR)
    if not bodies:
        return
    plans = list(
        YearPlan.objects.filter(station__body__in=bodies, status=YearPlan.Status.SUBMITTED)
        .select_related("station")
        .order_by("submitted_on", "pk")[:MOST_SHOWN]
    )
    if plans:
        yield Part(_("家站点"), duties=[_to_decide(plan) for plan in plans])


def _to_decide(plan: YearPlan) -> Duty:
    return Duty(
        f"stationplan-{plan.pk}",
        str(plan),
        _("%s 上报") % f"{plan.submitted_on:%Y-%m-%d}",
        _("审定"),
        reverse("stations:plan", args=[plan.station_id, plan.year]),
    )


def _keeping(account, today: date) -> Iterator[Part]:
    """What the liaison's stations owe: plans, reports, sheets on the wall.

    Receptions and messages are told of by their own rooms.
    """
    if not account.has_role(Role.LIAISON):
        return
    stations = list(Station.objects.open().of_staff(account).select_related("body"))
    names = {station.pk: station.name for station in stations}
    duties = [
        Duty(
            f"station-{one.station}-{one.url}",
            f"{names[one.station]}：{one.title}",
            one.why,
            one.button,
            one.url,
            one.due_on,
            weight=one.weight,
        )
        for one in waiting(stations, account, today)
    ]
    page = reverse("stations:mine")
    yield Part(
        _("我的站点"),
        duties=duties,
        counts=[Count(_("站点"), len(stations), page)],
        links=[(_("我的站点"), page)],
    )


def _belonging(account) -> Iterator[Part]:
    """Deputies have no entry in the menu: here is their way."""
    if account.person_id is not None and account.has_role(Role.DEPUTY):
        yield Part(_("家站点"), links=[(_("我所在的站点"), reverse("stations:mine"))])

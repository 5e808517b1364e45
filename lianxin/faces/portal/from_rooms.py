"""Receptions and their notices as the public pages show them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.faces.portal import notices, receptions
from lianxin.foundation.people.models import Body
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.queries import public_notices


def announced_receptions(
    bodies: "QuerySet[Body]", first: date, last: date
) -> Iterator[receptions.Reception]:
    """Announced receptions of these bodies between two days."""
    on_duty = Duty.objects.filter(state=Duty.State.PLANNED).select_related("seat__person")
    found = (
        Reception.objects.filter(body__in=bodies, state=Reception.State.ANNOUNCED)
        .between(first, last)
        .select_related("station", "body")
        .prefetch_related(Prefetch("duties", on_duty, to_attr="on_duty"))
        .order_by("on", "from_time", "pk")
    )
    for one in found:
        seats = [duty.seat for duty in one.on_duty if duty.seat_id]
        yield receptions.Reception(
            uid=f"reception-{one.pk}@lianxin",
            station_id=one.station_id,
            title=_("%(where)s接待选民%(topic)s")
            % {"where": one.where, "topic": f"：{one.topic}" if one.topic else ""},
            place=one.address,
            starts_at=_moment(one.on, one.from_time),
            ends_at=_moment(one.on, one.to_time),
            names=tuple(seat.person.name for seat in seats),
            seat_ids=tuple(seat.pk for seat in seats),
        )


def reception_notices(bodies: "QuerySet[Body]", most: int) -> Iterator[notices.Notice]:
    """Notices with a reception still to come, with its days."""
    for one in public_notices(bodies, most=most):
        yield notices.Notice(
            uid=f"reception-notice-{one.pk}",
            on=one.published_on,
            title=str(one),
            by=one.body.name,
            text="\n".join([*(_day(day) for day in one.days), one.scope]),
        )


def register() -> None:
    receptions.register(announced_receptions)
    notices.register(reception_notices)


def _day(reception: Reception) -> str:
    line = f"{reception.on:%Y-%m-%d} {reception.hours} {reception.address}"
    if reception.state == Reception.State.CANCELLED:
        return _("%s（已取消）") % line
    return line


def _moment(day: date, at) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))

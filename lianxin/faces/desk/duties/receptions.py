"""Receptions on the desk: who is on duty soon, what is to be ended, what is to be announced."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness
from lianxin.faces.desk.duties import MOST_SHOWN, NOT_DATED, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.receptions.models import Duty as Turn
from lianxin.work.receptions.models import Reception
from lianxin.work.receptions.queries import duties_of

SOON = timedelta(days=7)
TO_ANNOUNCE = timedelta(days=14)


def parts(account, today: date) -> list[Part]:
    keeps = account.has_role(*CLERKS, Role.LIAISON)
    is_deputy = account.person_id is not None and account.has_role(Role.DEPUTY)
    if not keeps and not is_deputy:
        return []
    duties, counts = [], []
    links = [(_("我的接待值班"), reverse("receptions:mine"))] if is_deputy else []
    if is_deputy:
        duties += _turns(account, today)
    if keeps:
        links += [
            (_("今天的接待"), reverse("receptions:today")),
            (_("接待排班"), reverse("receptions:list")),
        ]
        duties += _to_hold(account, today)
        counts += _to_announce(account, today)
    return [Part(_("接待选民"), duties=duties, counts=counts, links=links)]


def _turns(account, today) -> list[Duty]:
    """One's own turns of the coming week."""
    coming = duties_of(account, today).filter(
        state=Turn.State.PLANNED,
        reception__state__in=Reception.OPEN,
        reception__on__lte=today + SOON,
    )
    return [
        Duty(
            f"reception-{turn.reception_id}",
            turn.reception.where,
            _("%(hours)s 您值班接待") % {"hours": turn.reception.hours},
            _("看安排"),
            turn.reception.get_absolute_url(),
            turn.reception.on,
            Lateness(Grade.SOON, 0, _("今天")) if turn.reception.on == today else NOT_DATED,
        )
        for turn in coming[:MOST_SHOWN]
    ]


def _to_hold(account, today) -> list[Duty]:
    """Receptions of today, and those whose record was never ended."""
    waiting = (
        Reception.objects.received_by(account)
        .open()
        .filter(on__lte=today)
        .select_related("station", "body")
        .only("on", "station__name", "body__short_name")
        .order_by("on", "pk")
    )
    return [
        Duty(
            f"reception-{one.pk}",
            one.where,
            _("今天接待选民") if one.on == today else _("接待日已过，还没有结束登记"),
            _("签到、登记来访") if one.on == today else _("补登并结束"),
            one.get_absolute_url(),
            one.on,
            _lateness(one, today),
        )
        for one in waiting[:MOST_SHOWN]
    ]


def _lateness(reception: Reception, today) -> Lateness:
    days = (today - reception.on).days
    if not days:
        return Lateness(Grade.SOON, 0, _("今天"))
    return Lateness(Grade.LATE, days, _("已过 %d 天") % days)


def _to_announce(account, today) -> list[Count]:
    """What the clerk announces: receptions of the coming two weeks that nobody was told of."""
    bodies = [grant.body_id for grant in account.current_grants if grant.role in CLERKS]
    if not bodies:
        return []
    number = Reception.objects.filter(
        body__in=bodies,
        state=Reception.State.PLANNED,
        on__gt=today,
        on__lte=today + TO_ANNOUNCE,
    ).count()
    return [Count(_("待公告的接待"), number, reverse("receptions:announce"))]

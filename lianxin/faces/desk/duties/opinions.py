"""Opinions on the desk: a deputy's card, rounds, boxes, sessions and surveys to be ended."""

from datetime import date
from typing import Any

from django.db.models import F, Func, IntegerField, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness
from lianxin.faces.desk.duties import MOST_SHOWN, NOT_DATED, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Account, Role
from lianxin.work.opinions.models import Card, CardOpinion, CardRound, Session, Survey
from lianxin.work.stations.models import Station


def parts(account, today: date) -> list[Part]:
    keeps = account.has_role(*CLERKS, Role.LIAISON)
    is_deputy = account.person_id is not None and account.has_role(Role.DEPUTY)
    if not keeps and not is_deputy:
        return []
    part = Part(_("征求意见"))
    if is_deputy:
        part.links.append((_("我的征求意见卡"), reverse("opinions:mine")))
        part.duties += _cards(account, today)
    if keeps:
        part.links.append((_("征求意见"), reverse("opinions:list")))
        if not account.has_role(*CLERKS):
            part.duties += _sessions(account, today)
        part.counts += _counts(account, today)
    return [part]


def _late(day: date, today: date) -> Lateness:
    days = (today - day).days
    if days < 0:
        return NOT_DATED
    if not days:
        return Lateness(Grade.SOON, 0, _("今天"))
    return Lateness(Grade.LATE, days, _("已过 %d 天") % days)


def _cards(account, today: date) -> list[Duty]:
    """One's own cards that have not come back."""
    open_ones = (
        Card.objects.filter(
            seat__person_id=account.person_id, returned_on=None, round__closed_on=None
        )
        .select_related("round")
        .order_by("round__due_on", "pk")
    )
    return [
        Duty(
            f"card-{one.pk}",
            str(one.round),
            _("听取您对政府和各部门的意见"),
            _("填写"),
            one.get_absolute_url(),
            one.round.due_on,
            _late(one.round.due_on, today),
        )
        for one in open_ones[:MOST_SHOWN]
    ]


def _kept(account):
    bodies = [grant.body_id for grant in account.current_grants if grant.role in CLERKS]
    return Q(body__in=bodies) | Q(station__in=Station.ids_of_staff(account))


def _sessions(account, today: date) -> list[Duty]:
    """Sessions of today, and those whose record was never begun."""
    found = Session.objects.filter(
        _kept(account), state=Session.State.PLANNED, on__lte=today
    ).order_by("on", "pk")
    found = found.only("kind", "topic", "on")
    return [
        Duty(
            f"session-{one.pk}",
            str(one),
            _("今天举行") if one.on == today else _("举行日已过，还没有登记"),
            _("登记到会人数、记意见"),
            one.get_absolute_url(),
            one.on,
            _late(one.on, today),
        )
        for one in found[:MOST_SHOWN]
    ]


def _counts(account, today: date) -> list[Count]:
    """What waits here, by one query for all of it."""
    bodies = [grant.body_id for grant in account.current_grants if grant.role in CLERKS]
    kept = _kept(account)
    waiting = {
        "held": Session.objects.filter(kept, state=Session.State.PLANNED, on__lte=today),
        "ended": Survey.objects.filter(kept, state=Survey.State.OPEN, closes_on__lt=today),
        "to_hand_on": CardOpinion.objects.filter(card__round__body__in=bodies, message__route=""),
        "late": CardRound.objects.filter(body__in=bodies, closed_on=None, due_on__lt=today),
    }
    numbers: Any = (
        Account.objects.filter(pk=account.pk)
        .values(**{name: Subquery(_number(found)) for name, found in waiting.items()})
        .get()
    )
    rounds = reverse("opinions:rounds")
    return [
        Count(_("到日子的活动，待登记"), numbers["held"], reverse("opinions:list")),
        Count(_("到期的问卷，待结束"), numbers["ended"], reverse("opinions:surveys")),
        Count(_("意见卡上待交办的意见"), numbers["to_hand_on"], rounds),
        Count(_("过了收回期限的征求意见卡"), numbers["late"], rounds),
    ]


def _number(found):
    """Its count, as one value inside another query."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return found.order_by().annotate(number=count).values("number")

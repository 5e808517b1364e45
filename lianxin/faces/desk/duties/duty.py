"""Duty on the desk: one's own file and what of it is left, objections the office answers."""

from datetime import date, timedelta

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness
from lianxin.faces.desk.duties import MOST_SHOWN, NOT_DATED, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.duty.models import Objection, Pledge
from lianxin.work.duty.pairing import is_quiet

SOON = timedelta(days=14)


def parts(account, today: date) -> list[Part]:
    is_deputy = account.person_id is not None and account.has_role(Role.DEPUTY)
    bodies = [
        grant.body_id for grant in account.current_grants if grant.role in (*CLERKS, Role.CHAIR)
    ]
    if not is_deputy and not bodies:
        return []
    duties, counts, links = [], [], []
    if is_deputy:
        duties += _pledges(account, today)
        links += [
            (_("我的履职"), reverse("duty:mine")),
            (_("主题活动、承诺"), reverse("duty:campaigns")),
            (_("我的三个一"), reverse("duty:my_pairs")),
        ]
    if bodies:
        waiting = Objection.objects.filter(
            Q(seat__body__in=bodies) | Q(seat__group__body__in=bodies), settled_on__isnull=True
        )
        counts.append(Count(_("待核实的履职档案异议"), waiting.count(), reverse("duty:objections")))
    return [Part(_("履职"), duties=duties, counts=counts, links=links)]


def _pledges(account, today: date) -> list[Duty]:
    """One's own pledges that fall due soon or are late, and projects silent this month."""
    found = (
        Pledge.objects.filter(seat__person=account.person_id, state=Pledge.State.OPEN)
        .select_related("campaign")
        .annotate(last_on=Max("steps__on"))
        .order_by("due_on", "pk")
    )
    duties = []
    for one in found[: MOST_SHOWN * 3]:
        if one.due_on <= today + SOON:
            duties.append(
                Duty(
                    f"pledge-{one.pk}",
                    one.text,
                    _("您在主题活动中的承诺"),
                    _("登记进展"),
                    one.get_absolute_url(),
                    one.due_on,
                    _lateness(one, today),
                )
            )
        elif one.campaign.is_paired and is_quiet(one, today):
            duties.append(
                Duty(
                    f"pledge-{one.pk}",
                    one.project,
                    _("结对的民生项目，本月还没有进展"),
                    _("记一次进展"),
                    reverse("duty:pledge_progress", args=[one.pk]),
                    weight=0,
                )
            )
    return duties[:MOST_SHOWN]


def _lateness(pledge: Pledge, today: date) -> Lateness:
    days = (today - pledge.due_on).days
    if days > 0:
        return Lateness(Grade.LATE, days, _("已过 %d 天") % days)
    return Lateness(Grade.SOON, 0, _("还剩 %d 天") % -days) if days > -7 else NOT_DATED

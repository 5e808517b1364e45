"""Deputies' rights on the desk: cases that wait for their keepers, a result to be judged."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.care.kinds import LIBERTY
from lianxin.work.care.models import RightsCase
from lianxin.work.care.queries import bodies_kept

S = RightsCase.State
# A case in hand of which nothing was heard for so long is shown again.
QUIET = timedelta(days=30)


def parts(account, today: date) -> list[Part]:
    found = []
    if account.has_role(*CLERKS, Role.CHAIR) and (bodies := bodies_kept(account)):
        found.append(_keeping(account, bodies, today))
    if account.person_id and account.has_role(Role.DEPUTY):
        found.append(_own(account))
    return found


def _keeping(account, bodies, today: date) -> Part:
    """One query; no name stands on the desk."""
    waiting = Q(state=S.OPENED) | Q(state=S.CLOSED, content=RightsCase.Content.NOT_CONTENT)
    found = (
        RightsCase.objects.filter(body__in=bodies)
        .filter(waiting | Q(state=S.COORDINATED))
        .exclude(seat__person=account.person_id or 0)
        .order_by("opened_on", "pk")
    )
    cases = list(found[: MOST_SHOWN * 10])
    why = {
        S.OPENED: _("已受理，还没有协调"),
        S.CLOSED: _("代表对结果不满意"),
        S.COORDINATED: _("协调中，超过一个月没有办结"),
    }
    duties = [
        Duty(
            f"care-{one.pk}",
            _("代表权益保障：%s") % one.number,
            why[S(one.state)],
            _("办理"),
            one.get_absolute_url(),
            weight=2 if one.kind == LIBERTY else 1,
        )
        for one in cases
        if one.state != S.COORDINATED or today - one.opened_on > QUIET
    ]
    is_open = sum(one.state != S.CLOSED for one in cases)
    return Part(
        _("代表关爱"),
        duties=duties,
        counts=[
            Count(_("没有办结的权益保障事项"), is_open, f"{reverse('care:list')}?state=open"),
        ],
    )


def _own(account) -> Part:
    closed = RightsCase.objects.filter(
        seat__person=account.person_id, state=S.CLOSED, content=""
    ).exclude(kind=LIBERTY)
    return Part(
        _("我的权益"),
        duties=[
            Duty(
                f"ownright-{one.pk}",
                _("%s 已办结") % one.number,
                _("请您说说对结果是否满意"),
                _("评价"),
                reverse("care:judge", args=[one.pk]),
                weight=0,
            )
            for one in closed[:MOST_SHOWN]
        ],
        links=[(_("我需要帮助"), reverse("care:mine"))],
    )

"""Links on the desk: the deputy's own quota, the leader's quarter, the clerk's open calls."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count as Number
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.tenure import share
from lianxin.faces.desk.duties import Count, Part
from lianxin.foundation.people.models import CLERKS, Role, Seat
from lianxin.work.links.models import Contact, Link, LinkedVoter, SpotCall
from lianxin.work.links.permissions import home_of
from lianxin.work.links.standing import quarter_of, quota


def parts(account, today: date) -> list[Part]:
    return [*_own(account, today), *_keeping(account)]


def _own(account, today: date) -> Iterator[Part]:
    """The way to one's voters and to whom one leads, and what is missing of either."""
    page = reverse("links:mine")
    if account.person_id is None:
        return
    if account.has_role(Role.DEPUTY):
        gap = _missing(account, today)
        label = _("我联系的选民（还差 %s 人）") % gap if gap else _("我联系的选民")
        yield Part(_("双联"), links=[(label, page)])
    if account.has_role(Role.CHAIR, Role.PRESIDIUM_MEMBER):
        reached = Contact.objects.kept().between(quarter_of(today), today)
        silent = (
            Link.objects.on(today)
            .filter(leader=account.person_id)
            .exclude(pk__in=reached.filter(link__isnull=False).values("link"))
            .count()
        )
        if silent:
            label = _("我联系的代表和村（本季度 %s 个没有联系）") % silent
            yield Part(_("双联"), links=[(label, page)])


def _missing(account, today: date) -> int:
    """How many voters the deputy's seats lack together."""
    voters = Q(linked_voters__until__isnull=True, linked_voters__since__lte=today)
    seats = (
        Seat.objects.in_office()
        .filter(person=account.person_id)
        .select_related("body", "group__body")
        .annotate(linked=Number("linked_voters", filter=voters))
    )
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    missing = 0
    for seat in seats:
        asked = share(seat, first, last).of_quota(quota("link.voters", home_of(seat), today))
        missing += max(asked - seat.linked, 0)
    return missing


def _keeping(account) -> Iterator[Part]:
    """The clerk's calls that are not yet made."""
    bodies = account.bodies_as(*CLERKS)
    if not bodies:
        return
    waiting = SpotCall.objects.filter(draw__body__in=bodies, result="").count()
    left = LinkedVoter.objects.filter(
        body__in=bodies, until__isnull=True, seat__state=Seat.State.ENDED
    )
    seats = left.aggregate(seats=Number("seat", distinct=True))["seats"]
    yield Part(
        _("双联"),
        counts=[
            Count(_("抽查电话没有打"), waiting, f"{reverse('links:checks')}?only=open"),
            Count(_("已终止代表的联系选民没有移交或者结束"), seats, reverse("links:list")),
        ],
        links=[(_("双联"), reverse("links:list"))],
    )

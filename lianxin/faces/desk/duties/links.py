"""Links on the desk: the deputy's own quota, the leader's quarter, the clerk's open calls."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count as Number
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.tenure import share
from lianxin.faces.desk.duties import Count, Part
from lianxin.faces.desk.duties.clerk import bodies_of
from lianxin.foundation.people.models import CLERKS, Role, Seat
from lianxin.work.links.models import Contact, Link, LinkedVoter, SpotCall
from lianxin.work.links.permissions import home_of
from lianxin.work.links.standing import quarter_of, quota


def parts(account, today: date) -> list[Part]:
    return [*_own(account, today), *_keeping(account)]


def _own(account, today: date) -> Iterator[Part]:
    """The way to one's voters, and what is missing to the quota; whom one leads, too."""
    if account.person_id is None:
        return
    page = reverse("links:mine")
    counts = []
    if is_deputy := account.has_role(Role.DEPUTY):
        counts.append(Count(_("联系选民还差"), _missing(account, today), page, "warn"))
    links = Link.objects.on(today).filter(leader=account.person_id)
    reached = Contact.objects.kept().between(quarter_of(today), today).filter(link__in=links)
    silent = links.exclude(pk__in=reached.values("link")).count()
    counts.append(Count(_("本季度还没联系的代表和村"), silent, page))
    if is_deputy or silent:
        yield Part(_("双联"), counts=counts, links=[(_("我联系的选民"), page)])


def _missing(account, today: date) -> int:
    """How many voters the deputy's seats lack together."""
    seats = list(
        Seat.objects.in_office()
        .filter(person=account.person_id)
        .select_related("body", "group__body")
    )
    linked = dict(
        LinkedVoter.objects.on(today)
        .filter(seat__in=seats)
        .order_by()
        .values_list("seat")
        .annotate(number=Number("pk"))
    )
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    missing = 0
    for seat in seats:
        asked = share(seat, first, last).of_quota(quota("link.voters", home_of(seat), today))
        missing += max(asked - linked.get(seat.pk, 0), 0)
    return missing


def _keeping(account) -> Iterator[Part]:
    """The clerk's calls that are not yet made."""
    bodies = bodies_of(account, *CLERKS)
    if not bodies:
        return
    waiting = SpotCall.objects.filter(draw__body__in=bodies, result="").count()
    yield Part(
        _("双联"),
        counts=[Count(_("抽查电话没有打"), waiting, reverse("links:checks"))],
        links=[(_("双联"), reverse("links:list"))],
    )

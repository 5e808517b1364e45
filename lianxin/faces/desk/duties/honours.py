"""Honours on the desk of the clerk: objections, publicity that is over, money to be paid."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS
from lianxin.work.honours.models import Honour, Objection, Round


def parts(account, today: date) -> list[Part]:
    bodies = account.bodies_as(*CLERKS)
    if not bodies:
        return []
    unpaid = Honour.objects.named().filter(body__in=bodies, amount__gt=0, paid_on__isnull=True)
    public = list(
        Round.objects.filter(body__in=bodies, state=Round.State.PUBLICISED)
        .select_related("body")
        .only("year", "publicised_until", "body__short_name")
        .order_by("pk")[:MOST_SHOWN]
    )
    page = f"{reverse('honours:list')}?only=unpaid"
    return [
        Part(
            _("评选表彰"),
            duties=[*_objections(public), *_over(public, today)],
            counts=[Count(_("奖金没有发"), unpaid.count(), page)],
        )
    ]


def _objections(public: list[Round]) -> Iterator[Duty]:
    """What was said against someone on a list that is public now."""
    if not public:
        return
    waiting = Objection.objects.filter(nomination__round__in=public, outcome="")
    for one in waiting.select_related("nomination").order_by("pk")[:MOST_SHOWN]:
        yield Duty(
            f"honourobjection-{one.pk}",
            _("对%s的公示异议") % one.nomination.name,
            _("%s 收到，核查完才能表彰") % one.received_on.isoformat(),
            _("写结论"),
            reverse("honours:settle", args=[one.pk]),
        )


def _over(public: list[Round], today: date) -> Iterator[Duty]:
    """Lists whose days of publicity are over."""
    for one in public:
        if one.publicised_until is not None and one.publicised_until < today:
            yield Duty(
                f"honourround-{one.pk}",
                str(one),
                _("公示期满，可以表彰"),
                _("登记表彰"),
                one.get_absolute_url(),
            )

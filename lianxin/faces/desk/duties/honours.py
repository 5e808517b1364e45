"""Honours on the desk of the clerk: objections, publicity that is over, money to be paid."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part
from lianxin.faces.desk.duties.clerk import bodies_of
from lianxin.foundation.people.models import CLERKS
from lianxin.work.honours.models import Honour, Objection, Round


def parts(account, today: date) -> list[Part]:
    bodies = bodies_of(account, *CLERKS)
    if not bodies:
        return []
    unpaid = Honour.objects.named().filter(body__in=bodies, amount__gt=0, paid_on__isnull=True)
    return [
        Part(
            _("评选表彰"),
            duties=[*_objections(bodies), *_over(bodies, today)],
            counts=[Count(_("奖金没有发"), unpaid.count(), reverse("honours:list"))],
        )
    ]


def _objections(bodies) -> Iterator[Duty]:
    waiting = Objection.objects.filter(nomination__round__body__in=bodies, outcome="")
    for one in waiting.select_related("nomination").order_by("pk")[:MOST_SHOWN]:
        yield Duty(
            f"honourobjection-{one.pk}",
            _("对%s的公示异议") % one.nomination.name,
            _("%s 收到，核查完才能表彰") % one.received_on.isoformat(),
            _("写结论"),
            reverse("honours:settle", args=[one.pk]),
        )


def _over(bodies, today: date) -> Iterator[Duty]:
    over = Round.objects.filter(
        body__in=bodies, state=Round.State.PUBLICISED, publicised_until__lt=today
    )
    for one in over.select_related("body").order_by("pk")[:MOST_SHOWN]:
        yield Duty(
            f"honourround-{one.pk}",
            str(one),
            _("公示期满，可以表彰"),
            _("登记表彰"),
            one.get_absolute_url(),
        )

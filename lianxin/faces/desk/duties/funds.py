"""Activity funds on the desk: claims that wait for the chair."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part
from lianxin.foundation.figures.words import yuan
from lianxin.foundation.people.models import Role
from lianxin.work.funds.models import Claim


def parts(account, today: date) -> list[Part]:
    bodies = [grant.body_id for grant in account.current_grants if grant.role == Role.CHAIR]
    if not bodies:
        return []
    waiting = (
        Claim.objects.filter(budget__body__in=bodies, state=Claim.State.SUBMITTED)
        .exclude(claimed_by=account)
        .select_related("claimed_by")
        .order_by("spent_on", "pk")
    )
    found = list(waiting[:MOST_SHOWN])
    return [
        Part(
            _("活动经费"),
            duties=[
                Duty(
                    f"fund-{one.pk}",
                    one.what,
                    _("%(name)s报销 %(amount)s 元，等您审批")
                    % {"name": one.claimed_by.name, "amount": yuan(one.amount)},
                    _("审批"),
                    one.get_absolute_url(),
                    weight=1,
                )
                for one in found
            ],
            counts=[Count(_("待审批的经费报销"), waiting.count(), reverse("funds:list"))],
        )
    ]

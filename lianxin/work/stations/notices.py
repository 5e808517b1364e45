"""Who is told of a station's plan: the clerks when it comes in, the staff when it is decided."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.notices import kinds
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import CLERKS, Account
from lianxin.work.stations.models import YearPlan

SUBMITTED, DECIDED = "station.plan_submitted", "station.plan_decided"


def plan_submitted(plan: YearPlan) -> None:
    station = plan.station
    clerks = Account.objects.filter(
        grants__in=station.body.grants.in_force().filter(role__in=CLERKS)
    )
    tell(
        clerks.distinct(),
        SUBMITTED,
        _("%(station)s上报了 %(year)s 年度计划") % {"station": station.name, "year": plan.year},
        why=_("您是本级人大工作人员，计划等您审定。"),
        url=_address(plan),
        about=plan,
    )


def plan_decided(plan: YearPlan) -> None:
    station = plan.station
    staff = Account.objects.filter(station_posts__in=station.staff.on())
    tell(
        staff.distinct(),
        DECIDED,
        _("%(station)s %(year)s 年度计划%(status)s")
        % {"station": station.name, "year": plan.year, "status": plan.get_status_display()},
        why=_("您是本站人员。"),
        url=_address(plan),
        about=plan,
    )


def _address(plan: YearPlan) -> str:
    return reverse("stations:plan", args=[plan.station_id, plan.year])


def register_notices() -> None:
    kinds.register(
        kinds.Kind(SUBMITTED, gettext_lazy("联络站上报年度计划")),
        kinds.Kind(DECIDED, gettext_lazy("联络站年度计划审定或退回")),
    )

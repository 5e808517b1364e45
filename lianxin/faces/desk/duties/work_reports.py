"""Work reports on the desk: to be signed, remarks to be dealt with, one laid before members."""

from datetime import date

from django.db.models import Count as Number
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.work_reports.models import Report

S = Report.State


def parts(account, today: date) -> list[Part]:
    clerked = {body.pk for body in account.bodies_as(*CLERKS)}
    chaired = {body.pk for body in account.bodies_as(Role.CHAIR)}
    sits = {body.pk for body in account.bodies_as(Role.PRESIDIUM_MEMBER)}
    links = [(_("工作报告"), reverse("work_reports:list"))]
    if not clerked | chaired | sits:
        # Deputies and others find what was adopted.
        return [Part(_("工作报告"), links=links)] if account.has_role(Role.DEPUTY) else []
    duties = [
        *(_of_clerk(one) for one in _waiting(clerked)),
        *(
            Duty(
                f"workreport-{one.pk}",
                one.title,
                _("已送主席团，看过后签发") if one.body_id in chaired else _("请逐节提意见"),
                _("签发") if one.body_id in chaired else _("阅读"),
                one.get_absolute_url(),
                weight=1,
            )
            for one in Report.objects.filter(
                body__in=(chaired | sits) - clerked, state=S.REVIEW
            ).order_by("pk")[:MOST_SHOWN]
        ),
    ]
    return [Part(_("工作报告"), duties=duties, links=links)]


def _waiting(bodies):
    """Reports under way of these bodies, with how many remarks are open."""
    return (
        Report.objects.filter(body__in=bodies, state__in=[S.DRAFT, S.REVIEW])
        .only("title", "state")
        .annotate(open=Number("sections__comments", filter=Q(sections__comments__resolved_at=None)))
        .order_by("pk")[:MOST_SHOWN]
    )


def _of_clerk(report) -> Duty:
    open_ones = report.open
    why = _("还有 %d 条意见没有处理") % open_ones if open_ones else report.get_state_display()
    return Duty(
        f"workreport-{report.pk}",
        report.title,
        why,
        _("继续"),
        report.get_absolute_url(),
        weight=0,
    )

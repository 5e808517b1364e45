"""A station's year plan: read, written, decided, reported on."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.work.stations import workflow
from lianxin.work.stations.forms.plans import PlanForm, ReportForm, ReturnForm
from lianxin.work.stations.models import PlanItem, Station, YearPlan
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.views.common import station_words, year_or_404, years_of
from lianxin.work.stations.views.stepping import station_for

S = YearPlan.Status


@require_safe
def plan(request, pk, year):
    station, year = station_for(request, pk), year_or_404(year)
    found = station.plans.filter(year=year).select_related("decided_by").first()
    is_open = station.closed_on is None
    plans = is_open and may(request.user, Permission.PLAN, station)
    decides = is_open and may(request.user, Permission.DECIDE_PLAN, station)
    writable = found is None or found.status in (S.DRAFT, S.RETURNED)
    context = {
        "station": station,
        "year": year,
        "years": sorted({*years_of(station), year}, reverse=True),
        "plan": found,
        "items": found.items.all() if found else [],
        "template": workflow.plan_template_for(station.body, year) if writable else None,
        "writes": plans and writable,
        "submits": plans and found is not None and writable,
        "decides": decides and found is not None and found.status == S.SUBMITTED,
        "takes_back": decides and found is not None and found.status == S.APPROVED,
        "reports": plans and found is not None and found.status == S.APPROVED,
        "today": localdate(),
    }
    return render(request, "stations/plan.html", context)


@require_http_methods(FORM)
def plan_write(request, pk, year):
    station = station_for(request, pk, Permission.PLAN)
    year = year_or_404(year)
    found = station.plans.filter(year=year).first()
    template = workflow.plan_template_for(station.body, year)
    if found is not None:
        lines = "\n".join(f"{item.month}月 {item.words}" for item in found.items.all())
        initial = {"text": found.text, "items": lines}
    else:
        initial = {"items": template.items} if template else {}
    back = _address(station.pk, year)
    return step_page(
        request,
        PlanForm(typed(request), initial=initial),
        lambda **values: workflow.write_plan(station, year=year, by=request.user, **values),
        words=station_words(
            station,
            _("%(year)s 年度计划") % {"year": year},
            _("保存"),
            lead=template.guidance if template else "",
            back=back,
        ),
        done=_("已保存。核对以后请上报。"),
        then=back,
    )


@require_POST
def plan_submit(request, pk, year):
    found = _plan(request, pk, year, Permission.PLAN)
    return press(
        request,
        lambda: workflow.submit_plan(found, by=request.user, today=localdate()),
        done=_("已上报，等人大审定。"),
        then=_address(pk, year),
    )


@require_POST
def plan_approve(request, pk, year):
    found = _plan(request, pk, year, Permission.DECIDE_PLAN)
    return press(
        request,
        lambda: workflow.approve_plan(found, by=request.user, today=localdate()),
        done=_("已审定。站里可以打印年度计划表上墙。"),
        then=_address(pk, year),
    )


@require_http_methods(FORM)
def plan_return(request, pk, year):
    found = _plan(request, pk, year, Permission.DECIDE_PLAN)
    return step_page(
        request,
        ReturnForm(typed(request)),
        lambda reason: workflow.return_plan(
            found, reason=reason, by=request.user, today=localdate()
        ),
        words=station_words(
            found.station,
            _("退回 %(year)s 年度计划") % {"year": year},
            _("退回修改"),
            back=_address(pk, year),
            is_grave=True,
        ),
        done=_("已退回，站里会收到通知。"),
        then=_address(pk, year),
    )


@require_http_methods(FORM)
def plan_report(request, pk):
    seen = Station.objects.visible_to(request.user)
    item = get_object_or_404(
        PlanItem.objects.filter(plan__station__in=seen).select_related("plan__station__body"),
        pk=pk,
    )
    plan = item.plan
    require(request.user, Permission.PLAN, plan.station)
    back = _address(plan.station_id, plan.year)
    initial = {"held_on": item.held_on, "report": item.report} if item.held_on else {}
    return step_page(
        request,
        ReportForm(typed(request), initial=initial),
        lambda **values: workflow.report_item(item, by=request.user, today=localdate(), **values),
        words=station_words(plan.station, item.words, _("报告"), back=back),
        done=_("已报告，记入台账。"),
        then=back,
    )


def _plan(request, pk, year, permission) -> YearPlan:
    station = station_for(request, pk, permission)
    found = get_object_or_404(station.plans, year=year)
    found.station = station
    return found


def _address(pk, year) -> str:
    return reverse("stations:plan", args=[pk, year])

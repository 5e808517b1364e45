"""工作日历: what is off and worked this year and next, and what is entered here."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.calendars import workflow
from lianxin.foundation.calendars.forms import DayForm, TableForm
from lianxin.foundation.calendars.models import DayOverride
from lianxin.foundation.calendars.queries import ancestors_and_self, calendar_of, missing_year
from lianxin.foundation.calendars.tables import ranges
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import Permission, may, require
from lianxin.foundation.refusals import Refused


@require_safe
def calendar(request):
    return _show(request, _home_of(request))


@require_POST
def create_table(request):
    body = _home_of(request)
    require(request.user, Permission.MANAGE_CALENDAR, body)
    form = TableForm(request.POST)
    if form.is_valid():
        try:
            entered = workflow.enter_table(**form.cleaned_data, by=request.user, body=body)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("%(year)s年的放假调休安排已保存。请核对暂定的期限。")
            messages.success(request, said % {"year": entered.year})
            return redirect("calendars:list")
    return _show(request, body, table_form=form)


@require_POST
def create_day(request):
    body = _home_of(request)
    require(request.user, Permission.MANAGE_CALENDAR, body)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            workflow.set_day(**form.cleaned_data, by=request.user, body=body)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记。已经算出的期限不变。"))
            return redirect("calendars:list")
    return _show(request, body, day_form=form)


@require_POST
def create_removal(request, pk):
    body = _home_of(request)
    workflow.remove_day(get_object_or_404(DayOverride, pk=pk, body=body), by=request.user)
    messages.success(request, _("已撤销登记。"))
    return redirect("calendars:list")


def _home_of(request) -> Body:
    body = request.user.home_body
    if body is None:
        raise Http404
    return body


def _show(request, body, *, table_form=None, day_form=None):
    today = timezone.localdate()
    work_calendar = calendar_of(body)
    years = [
        {
            "year": year,
            "table": table,
            "holidays": _spans(table.off) if table else [],
            "workdays": _spans(table.makeup) if table else [],
        }
        for year in (today.year, today.year + 1)
        for table in [work_calendar.table(year)]
    ]
    days = DayOverride.objects.filter(
        Q(body__isnull=True) | Q(body_id__in=ancestors_and_self(body))
    ).select_related("body", "entered_by")
    can_manage = may(request.user, Permission.MANAGE_CALENDAR, body)
    can_enter_table = can_manage and not body.parent_id
    new_table = {"year": today.year + 1, "source": ""}
    context = {
        "body": body,
        "years": years,
        "days": days,
        "missing_year": missing_year(today),
        "can_manage": can_manage,
        "table_form": (table_form or TableForm(initial=new_table)) if can_enter_table else None,
        "day_form": (day_form or DayForm()) if can_manage else None,
    }
    return render(request, "calendars/calendar.html", context)


def _spans(days) -> list[str]:
    return [span.replace("/", " 至 ") for span in ranges(days)]

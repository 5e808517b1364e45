"""Figures that no room records: entered by hand, each with its proof."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import may
from lianxin.work.work_reports import tokens, workflow
from lianxin.work.work_reports.checks import parts_fault
from lianxin.work.work_reports.forms import StatedForm
from lianxin.work.work_reports.models import StatedFigure
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.values import stated_words
from lianxin.work.work_reports.views.stepping import (
    FORM,
    Words,
    crumbs,
    part_for,
    press,
    report_for,
    step_page,
)


@require_safe
def listing(request, pk):
    report = report_for(request, pk, Permission.COMMENT)
    rows = [
        (one, stated_words(one), tokens.write(one.key, kind=tokens.STATED), parts_fault(one))
        for one in report.stated.select_related("proof")
    ]
    writes = may(request.user, Permission.DRAFT, report) and not report.is_fixed
    return render(
        request, "work_reports/stated.html", {"report": report, "rows": rows, "writes": writes}
    )


@require_http_methods(FORM)
def new(request, pk):
    report = report_for(request, pk, Permission.DRAFT)
    return _form(request, StatedFigure(report=report), _("登记手填数字"))


@require_http_methods(FORM)
def change(request, pk):
    figure = part_for(request, StatedFigure, pk, Permission.DRAFT)
    return _form(request, figure, _("修改手填数字"))


def _form(request, figure, heading):
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StatedForm(*data, instance=figure)
    report = figure.report
    back = reverse("work_reports:stated", args=[report.pk])
    return step_page(
        request,
        form,
        lambda: workflow.state_figure(
            form.figure(), by=request.user, upload=form.cleaned_data["upload"]
        ),
        words=Words(
            heading,
            _("保存"),
            back,
            lead=_("系统里没有记录的数字，如媒体稿件。写进报告后标明“手填”，附上依据。"),
            crumbs=crumbs(report),
        ),
        done=_("已登记。写进正文用：〔手填:代码〕。"),
        then=lambda _made: back,
        has_files=True,
    )


@require_POST
def drop(request, pk):
    figure = part_for(request, StatedFigure, pk, Permission.DRAFT)
    return press(
        request,
        lambda: workflow.drop_figure(figure, by=request.user),
        done=_("已删去。"),
        then=reverse("work_reports:stated", args=[figure.report_id]),
    )

"""The steps of a report from draft to the public page, each with its own form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, typed
from lianxin.work.work_reports import forms, workflow
from lianxin.work.work_reports.checks import Level, findings
from lianxin.work.work_reports.models import Report
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.views.stepping import crumbs, report_for, step_page


@dataclass(frozen=True)
class Step:
    """One step as its page shows it. act: gets the report, the account and what was typed."""

    name: str
    label: Any
    lead: Any
    done: Any
    permission: Permission
    form: Any
    act: Callable[..., Any]
    is_grave: bool = False


STEPS = {
    one.name: one
    for one in (
        Step(
            "lay-before",
            _("送主席团征求意见"),
            _("主席团成员和主席可以逐节提意见；这期间还可以修改。"),
            _("已送审。"),
            Permission.DRAFT,
            forms.NothingForm,
            lambda report, by, **typed: workflow.lay_before(report, by=by),
        ),
        Step(
            "sign",
            _("签发"),
            _("签发后文字和数字都固定下来；以后记录有更正，报告旁边会写明差别。"),
            _("已签发，数字已固定。"),
            Permission.SIGN,
            forms.SignForm,
            lambda report, by, **typed: workflow.sign(report, by=by, today=localdate(), **typed),
        ),
        Step(
            "send-back",
            _("退回修改"),
            _("退回起草人修改；已固定的数字重新随记录变动。"),
            _("已退回。"),
            Permission.SIGN,
            forms.ReasonForm,
            lambda report, by, **typed: workflow.send_back(report, by=by, **typed),
            is_grave=True,
        ),
        Step(
            "adopt",
            _("登记大会审议通过"),
            _("通过后本级代表都能看到。"),
            _("已登记。"),
            Permission.PUBLISH,
            forms.AdoptForm,
            lambda report, by, **typed: workflow.adopt(report, by=by, **typed),
        ),
        Step(
            "publish",
            _("公布"),
            _("公布后任何人都可以在公开页面阅读，可公开的数字能点开清单。"),
            _("已公布。"),
            Permission.PUBLISH,
            forms.NothingForm,
            lambda report, by, **typed: workflow.publish(report, by=by, today=localdate()),
        ),
        Step(
            "take-down",
            _("撤下"),
            _("从公开页面撤下。"),
            _("已撤下。"),
            Permission.PUBLISH,
            forms.ReasonForm,
            lambda report, by, **typed: workflow.take_down(report, by=by, **typed),
            is_grave=True,
        ),
    )
}


def open_steps(user, report: Report) -> list[Step]:
    """Steps that the account may take now."""
    return [
        one
        for one in STEPS.values()
        if report.state in workflow.MOVES[one.name.replace("-", "_")][0]
        and may(user, one.permission, report)
    ]


@require_http_methods(FORM)
def step(request, pk, name):
    if name not in STEPS:
        raise Http404
    one = STEPS[name]
    report = report_for(request, pk, one.permission)
    form = one.form(typed(request))
    found = findings(report) if name in ("sign", "lay-before") else []
    return step_page(
        request,
        form,
        lambda: one.act(report, request.user, **form.cleaned_data),
        words=Words(
            str(one.label),
            str(one.label),
            report.get_absolute_url(),
            lead=str(one.lead),
            is_grave=one.is_grave,
            crumbs=crumbs(report),
        ),
        done=str(one.done),
        then=lambda _result: report.get_absolute_url(),
        template="work_reports/step.html",
        report=report,
        stops=[one for one in found if one.level == Level.STOP],
        asked=[one for one in found if one.level == Level.ASK],
    )

"""The office's promise board: report progress, keep, explain."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.engines.matters import workflow
from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import Promise
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import step_page, typed
from lianxin.work.suggestions import inbox
from lianxin.work.suggestions.forms.office import (
    ExplainPromiseForm,
    KeepPromiseForm,
    PromiseReportForm,
)
from lianxin.work.suggestions.inbox_exporting import office_promises_export
from lianxin.work.suggestions.views.office import offices_of, step_methods


@require_safe
def promises(request):
    """What the office promised: open by date, waiting for the deputy, settled."""
    if exports.is_asked(request):
        return exports.answer(request, office_promises_export)
    today = localdate()
    tab, found = inbox.promises_in_tab(offices_of(request.user), request.GET.get("tab"))
    rows = [_row(promise, today) for promise in found[:200]]
    return render(
        request,
        "suggestions/office/promises.html",
        {"rows": rows, "tab": tab, "tabs": inbox.TABS, "export": exports.address(request)},
    )


def _row(promise, today):
    is_open = promise.state == Promise.State.OPEN
    marks = inbox.thresholds(promise.body, today)
    report_due = inbox.report_due_on(promise.last_reported_on, promise.body) if is_open else None
    return {
        "promise": promise,
        "matter": promise.reply.assignment.matter,
        "lateness": lateness(
            promise.due_on,
            today,
            waiting_for="office" if is_open else "",
            soon_days=marks.soon,
            serious_days=marks.serious,
        ),
        "report_due": report_due,
        "report_is_due": bool(report_due and report_due <= today),
        "is_carried_over": promise.is_carried_over(today),
    }


def _promise(request, pk) -> Promise:
    return get_object_or_404(inbox.promises_of(request.user.office_ids()), pk=pk)


def _page(request, promise, form, act, *, heading, button, done, signs=False):
    """The page of one step of a promise; act: a step of the workflow."""
    assignment = promise.reply.assignment
    closed = ""
    if signs and not may(request.user, Permission.SIGN, assignment):
        closed = _("这一步要由单位负责人提交。请您把情况报告负责人，由负责人登录办理。")
    context = {
        "promise": promise,
        "matter": assignment.matter,
        "row": _row(promise, localdate()),
        "reports": promise.reports.all(),
        "heading": heading,
        "button": button,
        "closed": closed,
    }
    return step_page(
        request,
        form,
        partial(act, promise, by=request.user, today=localdate()),
        done=done,
        then="suggestions:promises",
        template="suggestions/office/promise_step.html",
        context=context,
    )


@step_methods
def report(request, pk):
    promise = _promise(request, pk)
    form = PromiseReportForm(typed(request))

    return _page(
        request,
        promise,
        form,
        workflow.report_promise,
        heading=_("报告承诺进展"),
        button=_("提交进展"),
        done=_("进展已提交，代表和人大办可以看到。"),
    )


@step_methods
def keep(request, pk):
    promise = _promise(request, pk)
    form = KeepPromiseForm(typed(request))

    return _page(
        request,
        promise,
        form,
        workflow.keep_promise,
        heading=_("承诺已兑现"),
        button=_("确认已兑现"),
        done=_("已登记兑现，等代表再评价。"),
        signs=True,
    )


@step_methods
def explain(request, pk):
    promise = _promise(request, pk)
    form = ExplainPromiseForm(typed(request))

    return _page(
        request,
        promise,
        form,
        workflow.explain_promise,
        heading=_("说明未能兑现的原因"),
        button=_("提交说明"),
        done=_("已说明原因，代表和人大办可以看到。"),
        signs=True,
    )

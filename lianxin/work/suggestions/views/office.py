"""The office's inbox and the steps before its answer."""

from datetime import date, timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.engines.matters import workflow
from lianxin.engines.matters.kinds import reply_base
from lianxin.engines.matters.models import Assignment, Deadline, Extension
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.people.permissions import may
from lianxin.foundation.rulebook.rules import due
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.work.suggestions import inbox
from lianxin.work.suggestions.forms.office import (
    ContactForm,
    ExtensionForm,
    InboxFilterForm,
    PlanForm,
    ProgressForm,
    ReceiveForm,
    ReturnForm,
)
from lianxin.work.suggestions.inbox_exporting import inbox_export
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.suggestions.supervision_exporting import reminders_export, reminders_of

PAGE = 30
step_methods = require_http_methods(FORM)


def offices_of(user) -> set[int]:
    """Ids of the user's offices; PermissionDenied for whoever works for none."""
    if offices := user.office_ids():
        return offices
    raise PermissionDenied(_("待办件是承办单位的工作页面，您的账号不属于任何承办单位。"))


def assignment_or_404(request, pk) -> Assignment:
    """One of the user's offices' assignments of suggestions; whatever belongs to others does not exist."""
    return get_object_or_404(
        inbox.assignment_of(request.user.office_ids()),
        pk=pk,
        matter__kind__in=SUGGESTION_KINDS,
    )


@require_safe
def inbox_page(request):
    """What the office owes, by urgency, with lateness in words and its cause."""
    if exports.is_asked(request):
        return exports.answer(request, inbox_export)
    today = localdate()
    offices = offices_of(request.user)
    body = next(g.body for g in request.user.current_grants if g.office_id in offices)
    marks = inbox.thresholds(body, today)
    filters = InboxFilterForm(request.GET)
    found = filters.apply(
        inbox.owed_by(offices), today=today, soon_until=today + timedelta(days=marks.soon)
    )
    shown = list(_after(found, request.GET.get("after", ""))[: PAGE + 1])
    signed = inbox.signs_for(request.user)
    rows = [
        inbox.row_of(item, today, signs=item.office_id in signed, marks=marks)
        for item in shown[:PAGE]
    ]
    address = request.GET.copy()
    address.pop("after", None)
    older = ""
    if len(shown) > PAGE:
        last = shown[PAGE - 1]
        address["after"] = f"{last.due_on or ''}.{last.pk}"
        older = f"?{address.urlencode()}"
    context = {
        "filters": filters,
        "rows": rows,
        "older": older,
        "first": reverse("suggestions:inbox") if request.GET.get("after") else "",
        "export": exports.address(request),
        "is_filtered": any(filters.cleaned_data.values()),
        "many_offices": len(offices) > 1,
    }
    template = "suggestions/office/_inbox.html" if request.htmx else "suggestions/office/inbox.html"
    return render(request, template, context)


def _after(assignments, mark: str):
    """Those after a row of the page before, "2026-06-11.73"; nonsense is ignored."""
    day, _dot, pk = mark.partition(".")
    if not pk.isdecimal():
        return assignments
    if not day:
        return assignments.filter(due_on__isnull=True, pk__gt=pk)
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return assignments
    return assignments.filter(Q(due_on__gt=due) | Q(due_on=due, pk__gt=pk) | Q(due_on__isnull=True))


def _page(request, assignment, form, act, *, done, **more):
    """The page of one step of an assignment.

    act: a step of the workflow, called with the assignment and the form's values.
    more: what the page shows around its form; `heading` and `button` at least.
    """
    today = localdate()
    marks = inbox.thresholds(assignment.body, today)
    return step_page(
        request,
        form,
        partial(act, assignment, by=request.user, today=today),
        done=done,
        then=assignment.matter,
        template="suggestions/office/step.html",
        context={
            "assignment": assignment,
            "matter": assignment.matter,
            "row": inbox.row_of(assignment, today, signs=False, marks=marks),
            "may_sign": may(request.user, Permission.SIGN, assignment),
            **more,
        },
    )


@step_methods
def receive(request, pk):
    assignment = assignment_or_404(request, pk)
    form = ReceiveForm(
        typed(request),
        initial={
            "handler": assignment.handler or request.user.name,
            "handler_phone": assignment.handler_phone,
            "leader": assignment.leader,
        },
    )

    return _page(
        request,
        assignment,
        form,
        workflow.receive,
        heading=_("签收"),
        button=_("签收"),
        done=_("已签收。请尽早联系代表。"),
        shows_text=True,
    )


@step_methods
def ask_return(request, pk):
    assignment = assignment_or_404(request, pk)
    today = localdate()
    clock = _clock(assignment, Deadline.Purpose.RETURN)
    form = ReturnForm(typed(request))

    return _page(
        request,
        assignment,
        form,
        workflow.ask_return,
        heading=_("申请退办"),
        button=_("提交退办申请"),
        done=_("已提交退办申请，等人大办审核。审核前请不要自行转给其他单位。"),
        clock=clock,
        clock_words=_("退办最迟在这一天提出"),
        closed=_("退办的期限已过，请继续办理。确有困难的，请与人大办商量。")
        if clock and clock.due_on < today
        else _needs_signer(request, assignment),
        is_grave=True,
    )


@step_methods
def plan(request, pk):
    assignment = assignment_or_404(request, pk)
    form = PlanForm(
        typed(request),
        initial={
            "text": assignment.plan,
            "handler": assignment.handler or request.user.name,
            "handler_phone": assignment.handler_phone,
            "leader": assignment.leader,
        },
    )

    return _page(
        request,
        assignment,
        form,
        workflow.plan,
        heading=_("办理计划"),
        button=_("保存计划"),
        done=_("办理计划已保存。"),
        shows_text=True,
    )


@step_methods
def contact(request, pk):
    assignment = assignment_or_404(request, pk)
    today = localdate()
    initial = {"contacted_on": today, "office_person": assignment.handler}
    if request.GET.get("meeting"):
        initial |= {"is_meeting": True, "way": "face"}
    form = ContactForm(typed(request), initial=initial)

    return _page(
        request,
        assignment,
        form,
        workflow.contact,
        heading=_("登记联系或者面商"),
        button=_("保存"),
        done=_("已登记。"),
        clock=_clock(assignment, Deadline.Purpose.CONTACT),
        clock_words=_("首次联系代表的期限"),
        shows_people=True,
    )


@step_methods
def extend(request, pk):
    assignment = assignment_or_404(request, pk)
    today = localdate()
    clock = _clock(assignment, Deadline.Purpose.REPLY)
    longest = due(
        "suggestion.reply_complex",
        reply_base(assignment.matter, assignment.assigned_on),
        body=assignment.body,
    )
    closed = _needs_signer(request, assignment)
    if clock is None:
        closed = _("重新办理、协办意见的期限不能延期。确有困难的，请与人大办商量。")
    elif clock.due_on < today:
        closed = _("期限已过，不能再申请延期。请尽快答复，并向代表说明原因。")
    elif longest.due <= clock.due_on:
        closed = _("现期限已是依法最迟的日期，不能再延期。")
    elif assignment.extensions.filter(decision=Extension.Decision.PENDING).exists():
        closed = _("已有一份延期申请正在等人大办审批。批准之前仍按原期限。")
    form = ExtensionForm(typed(request), initial={"asked_until": longest.due})

    return _page(
        request,
        assignment,
        form,
        workflow.ask_extension,
        heading=_("申请延期"),
        button=_("提交延期申请"),
        done=_("已提交延期申请，等人大办审批。批准之前仍按原期限。"),
        clock=clock,
        clock_words=_("现在的答复期限"),
        longest=longest,
        closed=closed,
    )


@step_methods
def note_progress(request, pk):
    assignment = assignment_or_404(request, pk)
    form = ProgressForm(typed(request))

    return _page(
        request,
        assignment,
        form,
        workflow.note_progress,
        heading=_("报告办理进展"),
        button=_("提交"),
        done=_("进展已提交，代表和人大办可以看到。"),
    )


@require_safe
def reminders(request):
    """Every time the office was urged, newest first; `?days=` looks back no further."""
    if exports.is_asked(request):
        return exports.answer(request, reminders_export)
    context = {
        "reminders": reminders_of(request.user, request.GET)[:200],
        "export": exports.address(request),
    }
    return render(request, "suggestions/office/reminders.html", context)


def _clock(assignment, purpose):
    return next((clock for clock in assignment.clocks if clock.purpose == purpose), None)


def _needs_signer(request, assignment) -> str:
    """Why the form is not offered to someone who may not sign; empty for a signer."""
    if may(request.user, Permission.SIGN, assignment):
        return ""
    return _("这一步要由单位负责人提交。请您把情况报告负责人，由负责人登录办理。")

"""Buttons of the handling office."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Assignment, Matter
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.people.permissions import may
from lianxin.work.suggestions.steps import Step

A = Assignment.Status
IN_HAND = (Matter.Status.ASSIGNED, Matter.Status.REWORK)


def steps(user, suggestion, assignments) -> list[Step]:
    """Steps on the user's own assignments of the suggestion."""
    offices = user.office_ids()
    if not offices:
        return []
    found: list[Step] = []
    for assignment in assignments:
        if assignment.office_id in offices:
            found += _steps_of(user, suggestion, assignment)
    return found


def _steps_of(user, suggestion, assignment) -> list[Step]:
    if suggestion.status == Matter.Status.TRACKING and assignment.role != "assist":
        promises = reverse("suggestions:promises")
        return [
            Step("promises", _("报告承诺进展"), promises, is_main=True),
            _step("note_progress", _("报告办理进展"), assignment),
        ]
    if suggestion.status not in IN_HAND or assignment.status not in {A.ASSIGNED, A.RECEIVED}:
        if suggestion.status == Matter.Status.REPLIED and assignment.status == A.ANSWERED:
            return [_step("contact", _("登记联系或者面商"), assignment)]
        return []
    signs = may(user, Permission.SIGN, assignment)
    is_opinion = assignment.role == Assignment.Role.ASSIST
    found = []
    if assignment.status == A.ASSIGNED:
        found.append(_step("receive", _("签收"), assignment, is_main=True))
    write = _("写协办意见") if is_opinion else _("写答复")
    found.append(_step("reply", write, assignment, is_main=assignment.status == A.RECEIVED))
    found.append(_step("contact", _("登记联系或者面商"), assignment))
    found.append(_step("plan", _("办理计划"), assignment))
    found.append(_step("note_progress", _("报告办理进展"), assignment))
    if signs and not is_opinion and assignment.round == 1:
        found.append(_step("extend", _("申请延期"), assignment))
    if signs and assignment.round == 1:
        hint = _("不属于本单位职责的，写明理由退回，由人大办另行交办")
        found.append(_step("ask_return", _("退办"), assignment, is_grave=True, hint=hint))
    return found


def _step(name, label, assignment, **more) -> Step:
    return Step(name, label, reverse(f"suggestions:{name}", args=[assignment.pk]), **more)

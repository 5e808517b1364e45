"""退办 and 延期: what an office asks for, and the sheets on which it is decided."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Extension, ReturnRequest
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.sheet import Sheet, cell, form
from lianxin.work.suggestions.papers.common import (
    HAND_SIGNED,
    SUGGESTION_FIELDS,
    day,
    matter_of_assignment,
    suggestion_data,
)


def ticks(choices, chosen: str) -> str:
    """☑同意退办　□不同意 as a form prints a choice that may have been made."""
    return "　".join(f"{'☑' if value == chosen else '□'}{label}" for value, label in choices)


def _asked(request) -> dict[str, str]:
    assignment = request.assignment
    return suggestion_data(assignment.matter) | {
        "office": assignment.office.name,
        "role": str(assignment.get_role_display()),
        "assigned_on": day(assignment.assigned_on),
        "asked_on": day(request.asked_on),
        "reason": request.reason,
        "decided_on": day(request.decided_on),
        "decision_note": request.decision_note,
    }


def return_data(request, by):
    choices = ReturnRequest.Decision.choices[1:]
    return _asked(request) | {
        "title": _("代表建议退办审核单"),
        "received_on": day(request.assignment.received_on),
        "suggested_office": request.suggested_office,
        "signed_by": request.signed_by,
        "decision": ticks(choices, request.decision),
    }


def compose_return(data) -> Sheet:
    rows = [
        [cell(_("建议编号"), data["suggestion_number"]), cell(_("领衔代表"), data["lead"])],
        cell(_("建议标题"), data["suggestion_title"]),
        [cell(_("承办单位"), data["office"]), cell(_("承办方式"), data["role"])],
        [cell(_("交办日期"), data["assigned_on"]), cell(_("收到日期"), data["received_on"])],
        [cell(_("申请日期"), data["asked_on"]), cell(_("建议改由"), data["suggested_office"])],
        cell(
            _("退办理由"),
            data["reason"],
            lines=5,
            sign=_("单位主要领导签批：%s　　　　　年　　月　　日") % data["signed_by"],
        ),
        cell(
            _("审核意见"), f"{data['decision']}\n{data['decision_note']}", lines=4, sign=HAND_SIGNED
        ),
        [cell(_("审核日期"), data["decided_on"]), cell(_("再交办日期"), "")],
    ]
    return Sheet(title="", blocks=[form(*rows)], issuer=data["issuer"], has_closing=False)


def extension_data(extension, by):
    order = extension.assignment.extensions.filter(pk__lte=extension.pk).count()
    return _asked(extension) | {
        "title": _("代表建议延期办理审批单"),
        "times": _("第%s次") % order,
        "due_before": day(extension.due_before),
        "asked_until": day(extension.asked_until),
        "decision": ticks(Extension.Decision.choices[1:], extension.decision),
        "told_on": day(extension.deputy_told_on),
    }


def compose_extension(data) -> Sheet:
    rows = [
        [cell(_("建议编号"), data["suggestion_number"]), cell(_("领衔代表"), data["lead"])],
        cell(_("建议标题"), data["suggestion_title"]),
        [cell(_("承办单位"), data["office"]), cell(_("申请次数"), data["times"])],
        [cell(_("交办日期"), data["assigned_on"]), cell(_("申请日期"), data["asked_on"])],
        [cell(_("现期限"), data["due_before"]), cell(_("申请延至"), data["asked_until"])],
        cell(_("延期原因"), data["reason"], lines=5, sign=HAND_SIGNED),
        cell(
            _("审批意见"), f"{data['decision']}\n{data['decision_note']}", lines=4, sign=HAND_SIGNED
        ),
        [cell(_("审批日期"), data["decided_on"]), cell(_("告知代表\n日期"), data["told_on"])],
    ]
    return Sheet(title="", blocks=[form(*rows)], issuer=data["issuer"], has_closing=False)


ASKED_FIELDS = (
    *SUGGESTION_FIELDS,
    Field("office", gettext_lazy("承办单位"), "县交通运输局"),
    Field("role", gettext_lazy("承办方式"), "主办"),
    Field("assigned_on", gettext_lazy("交办日期"), "2026年3月11日"),
    Field("asked_on", gettext_lazy("申请日期"), "2026年3月16日"),
    Field("reason", gettext_lazy("理由"), "该桥属村道，由镇人民政府管理。"),
    Field("decision", gettext_lazy("审核意见"), "☑同意　□不同意"),
    Field("decision_note", gettext_lazy("审核说明"), ""),
    Field("decided_on", gettext_lazy("审核日期"), "2026年3月18日"),
)
KINDS = [
    Kind(
        key="return_review",
        name=gettext_lazy("退办审核单"),
        model="matters.returnrequest",
        data_of=return_data,
        compose=compose_return,
        fields=(
            *ASKED_FIELDS,
            Field("received_on", gettext_lazy("收到日期"), "2026年3月12日"),
            Field("suggested_office", gettext_lazy("建议承办单位"), "柳溪镇人民政府"),
            Field("signed_by", gettext_lazy("单位主要领导"), "何局长"),
        ),
        about_of=matter_of_assignment,
        series="return_review",
        series_word="退",
        has_signature=False,
        is_returned=True,
        order=20,
    ),
    Kind(
        key="extension_approval",
        name=gettext_lazy("延期审批单"),
        model="matters.extension",
        data_of=extension_data,
        compose=compose_extension,
        fields=(
            *ASKED_FIELDS,
            Field("times", gettext_lazy("申请次数"), "第1次"),
            Field("due_before", gettext_lazy("现期限"), "2026年6月11日"),
            Field("asked_until", gettext_lazy("申请期限"), "2026年9月11日"),
            Field("told_on", gettext_lazy("告知代表日期"), "2026年6月1日"),
        ),
        about_of=matter_of_assignment,
        series="extension_approval",
        series_word="延",
        has_signature=False,
        is_returned=True,
        order=21,
    ),
]

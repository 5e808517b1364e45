"""交办: the sheet that names who handles a suggestion, and the letter to each office."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Assignment
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, cell, form, heading, paragraph, paragraphs
from lianxin.work.suggestions.papers.common import (
    HAND_SIGNED,
    SUGGESTION_FIELDS,
    answering_offices,
    contact_of,
    day,
    printed_by,
    suggestion_data,
)

OFFICE_ROW = (
    Field("office", gettext_lazy("单位"), "县交通运输局"),
    Field("role", gettext_lazy("承办方式"), "主办"),
    Field("leader", gettext_lazy("分管领导"), "副县长 马春林"),
    Field("handler", gettext_lazy("责任人"), "周经办"),
    Field("phone", gettext_lazy("联系电话"), "0000-1234567"),
    Field("assigned_on", gettext_lazy("交办日期"), "2026年3月11日"),
    Field("due_on", gettext_lazy("要求答复日期"), "2026年6月11日"),
)


def _office_row(item: Assignment) -> dict[str, str]:
    office = item.office
    return {
        "office": office.name,
        "role": str(item.get_role_display()),
        "leader": item.leader or f"{office.leader_post} {office.leader_in_charge}".strip(),
        "handler": item.handler or office.contact,
        "phone": item.handler_phone or office.phone,
        "assigned_on": day(item.assigned_on),
        "due_on": day(item.due_on),
    }


def sheet_data(matter, by):
    items = list(matter.assignments.active().select_related("office"))
    return suggestion_data(matter) | {
        "title": _("代表建议交办单"),
        "offices": [_office_row(item) for item in items],
        "phones": "、".join(
            f"{one.person.name} {one.person.phone}"
            for one in matter.proposers.filter(is_lead=True).select_related("person")
            if one.person.phone
        ),
        "text": matter.text,
        "is_key": _("是") if matter.is_key else _("否"),
        "key_leader": matter.key_leader,
        "call_back_note": matter.call_back_note,
    }


def compose_sheet(data) -> Sheet:
    rows = [
        [
            cell(_("建议编号"), data["suggestion_number"]),
            cell(_("届次会次"), data["session"]),
        ],
        cell(_("建议标题"), data["suggestion_title"]),
        [cell(_("领衔代表"), data["lead"]), cell(_("联系电话"), data["phones"])],
        cell(_("联名代表"), data["cosigners"]),
    ]
    for one in data["offices"]:
        rows += [
            [cell(one["role"], one["office"]), cell(_("分管领导"), one["leader"])],
            [
                cell(_("责任人"), one["handler"]),
                cell(_("联系电话"), one["phone"]),
            ],
            [
                cell(_("交办日期"), one["assigned_on"]),
                cell(_("答复期限"), one["due_on"]),
            ],
        ]
    rows += [
        [cell(_("重点督办"), data["is_key"]), cell(_("领衔督办"), data["key_leader"])],
        cell(_("代表回访\n意见"), data["call_back_note"], lines=2),
        cell(_("交办意见"), "", lines=2, sign=HAND_SIGNED),
        cell(_("承办单位\n签收"), "", lines=1, sign=HAND_SIGNED),
    ]
    return Sheet(title="", blocks=[form(*rows)], issuer=data["issuer"], has_closing=False)


def letter_data(assignment, by):
    matter = assignment.matter
    offices = answering_offices(matter)
    others = [
        (label, offices[role])
        for role, label in Assignment.Role.choices
        if offices[role] and offices[role] != assignment.office.name
    ]
    return suggestion_data(matter) | {
        "title": _("关于交办|%s的函") % matter_name_short(matter),
        "addressee": assignment.office.name,
        "copies": _("%s人民政府督查室") % matter.body.short_name if matter.body.is_county else "",
        "office": assignment.office.name,
        "role": str(assignment.get_role_display()),
        "others": "；".join(f"{label}：{names}" for label, names in others),
        "assigned_on": day(assignment.assigned_on),
        "due_on": day(assignment.due_on),
        "text": matter.text,
        "contact": contact_of(matter.body),
        "imprint": printed_by(matter.body),
    }


def matter_name_short(matter) -> str:
    """第38号代表建议."""
    return _("第%s号代表建议") % matter.number if matter.number else _("代表建议")


def compose_letter(data) -> Sheet:
    blocks = [
        paragraph(
            _(
                "%(lead)s代表提出的《%(title)s》（%(name)s），经研究，交由你单位%(role)s。现将有关事项函告如下："
            )
            % {
                "lead": data["lead"],
                "title": data["suggestion_title"],
                "name": data["suggestion_name"],
                "role": data["role"],
            }
        ),
        heading(_("一、建议内容")),
        *paragraphs(data["text"]),
        heading(_("二、办理要求")),
    ]
    if data["due_on"]:
        due = (
            _("请在%s前提出协办意见，书面送主办单位。")
            if data["role"] == str(Assignment.Role.ASSIST.label)
            else _("请在%s前书面答复代表，并抄送本机关。")
        )
        blocks.append(paragraph(_("（一）") + due % data["due_on"]))
    blocks += [
        paragraph(
            _(
                "（二）办理前和办理中请与代表联系，充分听取意见；不属于本单位职责的，请按时书面退办并说明理由。"
            )
        ),
        paragraph(_("（三）答复由单位主要负责人审定签发，对代表提出的事项逐条回应。")),
    ]
    if data["others"]:
        blocks.append(paragraph(_("（四）本件其他承办单位：%s。") % data["others"]))
    return Sheet(
        title="",
        head="letter",
        mark=data["issuer"],
        blocks=blocks,
        attachments=[_("代表建议原件"), _("征询意见表")],
        issuer=data["issuer"],
        note=data["contact"],
        imprint=data["imprint"],
    )


def _has_offices(suggestion) -> bool:
    return suggestion.assignments.active().exists()


KINDS = [
    Kind(
        key="handover_sheet",
        name=gettext_lazy("建议交办单"),
        model="matters.matter",
        data_of=sheet_data,
        compose=compose_sheet,
        fields=(
            *SUGGESTION_FIELDS,
            Field("offices", gettext_lazy("承办单位"), rows=OFFICE_ROW),
            Field("phones", gettext_lazy("代表电话"), "张示例 00000000000"),
            Field("text", gettext_lazy("建议内容"), "柳溪村石板桥护栏断裂，建议汛期前加固。"),
            Field("is_key", gettext_lazy("重点督办"), "否"),
            Field("key_leader", gettext_lazy("领衔督办人"), ""),
            Field("call_back_note", gettext_lazy("回访意见"), "代表确认以桥墩加固为主。"),
        ),
        series="handover_sheet",
        series_word="交",
        fits=_has_offices,
        archive_class=Paper.ArchiveClass.THIRTY_YEARS,
        is_returned=True,
        order=10,
    ),
    Kind(
        key="handover_letter",
        name=gettext_lazy("交办函"),
        model="matters.assignment",
        data_of=letter_data,
        compose=compose_letter,
        fields=(
            *SUGGESTION_FIELDS,
            Field("office", gettext_lazy("承办单位"), "县交通运输局"),
            Field("role", gettext_lazy("承办方式"), "主办"),
            Field("others", gettext_lazy("其他承办单位"), "协办：县财政局"),
            Field("assigned_on", gettext_lazy("交办日期"), "2026年3月11日"),
            Field("due_on", gettext_lazy("要求答复日期"), "2026年6月11日"),
            Field("text", gettext_lazy("建议内容"), "柳溪村石板桥护栏断裂，建议汛期前加固。"),
            Field("contact", gettext_lazy("联系方式"), "联系电话：0000-1234567"),
        ),
        about_of=lambda assignment: assignment.matter,
        series="handover_letter",
        series_word="交函",
        archive_class=Paper.ArchiveClass.THIRTY_YEARS,
        order=11,
    ),
]

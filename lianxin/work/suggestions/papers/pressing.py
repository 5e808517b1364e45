"""催办 and 督办: the letter that urges an office, the sheet of an act of pressing."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.sheet import Sheet, cell, form, paragraph
from lianxin.work.suggestions.papers.common import (
    HAND_SIGNED,
    SUGGESTION_FIELDS,
    answering_offices,
    contact_of,
    day,
    printed_by,
    suggestion_data,
)


def reminder_data(reminder, by):
    assignment, matter = reminder.assignment, reminder.matter
    today = localdate()
    left = (assignment.due_on - today).days if assignment.due_on else None
    return suggestion_data(matter) | {
        "title": _("关于催办|代表建议办理工作的函"),
        "addressee": assignment.office.name,
        "copies": _("%s人民政府督查室") % matter.body.short_name if matter.body.is_county else "",
        "office": assignment.office.name,
        "assigned_on": day(assignment.assigned_on),
        "due_on": day(assignment.due_on),
        "standing": _standing(left),
        "words": reminder.words,
        "reminded_on": day(reminder.reminded_on),
        "contact": contact_of(matter.body),
        "imprint": printed_by(matter.body),
    }


def _standing(left: int | None) -> str:
    if left is None:
        return ""
    if left < 0:
        return _("至今已超期%s天") % -left
    return _("距期限还有%s天") % left


def compose_reminder(data) -> Sheet:
    when = _("，办理期限为%s") % data["due_on"] if data["due_on"] else ""
    standing = f"，{data['standing']}" if data["standing"] else ""
    blocks = [
        paragraph(
            _(
                "%(name)s《%(title)s》于%(assigned)s交你单位办理%(when)s%(standing)s，尚未收到你单位的书面答复。"
            )
            % {
                "name": data["suggestion_name"],
                "title": data["suggestion_title"],
                "assigned": data["assigned_on"],
                "when": when,
                "standing": standing,
            }
        )
    ]
    if data["words"]:
        blocks.append(paragraph(data["words"]))
    blocks.append(
        paragraph(
            _(
                "请抓紧与代表联系沟通，按期书面答复；确因情况复杂不能按期答复的，请在期限届满前书面申请延期，并向代表说明原因。"
            )
        )
    )
    blocks.append(paragraph(_("特此函告。")))
    return Sheet(
        title="",
        head="letter",
        mark=data["issuer"],
        blocks=blocks,
        issuer=data["issuer"],
        note=data["contact"],
        imprint=data["imprint"],
    )


def supervision_data(supervision, by):
    matter = supervision.matter
    offices = answering_offices(matter)
    return suggestion_data(matter) | {
        "title": _("代表建议督办单"),
        "lead_office": offices["lead"] or offices["separate"],
        "assisting": offices["assist"],
        "is_key": _("是") if matter.is_key else _("否"),
        "key_leader": matter.key_leader,
        "key_basis": matter.key_basis,
        "method": str(supervision.get_method_display()),
        "pressed_on": day(supervision.pressed_on),
        "people": supervision.people,
        "result": supervision.result,
        "due_on": day(matter.due_on),
    }


def compose_supervision(data) -> Sheet:
    rows = [
        [cell(_("建议编号"), data["suggestion_number"]), cell(_("领衔代表"), data["lead"])],
        cell(_("建议标题"), data["suggestion_title"]),
        cell(_("主办单位"), data["lead_office"]),
        cell(_("协办单位"), data["assisting"]),
        [cell(_("重点督办"), data["is_key"]), cell(_("领衔督办"), data["key_leader"])],
        [cell(_("督办方式"), data["method"]), cell(_("督办日期"), data["pressed_on"])],
        cell(_("参加人员"), data["people"]),
        cell(_("督办情况"), data["result"], lines=6),
        cell(_("督办意见"), "", lines=4, sign=HAND_SIGNED),
        cell(_("承办单位\n反馈"), "", lines=4, sign=HAND_SIGNED),
    ]
    return Sheet(title="", blocks=[form(*rows)], issuer=data["issuer"], has_closing=False)


KINDS = [
    Kind(
        key="reminder_letter",
        name=gettext_lazy("催办函"),
        model="matters.reminder",
        data_of=reminder_data,
        compose=compose_reminder,
        fields=(
            *SUGGESTION_FIELDS,
            Field("office", gettext_lazy("承办单位"), "县交通运输局"),
            Field("assigned_on", gettext_lazy("交办日期"), "2026年3月11日"),
            Field("due_on", gettext_lazy("办理期限"), "2026年6月11日"),
            Field("standing", gettext_lazy("期限情况"), "距期限还有15天"),
            Field("words", gettext_lazy("催办内容"), "请按期书面答复代表。"),
            Field("reminded_on", gettext_lazy("催办日期"), "2026年5月27日"),
            Field("contact", gettext_lazy("联系方式"), "联系电话：0000-1234567"),
        ),
        about_of=lambda reminder: reminder.matter,
        series="reminder_letter",
        series_word="催",
        fits=lambda reminder: reminder.assignment_id is not None,
        order=40,
    ),
    Kind(
        key="supervision_sheet",
        name=gettext_lazy("督办单"),
        model="matters.supervision",
        data_of=supervision_data,
        compose=compose_supervision,
        fields=(
            *SUGGESTION_FIELDS,
            Field("lead_office", gettext_lazy("主办单位"), "县交通运输局"),
            Field("assisting", gettext_lazy("协办单位"), "县财政局"),
            Field("is_key", gettext_lazy("重点督办"), "是"),
            Field("key_leader", gettext_lazy("领衔督办人"), "林主任"),
            Field("key_basis", gettext_lazy("确定依据"), ""),
            Field("method", gettext_lazy("督办方式"), "深入实际现场督办"),
            Field("pressed_on", gettext_lazy("督办日期"), "2026年4月20日"),
            Field("people", gettext_lazy("参加人员"), "林主任、县交通运输局何局长"),
            Field("result", gettext_lazy("督办情况"), "施工队已进场。"),
            Field("due_on", gettext_lazy("办理期限"), "2026年6月11日"),
        ),
        about_of=lambda supervision: supervision.matter,
        series="supervision_sheet",
        series_word="督",
        is_returned=True,
        order=41,
    ),
]

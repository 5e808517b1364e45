"""答复: the letter to the deputies, the assisting office's opinion, the form that asks them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Reply
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import (
    Sheet,
    cell,
    form,
    heading,
    new_page,
    paragraph,
    paragraphs,
    qr,
    small,
)
from lianxin.work.suggestions.letter import letter_of
from lianxin.work.suggestions.links import judgements_wanted
from lianxin.work.suggestions.papers.asking import ticks
from lianxin.work.suggestions.papers.common import (
    SUGGESTION_FIELDS,
    day,
    matter_of_assignment,
    suggestion_data,
)


def letter_data(reply, by):
    """The letter of an issued reply or opinion, as `letter_of` reads it."""
    letter = letter_of(reply)
    return suggestion_data(reply.assignment.matter) | {
        "title": letter.title,
        "addressee": letter.to,
        "copies": "，".join(letter.copies),
        "letter": letter.letter,
        "leader": letter.signatory,
        "opening": letter.opening,
        "text": "\n".join(letter.paragraphs),
        "items": [
            {
                "request": item.request,
                "outcome": str(item.get_outcome_display()),
                "answer": item.answer,
            }
            for item in letter.items
        ],
        "promises": [
            {"text": promise.text.rstrip("。；，"), "due_on": day(promise.due_on)}
            for promise in letter.promises
        ],
        "thanks": "" if reply.is_opinion else _("感谢您对我们工作的关心和支持。"),
        "office": letter.office,
        "answered_on": day(letter.issued_on),
        "contact": letter.contact,
        "contact_phone": letter.contact_phone,
    }


def compose_letter(data) -> Sheet:
    blocks = [*paragraphs(data["opening"]), *paragraphs(data["text"])]
    if data["items"]:
        blocks.append(heading(_("对建议所提事项，逐条答复如下：")))
        for place, item in enumerate(data["items"], 1):
            blocks.append(heading(f"{place}．{item['request']}（{item['outcome']}）", level=2))
            blocks += paragraphs(item["answer"])
    if data["promises"]:
        blocks.append(heading(_("我们承诺：")))
        blocks += [
            paragraph(f"{place}．{one['text']}，{_('于%s前完成。') % one['due_on']}")
            for place, one in enumerate(data["promises"], 1)
        ]
    if data["thanks"]:
        blocks.append(paragraph(data["thanks"]))
    parts = [_("联系人：%s") % data["contact"] if data["contact"] else ""]
    parts.append(_("电话：%s") % data["contact_phone"] if data["contact_phone"] else "")
    return Sheet(
        title="",
        head="letter",
        mark=data["office"],
        corner=data["letter"],
        blocks=blocks,
        attachments=[_("征询意见表")] if data["letter"] else [],
        issuer=data["office"],
        note="，".join(part for part in parts if part),
    )


def _is_answer(reply) -> bool:
    return reply.state == Reply.State.ISSUED and not reply.is_opinion


def _is_opinion(reply) -> bool:
    return reply.state == Reply.State.ISSUED and reply.is_opinion


def survey_data(reply, by):
    """A form for each deputy who has not judged yet, with the link that is his alone."""
    matter = reply.assignment.matter
    wanted = [one for one in judgements_wanted(matter) if one.reply.pk == reply.pk]
    return suggestion_data(matter) | {
        "title": _("代表建议办理情况征询意见表"),
        "office": reply.assignment.office.name,
        "document_no": reply.document_no,
        "answered_on": day(reply.issued_on),
        "result": f"{reply.letter} {reply.get_result_class_display()}".strip(),
        "deputies": [
            {
                "name": one.person.name,
                "address": one.person.address,
                "phone": one.person.phone,
                "path": reverse("suggestions:judge_by_link", args=[one.token]),
            }
            for one in wanted
        ],
    }


def compose_survey(data) -> Sheet:
    blocks = []
    for place, deputy in enumerate(data["deputies"] or [{"name": "", "phone": "", "address": ""}]):
        if place:
            blocks.append(new_page(data["title"]))
        blocks += _survey_of(data, deputy)
    return Sheet(title="", blocks=blocks, issuer=data["issuer"], has_closing=False)


def _survey_of(data, deputy):
    choices = ticks(Satisfaction.choices, "")
    rows = form(
        [
            cell(_("建议编号"), data["suggestion_number"]),
            cell(_("代表姓名"), deputy["name"]),
        ],
        cell(_("建议标题"), data["suggestion_title"]),
        [cell(_("主办单位"), data["office"]), cell(_("答复文号"), data["document_no"])],
        [cell(_("答复日期"), data["answered_on"]), cell(_("办理结果"), data["result"])],
        [
            cell(_("是否收到\n答复函"), _("□收到　□未收到")),
            cell(_("收到时间"), _("　　年　　月　　日")),
        ],
        cell(_("办理前联系"), _("□当面　□电话　□没有联系")),
        cell(_("办理态度"), choices),
        cell(_("办理结果"), choices),
        cell(
            _("对办理情\n况的意见"),
            "",
            lines=6,
            sign=_("代表签名：　　　　　　　　年　　月　　日"),
        ),
        [cell(_("通讯地址"), deputy["address"]), cell(_("联系电话"), deputy["phone"])],
    )
    found = [rows]
    if path := deputy.get("path"):
        found.append(
            qr(
                path,
                _(
                    "手机扫码，打开后点一下即可评价，不用登录。\n此码只供%(name)s代表本人使用，90天内有效，请勿转给他人。"
                )
                % {"name": deputy["name"]},
            )
        )
    found.append(
        small(
            _(
                "说明：请在符合的方框内打√。评价为“不满意”的，请写明具体意见，承办单位将重新办理。填好后交%s。"
            )
            % data["issuer"]
        )
    )
    return found


def _office_of(reply):
    return reply.assignment.office


def _wants_judgement(reply) -> bool:
    return _is_answer(reply) and any(
        one.reply.pk == reply.pk for one in judgements_wanted(reply.assignment.matter)
    )


LETTER_FIELDS = (
    *SUGGESTION_FIELDS,
    Field("letter", gettext_lazy("类别标记"), "A"),
    Field("leader", gettext_lazy("单位负责人"), "何局长"),
    Field(
        "opening", gettext_lazy("收悉句"), "您提出的“关于修复柳溪村石板桥的建议”收悉。现答复如下："
    ),
    Field("text", gettext_lazy("答复内容"), "桥墩已加固，护栏已更换，现已恢复通行。"),
    Field(
        "items",
        gettext_lazy("逐条答复"),
        rows=(
            Field("request", gettext_lazy("建议事项"), "汛期前加固桥墩"),
            Field("outcome", gettext_lazy("采纳情况"), "采纳"),
            Field("answer", gettext_lazy("说明"), "已于4月完工。"),
        ),
    ),
    Field(
        "promises",
        gettext_lazy("承诺事项"),
        rows=(
            Field("text", gettext_lazy("承诺"), "更换下游护栏"),
            Field("due_on", gettext_lazy("完成时限"), "2026年12月31日"),
        ),
    ),
    Field("office", gettext_lazy("承办单位"), "县交通运输局"),
    Field("answered_on", gettext_lazy("答复日期"), "2026年5月6日"),
    Field("contact", gettext_lazy("联系人"), "周经办"),
    Field("contact_phone", gettext_lazy("联系电话"), "0000-1234567"),
)
KINDS = [
    Kind(
        key="reply_letter",
        name=gettext_lazy("办理答复函"),
        model="matters.reply",
        data_of=letter_data,
        compose=compose_letter,
        fields=LETTER_FIELDS,
        about_of=matter_of_assignment,
        office_of=_office_of,
        number_of=lambda reply: reply.document_no,
        fits=_is_answer,
        archive_class=Paper.ArchiveClass.THIRTY_YEARS,
        # The reply itself was signed off when the office issued it.
        has_signature=False,
        order=30,
    ),
    Kind(
        key="opinion_letter",
        name=gettext_lazy("会办意见"),
        model="matters.reply",
        data_of=letter_data,
        compose=compose_letter,
        fields=LETTER_FIELDS,
        about_of=matter_of_assignment,
        office_of=_office_of,
        number_of=lambda reply: reply.document_no,
        fits=_is_opinion,
        has_signature=False,
        order=31,
    ),
    Kind(
        key="survey_form",
        name=gettext_lazy("征询意见表"),
        model="matters.reply",
        data_of=survey_data,
        compose=compose_survey,
        fields=(
            *SUGGESTION_FIELDS,
            Field("office", gettext_lazy("主办单位"), "县交通运输局"),
            Field("document_no", gettext_lazy("答复文号"), "禾交函〔2026〕12号"),
            Field("answered_on", gettext_lazy("答复日期"), "2026年5月6日"),
            Field("result", gettext_lazy("办理结果"), "A 已经解决"),
            Field(
                "deputies",
                gettext_lazy("代表"),
                rows=(
                    Field("name", gettext_lazy("姓名"), "张示例"),
                    Field("address", gettext_lazy("通讯地址"), "柳溪镇柳溪村"),
                    Field("phone", gettext_lazy("联系电话"), "00000000000"),
                ),
            ),
        ),
        about_of=matter_of_assignment,
        fits=_wants_judgement,
        has_signature=False,
        is_closed=True,
        is_returned=True,
        order=32,
    ),
]

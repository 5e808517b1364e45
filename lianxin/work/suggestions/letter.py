"""The reply as an official letter (答复函): its parts, for the preview, the page and paper."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from lianxin.engines.matters.judges import judges_of
from lianxin.engines.matters.models import Assignment, Promise, Reply, ReplyItem
from lianxin.foundation.people.models.bodies import chinese_number

GREETING = re.compile(r"(尊敬的)?[^，。；]{1,40}代表(们|同志)?[：:]")


@dataclass
class Letter:
    """All that stands on the sheet, from the class letter to 抄送.

    letter: mark of the result class, printed at the top right of page one.
    addressees: each deputy, or for an assisting opinion the lead office.
    opening: "" where the office's own words begin with one.
    """

    letter: str
    document_no: str
    signatory: str
    title: str
    addressees: list[str]
    opening: str
    paragraphs: list[str]
    items: list[ReplyItem]
    promises: list[Promise]
    office: str
    issued_on: date | None
    contact: str
    contact_phone: str
    copies: list[str] = field(default_factory=list)
    is_to_deputies: bool = True

    @property
    def to(self) -> str:
        """Whom it greets: 范某、李某代表."""
        names = "、".join(self.addressees)
        return names if not self.is_to_deputies or names.endswith("代表") else f"{names}代表"


def letter_of(reply) -> Letter:
    """The letter of a reply or an assisting opinion, draft or issued.

    reply: with `assignment__matter__suggestion__session__term`, `assignment__office` read.
    Format: practice.md §2.4; 重庆 arts. 22-23, 河南 art. 21.
    """
    assignment = reply.assignment
    matter = assignment.matter
    name = matter_name(matter)
    if reply.is_opinion:
        title = _("关于%s的协办意见") % name
        lead = (
            matter.assignments.active()
            .filter(role=Assignment.Role.LEAD)
            .select_related("office")
            .first()
        )
        addressees = [str(lead.office)] if lead else []
        opening = _("现就“%s”提出协办意见如下：") % matter.title
        copies = [matter.body.name]
    else:
        title = _("关于%s的答复") % name
        addressees = _deputies(matter)
        opening = _("您提出的“%s”收悉。现答复如下：") % matter.title
        if len(addressees) > 1:
            opening = _("你们提出的“%s”收悉。现答复如下：") % matter.title
        copies = _copies(matter)
    lines = _own_lines(reply.text)
    if any("收悉" in line for line in lines[:2]):
        opening = ""
    return Letter(
        letter="" if reply.is_opinion else reply.letter,
        document_no=reply.document_no,
        signatory=reply.signatory,
        title=title,
        addressees=addressees,
        opening=opening,
        paragraphs=lines,
        items=list(reply.items.all()),
        promises=list(reply.promises.all()),
        office=str(assignment.office),
        issued_on=reply.issued_on,
        contact=reply.contact,
        contact_phone=reply.contact_phone,
        copies=copies,
        is_to_deputies=not reply.is_opinion,
    )


def _own_lines(text: str) -> list[str]:
    """What the office wrote, without the greeting that many copy from their old letters."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and GREETING.fullmatch(lines[0]):
        return lines[1:]
    return lines


def matter_name(matter) -> str:
    """县十八届人大三次会议第38号建议; between sessions 闭会期间第12号建议."""
    number = _("第%s号建议") % matter.number if matter.number else _("“%s”") % matter.title
    suggestion = matter.suggestion
    place = matter.body.short_name
    if suggestion.occasion == "in_session" and suggestion.session:
        session = suggestion.session
        return _("%(place)s%(term)s届人大%(session)s次会议%(number)s") % {
            "place": place,
            "term": chinese_number(session.term.number),
            "session": chinese_number(session.number),
            "number": number,
        }
    return _("%(place)s人大闭会期间%(number)s") % {"place": place, "number": number}


def _deputies(matter) -> list[str]:
    """Every deputy who is answered, once each (每位代表都要答复)."""
    names = dict.fromkeys(judge.person.name for judge in judges_of(matter))
    return list(names) or [matter.suggestion.proposers_printed or _("代表")]


def _copies(matter) -> list[str]:
    body = matter.body
    if body.is_county:
        return [body.name, _("%s人民政府督查室") % body.short_name]
    return [body.name]


def next_document_no(office, year: int) -> str:
    """The number after the last one of this office and year: 禾交函〔2026〕12号.

    Without a prefix on record the office types its own; "" then.
    """
    if not office.document_prefix:
        return ""
    begin = f"{office.document_prefix}〔{year}〕"
    used = Reply.objects.filter(
        assignment__office=office, document_no__startswith=begin
    ).values_list("document_no", flat=True)
    numbers = [int(found[1]) for no in used if (found := re.match(r"(\d+)号?$", no[len(begin) :]))]
    return f"{begin}{max(numbers, default=0) + 1}号"

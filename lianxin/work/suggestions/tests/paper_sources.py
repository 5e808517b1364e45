"""A county in whose records every kind of paper has something to be drawn from."""

from datetime import timedelta

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Contact, Matter, Reply, Supervision
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_account,
    make_county,
    make_office,
    make_suggestion,
)

HOSTILE = "#set page(red) [*粗*] \\u{41} $x$ <script>alert(1)</script> {{ 1 }} 😀 𠮷 喆堃"


class Sources:
    """The county, its people, and by kind the record a paper is drawn from.

    text: what deputies and offices wrote, wherever they may write.
    """

    def __init__(self, text="桥墩已加固，护栏已更换，现已恢复通行。"):
        self.county = make_county()
        self.county.document_prefix = "禾人常"
        self.county.phone = "0000-1234567"
        self.county.save()
        self.chair = make_account(Role.CHAIR, self.county, name="林主任")
        lead = make_office(self.county, "县交通运输局", document_prefix="禾交函")
        assisting = make_office(self.county, "县财政局", document_prefix="禾财函")
        story = make_suggestion(
            self.county,
            status="accepted",
            office=lead,
            title="关于修复柳溪村石板桥的建议",
            text=text,
        )
        self.story, self.clerk, self.deputy = story, story.clerk, story.deputy
        story.assign(lead=lead, assisting=[assisting])
        self.head, self.office = story.head, lead
        self.assisting = story.assignments[1]
        self.assisting_head = make_account(Role.OFFICE_HEAD, self.county, office=assisting)
        by_kind = {
            "handover_sheet": Matter.objects.get(pk=story.suggestion.pk),
            "handover_letter": story.assignment,
        }
        by_kind["reminder_letter"] = handling.remind(
            story.assignment, by=self.clerk, today=TODAY, words=text[:200]
        )
        by_kind["supervision_sheet"] = handling.supervise(
            story.suggestion,
            method=Supervision.Method.ON_SITE,
            pressed_on=TODAY,
            people="林主任、何局长",
            result=text,
            by=self.clerk,
            today=TODAY,
        )
        story.receive()
        by_kind["extension_approval"] = handling.ask_extension(
            story.assignment,
            reason=text,
            asked_until=TODAY + timedelta(days=120),
            by=self.head,
            today=TODAY,
        )
        handling.decide_extension(
            by_kind["extension_approval"],
            agree=True,
            deputy_told_on=TODAY,
            by=self.clerk,
            today=TODAY,
        )
        by_kind["meeting_record"] = handling.contact(
            story.assignment,
            contacted_on=TODAY,
            way=Contact.Way.FACE,
            is_meeting=True,
            place="柳溪村村委会",
            participants="张示例、周经办",
            office_person="何局长",
            points=text,
            deputy_opinion=text,
            by=self.head,
            today=TODAY,
        )
        by_kind["opinion_letter"] = self._opinion(text)
        story.assignment.refresh_from_db()
        story.reply(
            result_class="planned",
            text=text,
            items=[
                {"request": text[:200], "outcome": "adopted", "answer": text},
                {"request": "更换下游护栏", "outcome": "partly", "answer": "列入明年计划。"},
            ],
            promises=[{"text": text[:200], "due_on": TODAY + timedelta(days=200)}],
        )
        by_kind["reply_letter"] = by_kind["survey_form"] = story.answer
        other = make_suggestion(
            self.county, status="assigned", office=lead, clerk=self.clerk, text=text
        )
        by_kind["return_review"] = handling.ask_return(
            other.assignment,
            reason=text,
            suggested_office="柳溪镇人民政府",
            signed_by="何局长",
            by=self.head,
            today=TODAY,
        )
        for kind in ("promise_ledger", "yearly_report", "blank_sheet"):
            by_kind[kind] = self.county
        self.by_kind = by_kind

    def _opinion(self, text) -> Reply:
        reply = handling.save_reply(
            self.assisting,
            by=self.assisting_head,
            today=TODAY,
            text=text,
            document_no="禾财函〔2026〕3号",
            signatory="钱局长",
        )
        handling.issue_reply(reply, by=self.assisting_head, today=TODAY)
        return reply

    def drafter(self, kind: str):
        """Whoever drafts a paper of this kind."""
        if kind == "opinion_letter":
            return self.assisting_head
        return self.head if kind in {"reply_letter", "meeting_record"} else self.clerk

"""The part of a suggestion's life between the handing-over and the answer."""

from collections.abc import Generator, Iterator
from datetime import date, timedelta

from lianxin.engines.matters import workflow as steps
from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Deadline,
    HandoverMeeting,
    Matter,
)
from lianxin.faces.setup.demo.course import Course
from lianxin.faces.setup.demo.subjects import (
    NOT_SOLVED,
    PLANNED,
)

Days = Iterator[date]
S = Matter.Status
Purpose = Deadline.Purpose
Role = Assignment.Role
NEEDS_PROMISE = {"partial", "in_progress", "planned"}


class Handling(Course):
    """Handing over, handling, answering: see `Life`."""

    def hand_over(self) -> Days:
        script, stage = self.script, self.stage
        meeting = None
        if script.in_session:
            session = self.session()
            closed_on = session.closes_on or script.submitted_on
            yield max(stage.after(script.handover_days), closed_on + timedelta(days=20))
            meeting = self._meeting(closed_on)
        else:
            yield stage.after(script.handover_days)
        self.reach("hand_over")
        self._assign(self._offices(), meeting)

    def _assign(self, offices, meeting=None):
        steps.assign(
            self.suggestion,
            by=self.clerk,
            today=self.stage.day,
            is_complex=self.script.is_complex,
            meeting=meeting,
            **offices,
        )

    def _meeting(self, closed_on: date) -> HandoverMeeting:
        """The hand-over meeting after a session, held once."""
        found = HandoverMeeting.objects.filter(
            body=self.body, held_on__gt=closed_on, held_on__lte=self.stage.day
        ).first()
        return found or steps.hold_handover_meeting(
            self.body,
            held_on=self.stage.day,
            by=self.clerk,
            place=f"{self.body.short_name}会议室",
            host=self.people.chairs[self.body.pk].name,
            attendees="各承办单位分管负责人、人大代表工作人员",
            minutes="会议通报建议分办方案，明确主办、协办单位和办理时限，要求办前沟通、办中面商、办后回访。",
        )

    def _offices(self) -> dict:
        script, subject = self.script, self.subject
        found = self.stage.place.offices[self.body.pk]
        if self.body.is_county:
            main = found[subject.office]
            names = [subject.helper, "县发展和改革局", "县财政局"]
            helpers = [found[name] for name in names if name != subject.office]
        else:
            main = found[subject.town]
            helpers = [office for office in found.values() if office.pk != main.pk]
        unique = list({office.pk: office for office in helpers if office.pk != main.pk}.values())
        if script.separate:
            return {"separate": [main, unique[0]]}
        return {"lead": main, "assisting": unique[: script.assisting]}

    # Handling

    def handle(self) -> Days:
        """One round of handling by every office that owes something."""
        stage, script = self.stage, self.script
        yield stage.after(self.rng.randint(1, 4))
        self.reach("receive")
        for assignment in self.sharing(self.suggestion.assignments.active()):
            handler = self.people.handlers[assignment.office_id]
            steps.receive(
                assignment,
                by=handler,
                today=stage.day,
                handler=handler.name,
                handler_phone="0000-11111",
            )
        if script.office_returns:
            yield from self._return()
        lead = self.answering()[0]
        steps.plan(
            lead,
            text="先到现场核实，再与代表商量办法；涉及资金的报分管领导审定。",
            by=self.people.handlers[lead.office_id],
            today=stage.day,
        )
        yield stage.after(self.rng.randint(2, 9))
        for assignment in self.answering():
            self._contact(assignment, Contact.Way.PHONE, "电话了解情况，约定现场见面。")
        if script.is_key:
            yield stage.after(15)
            self.press("到现场听取情况，要求倒排工期，每月报告一次。")
        yield from self._answer_all()

    def _return(self) -> Days:
        """The office says that it is not its business."""
        stage, clerk = self.stage, self.clerk
        assignment = self.answering()[0]
        yield stage.after(4)
        request = steps.ask_return(
            assignment,
            reason="经核对职责清单，该事项由其他单位主管，我单位没有审批和资金渠道。",
            suggested_office="县发展和改革局",
            signed_by=assignment.office.leader_in_charge or "主要负责人",
            by=self.people.heads[assignment.office_id],
            today=stage.day,
        )
        self.reach("decide_return")
        yield stage.after(4)
        agree = self.script.office_returns == "agreed"
        steps.decide_return(
            request,
            agree=agree,
            note_text="" if agree else "职责清单第十二项明确由你单位负责，请继续办理。",
            by=clerk,
            today=stage.day,
        )
        if not agree:
            return
        if self.status != S.ACCEPTED:
            return
        yield stage.after(3)
        found = self.stage.place.offices[self.body.pk].values()
        other = next(
            office
            for office in found
            if office.pk != assignment.office_id and office.kind != "village"
        )
        self._assign({"lead": other})
        yield stage.after(2)
        for fresh in self.answering():
            steps.receive(fresh, by=self.people.handlers[fresh.office_id], today=stage.day)

    def _answer_all(self) -> Days:
        """Contacts, extension, assisting opinions, then the answers."""
        stage, script = self.stage, self.script
        lead = self.answering()[0]
        start, due = stage.day, lead.due_on or stage.after(25)
        span = (due - start).days
        helpers = self.suggestion.assignments.active().filter(role=Role.ASSIST)
        for helper in self.sharing(helpers.exclude(status=Assignment.Status.ANSWERED)):
            yield self.later(start, int(span * 0.3))
            self.reach("assist")
            self._reply(helper, "", "我单位同意支持该项工作，所需配合事项请主办单位来函明确。")
        if script.extension and lead.round == 1 and not script.is_complex:
            due = yield from self._extend(lead, due)
            span = (due - start).days
        yield self.later(start, int(span * min(script.reply_at, 0.9) * 0.8))
        for assignment in self.answering():
            way = Contact.Way.ONLINE if script.online else Contact.Way.FACE
            words = "与代表现场查看，商定分两步办理。"
            self._contact(assignment, way, words, place=self.village)
        if script.reply_at > 1:
            yield self.later(due, 3)
            self._remind(lead)
        elif self.rng.random() < 0.3:
            self._report_progress(lead)
        if script.is_key:
            self.press("召开见面会，承办单位汇报进度，代表提出意见。")
        yield self.later(start, max(int(span * script.reply_at), 2))
        self.reach("reply")
        for assignment in self.answering():
            if assignment.status == Assignment.Status.ANSWERED:
                continue
            self._reply(assignment, script.result, self._answer_text(assignment))

    def _extend(self, lead, due) -> Generator[date, None, date]:
        """Ask for more time; the day by which the answer is then due."""
        stage = self.stage
        yield max(stage.after(1), due - timedelta(days=21))
        if stage.day > due - timedelta(days=7):
            return due
        extension = steps.ask_extension(
            lead,
            reason="项目涉及征地和多部门会签，预计手续还需要一个多月。",
            asked_until=due + timedelta(days=45),
            by=self.people.heads[lead.office_id],
            today=stage.day,
        )
        self.reach("decide_extension")
        yield stage.after(3)
        agree = self.script.extension == "agreed"
        steps.decide_extension(
            extension,
            agree=agree,
            note_text="" if agree else "该件内容单一，请在原期限内先行答复。",
            deputy_told_on=stage.day if agree else None,
            by=self.clerk,
            today=stage.day,
        )
        return extension.asked_until if agree else due

    def _contact(self, assignment, way, points, place=""):
        is_meeting = way in {Contact.Way.FACE, Contact.Way.ONLINE}
        steps.contact(
            assignment,
            contacted_on=self.stage.day,
            way=way,
            is_meeting=is_meeting,
            place=place,
            participants=f"{self.lead.name}、承办单位经办人" if is_meeting else "",
            office_person="经办科室负责人" if is_meeting else "",
            points=points,
            deputy_opinion="希望汛期前办好。" if is_meeting else "",
            by=self.people.handlers[assignment.office_id],
            today=self.stage.day,
        )

    def _remind(self, assignment):
        if assignment.status == Assignment.Status.ANSWERED:
            return
        steps.remind(
            assignment,
            words="已超过答复期限，请三日内书面说明。",
            by=self.clerk,
            today=self.stage.day,
        )

    def _report_progress(self, assignment):
        steps.note_progress(
            assignment,
            text="已完成现场测量和预算，正在走采购手续。",
            by=self.people.handlers[assignment.office_id],
            today=self.stage.day,
        )

    def _answer_text(self, assignment) -> str:
        script, subject = self.script, self.subject
        opening = f"{self.lead.name}代表：\n您提出的“{self.suggestion.title}”收悉。经研究办理，现答复如下：\n"
        if script.result == "solved":
            body = self.rng.choice(subject.done).format(p=self.village)
        elif script.result in PLANNED:
            body = PLANNED[script.result]
        else:
            body = NOT_SOLVED[script.result]
        if assignment.round > 1:
            body = f"根据您上次的意见，我们重新到{self.village}作了核实。{body}"
        return f"{opening}{body}\n感谢您对我们工作的关心和支持。"

    def _reply(self, assignment, result, text):
        stage, office = self.stage, assignment.office
        promises = []
        if result in NEEDS_PROMISE:
            due_on = stage.after(self.script.promise_days)
            promises = [{"text": self.subject.promise.format(p=self.village), "due_on": due_on}]
        items = []
        if result:
            asks = [ask.format(p=self.village) for ask in self.subject.asks]
            outcome = {"solved": "adopted"}.get(
                result, "partly" if result in PLANNED else "not_adopted"
            )
            items = [{"request": ask, "outcome": outcome} for ask in asks]
        draft = steps.save_reply(
            assignment,
            by=self.people.handlers[office.pk],
            today=stage.day,
            items=items,
            promises=promises,
            result_class=result,
            text=text,
            document_no=stage.document_no(office, stage.day.year),
            signatory=office.leader_in_charge or "主要负责人",
            contact="经办员",
            contact_phone="0000-11111",
        )
        steps.issue_reply(draft, by=self.people.heads[office.pk], today=stage.day)

"""The part of a suggestion's life between the handing-over and the last judgement."""

from collections.abc import Iterator
from datetime import date, timedelta

from lianxin.engines.matters import workflow as steps
from lianxin.engines.matters.judges import judges_of, leading_judges
from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Deadline,
    Evaluation,
    HandoverMeeting,
    Matter,
    Promise,
    Reply,
)
from lianxin.faces.setup.demo.subjects import (
    BASIC_WORDS,
    DISSATISFIED_WORDS,
    NOT_SOLVED,
    PLANNED,
    SATISFIED_WORDS,
)

Days = Iterator[date]
S = Matter.Status
Purpose = Deadline.Purpose
Role = Assignment.Role
NEEDS_PROMISE = {"partial", "in_progress", "planned"}


class Handling:
    """Handing over, handling, answering, judging, promising: see `Life`."""

    def hand_over(self) -> Days:
        script, stage = self.script, self.stage
        meeting = None
        if script.in_session:
            session = self.suggestion.session
            yield max(stage.after(script.handover_days), session.closes_on + timedelta(days=20))
            meeting = self._meeting(session)
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

    def _meeting(self, session):
        """The hand-over meeting after a session, held once."""
        found = HandoverMeeting.objects.filter(
            body=self.body, held_on__gt=session.closes_on, held_on__lte=self.stage.day
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
            main, helpers = found[subject.office], [subject.helper, "县发展和改革局", "县财政局"]
            helpers = [found[name] for name in helpers if name != subject.office]
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

    def _extend(self, lead, due) -> Days:
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
            document_no=f"{office.document_prefix or '函'}〔{stage.day.year}〕{stage.number(office)}号",
            signatory=office.leader_in_charge or "主要负责人",
            contact="经办员",
            contact_phone="0000-11111",
        )
        steps.issue_reply(draft, by=self.people.heads[office.pk], today=stage.day)

    # Judging

    def judge(self) -> Days:
        """Each lead deputy judges; what is not satisfactory is done again."""
        script, stage = self.script, self.stage
        if not script.judgements:
            yield from self._without_feedback()
            yield from self._keep_promises()
            return
        for word in script.judgements:
            yield stage.after(script.judge_days)
            self.reach("judge")
            self._judge_all(word)
            if self.status == S.REWORK:
                yield stage.after(5)
                self.reach("redo")
                yield from self._answer_all()
        if self.status == S.CONCILIATION:
            yield stage.after(14)
            self.reach("conciliate")
            steps.conciliate(
                self.suggestion,
                redo=False,
                people="人大代表工作机构、承办单位、两名专家、提出代表",
                result="评估认为承办单位在现有条件下已尽力，剩余问题列入明年项目，代表保留意见。",
                by=self.clerk,
                today=stage.day,
            )
        yield from self._keep_promises()

    def _judge_all(self, word):
        """The script's word is the lead deputy's; leaders of merged ones are satisfied."""
        for assignment in self.answering():
            reply = Reply.objects.filter(assignment=assignment, round=assignment.round).first()
            if reply is None or reply.state != Reply.State.ISSUED:
                continue
            reply.assignment = assignment
            judges = leading_judges(judges_of(self.suggestion))
            # The lead deputy last: his dissatisfaction sends the matter back at once.
            for judge in sorted(judges, key=lambda one: one.person_id == self.lead.pk):
                is_lead = judge.person_id == self.lead.pk
                self._judge_one(reply, judge.person, word if is_lead else "satisfied")
            if self.status != S.REPLIED:
                return

    def _judge_one(self, reply, person, word):
        own = self.people.accounts.get(person.pk)
        draw = self.rng.random()
        by, channel = (
            (own, Evaluation.Channel.PAGE)
            if own and draw < 0.6
            else (
                self.clerk,
                Evaluation.Channel.PHONE if draw < 0.85 else Evaluation.Channel.PAPER,
            )
        )
        if own and draw > 0.92:
            by, channel = None, Evaluation.Channel.LINK
        words = {
            "satisfied": SATISFIED_WORDS,
            "basically": BASIC_WORDS,
            "dissatisfied": DISSATISFIED_WORDS,
        }[word]
        steps.judge(
            reply,
            person=person,
            attitude="satisfied"
            if word != "dissatisfied"
            else self.rng.choice(["basically", word]),
            result=word,
            reason=self.rng.choice(words),
            by=by,
            channel=channel,
            today=self.stage.day,
        )

    def _without_feedback(self) -> Days:
        stage = self.stage
        due = self.clock(Purpose.FEEDBACK) or stage.after(14)
        yield self.later(due, 2)
        self.reach("judge")
        steps.remind_deputies(
            self.suggestion, words="请对答复作出评价。", by=self.clerk, today=stage.day
        )
        yield stage.after(12)
        steps.close_without_feedback(
            self.suggestion,
            note_text="经两次提醒，代表未反馈意见。",
            by=self.clerk,
            today=stage.day,
        )

    # Promises

    def _keep_promises(self) -> Days:
        while self.status == S.TRACKING:
            promise = self._promises().filter(state=Promise.State.OPEN).order_by("due_on").first()
            if promise is None:
                return
            yield from self._keep(promise)

    def _keep(self, promise) -> Days:
        stage, course = self.stage, self.script.promise_course
        assignment = promise.reply.assignment
        head = self.people.heads[assignment.office_id]
        handler = self.people.handlers[assignment.office_id]
        percent = 20
        while stage.day + timedelta(days=85) < promise.due_on:
            yield stage.after(80)
            percent = min(percent + 25, 90)
            text = "已完成设计和评审，正在施工。"
            steps.report_promise(promise, text=text, percent=percent, by=handler, today=stage.day)
        delay = 40 if course in {"late", "open"} else -6
        yield self.later(promise.due_on, delay)
        if course == "open":
            steps.report_promise(
                promise,
                text="受资金影响未能按时完成，正在协调。",
                percent=percent,
                by=handler,
                today=stage.day,
            )
            # Nobody knows when: it stays on the board, over the year's end.
            yield stage.after(3650)
        if course == "explained":
            steps.explain_promise(
                promise,
                explanation="规划调整，原选址不再实施，已向代表说明并另选地点。",
                by=head,
                today=stage.day,
            )
            return
        steps.keep_promise(promise, text="已完成并通过验收，照片附后。", by=head, today=stage.day)
        yield stage.after(7)
        self.reach("judge_promise")
        if course == "disputed":
            self.script.promise_course = "kept"
            self._judge_promise(promise, "dissatisfied", "只完成了一半，剩余路段没有动工。")
            yield stage.after(20)
            steps.keep_promise(promise, text="剩余部分已完成。", by=head, today=stage.day)
            yield stage.after(6)
        self._judge_promise(promise, "satisfied", "")

    def _judge_promise(self, promise, word, reason):
        own = self.people.accounts.get(self.lead.pk)
        steps.judge_promise(
            promise,
            person=self.lead,
            judgement=word,
            reason=reason,
            by=own or self.clerk,
            channel=Evaluation.Channel.PAGE if own else Evaluation.Channel.PHONE,
            today=self.stage.day,
        )

    def _promises(self):
        return Promise.objects.filter(
            reply__assignment__matter_id=self.suggestion.pk
        ).select_related("reply__assignment__matter__body", "reply__assignment__office")

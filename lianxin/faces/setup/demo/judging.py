"""The part of a suggestion's life after the answer: judgement, redoing, promises."""

from collections.abc import Iterator
from datetime import date, timedelta

from lianxin.engines.matters import workflow as steps
from lianxin.engines.matters.judges import judges_of, leading_judges
from lianxin.engines.matters.models import Deadline, Evaluation, Matter, Promise, Reply
from lianxin.faces.setup.demo.handling import Handling
from lianxin.faces.setup.demo.subjects import BASIC_WORDS, DISSATISFIED_WORDS, SATISFIED_WORDS

Days = Iterator[date]
S = Matter.Status
Purpose = Deadline.Purpose


class Judging(Handling):
    """Judging, promising: see `Life`."""

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
        through_link = own and draw > 0.92
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
            by=None if through_link else by,
            channel=Evaluation.Channel.LINK if through_link else channel,
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

    def track(self) -> Days:
        """Watch the promises of one registered from paper, until it can be closed."""
        yield from self._keep_promises()
        if self.status == S.JUDGED:
            yield self.stage.after(10)
            steps.close(self.suggestion, by=self.clerk, today=self.stage.day)

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

"""One suggestion's life, taken through the same steps that people take."""

from collections.abc import Iterator
from datetime import date, timedelta

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, Deadline, Matter, Supervision
from lianxin.faces.setup.demo.script import Script
from lianxin.faces.setup.demo.stage import Stage
from lianxin.faces.setup.demo.subjects import ROADS_CLOSED, Subject
from lianxin.faces.setup.demo.handling import Handling
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion

Days = Iterator[date]
S = Matter.Status


class Stopped(Exception):
    """The script leaves the suggestion where it is."""


class Life(Handling):
    """A suggestion from draft to archive, as its script says.

    lead: the leading deputy; others: those asked to co-sign.
    """

    def __init__(self, stage: Stage, body, script: Script, subject: Subject, lead, others):
        self.stage, self.body, self.script, self.subject = stage, body, script, subject
        self.lead, self.others = lead, others
        self.rng, self.people = stage.rng, stage.people
        self.clerk = stage.people.clerks[body.pk]
        self.village = self.rng.choice(stage.place.villages[body.pk])
        self.suggestion: Suggestion | None = None

    def run(self) -> Days:
        try:
            yield from self.write()
            yield from self.review()
            yield from self.from_acceptance()
        except Stopped:
            return

    def from_acceptance(self) -> Days:
        """What follows once the suggestion is accepted; also for the parts of a split one."""
        try:
            yield from self.hand_over()
            yield from self.handle()
            yield from self.judge()
            yield from self.finish()
        except Stopped:
            return

    def again(self) -> Days:
        """Another round, after a look-back found that the answer does not hold."""
        try:
            yield from self._answer_all()
            yield from self.judge()
            yield from self.finish()
        except Stopped:
            return

    def reach(self, step: str) -> None:
        """Raise Stopped where the script ends."""
        if self.script.stop == step:
            raise Stopped

    # Writing

    def write(self) -> Days:
        script, stage = self.script, self.stage
        day = stage.day
        by = self.account_of(self.lead)
        self.suggestion = workflow.draft(
            self.body,
            person=self.lead,
            by=by,
            today=day,
            kind=Matter.Kind.MOTION if script.is_motion else Matter.Kind.SUGGESTION,
            **self._words(),
        )
        Matter.objects.filter(pk=self.suggestion.pk).update(created_at=stage.moment)
        self.reach("cosign")
        if self.others:
            workflow.invite(self.suggestion, persons=self.others, by=by, today=day)
            self.reach("confirm")
            for position, person in enumerate(self.others):
                yield min(stage.after(0), script.submitted_on)
                # Somebody now and then thinks otherwise; never one a motion needs.
                agrees = script.is_motion or position < 3
                workflow.answer_invitation(
                    self.suggestion,
                    person=person,
                    agrees=agrees,
                    by=self.account_of(person),
                    today=stage.day,
                )
        yield script.submitted_on
        workflow.submit(self.suggestion, by=by, today=stage.day)

    def _words(self) -> dict:
        rng, subject, script = self.rng, self.subject, self.script
        titles = [title.format(p=self.village) for title in subject.titles]
        fresh = [one for one in titles if (self.body.pk, one) not in self.stage.used]
        title = rng.choice(fresh or titles)
        self.stage.used.add((self.body.pk, title))
        facts = rng.sample(subject.facts, k=min(len(subject.facts), rng.choice([1, 2, 2])))
        lines = ["一、情况和问题", *(fact.format(p=self.village) for fact in facts)]
        lines += ["二、具体建议", *(ask.format(p=self.village) for ask in subject.asks)]
        words = {
            "title": title.replace("的建议", "的议案") if script.is_motion else title,
            "text": "\n".join(lines),
            "topic": subject.topic,
            "is_confidential": script.is_confidential,
            "agrees_public": not script.is_confidential,
        }
        if script.in_session:
            words |= {"occasion": "in_session", "session": self._session()}
        if script.is_motion:
            words["plan"] = "由镇政府制定三年实施方案，分年度列入预算，每年向大会报告。"
        return words

    def _session(self):
        sessions = self.stage.place.sessions[self.body.pk]
        return next(one for one in reversed(sessions) if one.opens_on <= self.script.submitted_on)

    # Review

    def review(self) -> Days:
        script, stage, clerk = self.script, self.stage, self.clerk
        yield stage.after(script.review_days)
        if script.is_motion:
            yield from self._presidium()
            yield stage.after(1)
        self.reach("review")
        if script.verdict == "return":
            yield from self._correct()
        elif script.verdict == "refuse":
            workflow.refuse(
                self.suggestion,
                ground=self.rng.choice(["personal", "forwarded", "empty"]),
                by=clerk,
                today=stage.day,
            )
            raise Stopped
        elif script.verdict == "split":
            self._split()
            raise Stopped
        self._accept()
        if script.merge_next and (into := self._sibling()):
            workflow.merge(self.suggestion, into=into, by=clerk, today=stage.day)
            raise Stopped
        yield stage.after(1)
        self.reach("call_back")
        self._call_back()
        if script.withdraw:
            yield stage.after(3)
            workflow.withdraw(
                self.suggestion, reason=ROADS_CLOSED, by=self.account_of(self.lead), today=stage.day
            )
            raise Stopped

    def _presidium(self) -> Days:
        self.reach("presidium")
        chair = self.people.chairs[self.body.pk]
        day = self.stage.day
        if self.script.verdict == "agenda":
            workflow.put_motion_on_agenda(self.suggestion, decided_on=day, by=chair, today=day)
            raise Stopped
        workflow.convert_motion(
            self.suggestion,
            decided_on=day,
            reason="内容属于政府日常工作，列为重点建议办理更为及时。",
            by=chair,
            today=day,
        )
        return
        yield

    def _correct(self) -> Days:
        stage = self.stage
        workflow.return_for_correction(
            self.suggestion,
            reason="请补充具体地点和受影响的户数，并把两件不同的事分开写。",
            by=self.clerk,
            today=stage.day,
        )
        self.reach("correct")
        yield stage.after(4)
        by = self.account_of(self.lead)
        text = f"{self.suggestion.text}\n涉及{self.village} {self.rng.randint(20, 180)} 户。"
        workflow.edit(self.suggestion, text=text, by=by, today=stage.day)
        for proposer in self.suggestion.proposers.filter(state="invited"):
            workflow.answer_invitation(
                self.suggestion,
                person=proposer.person,
                agrees=True,
                by=self.account_of(proposer.person),
                today=stage.day,
            )
        workflow.submit(self.suggestion, by=by, today=stage.day)
        yield stage.after(1)

    def _split(self):
        title = self.suggestion.title.removesuffix("的建议")
        parts = [
            (f"{title}的建议", self.suggestion.text),
            (
                f"关于落实{self.village}设施管护经费的建议",
                "设施建成后无人管护，建议落实管护人员和经费。",
            ),
        ]
        for child in workflow.split(
            self.suggestion, parts=parts, by=self.clerk, today=self.stage.day
        ):
            life = Life(self.stage, self.body, self.script, self.subject, self.lead, self.others)
            life.suggestion, life.village = child, self.village
            self.stage.add(life.after_split(), self.stage.after(1))

    def after_split(self) -> Days:
        """A part of a split suggestion goes its own way."""
        self._accept()
        yield self.stage.after(1)
        self._call_back()
        yield from self.from_acceptance()

    def _accept(self):
        workflow.accept(self.suggestion, by=self.clerk, today=self.stage.day)
        workflow.give_number(self.suggestion, by=self.clerk, today=self.stage.day)

    def _call_back(self):
        workflow.call_back(
            self.suggestion,
            note_text="已电话回访，代表补充说明了具体地点，希望先办急的。",
            by=self.clerk,
            today=self.stage.day,
        )
        self._decide_publicity()
        if self.script.is_key:
            handling.set_key(
                self.suggestion,
                leader=self.people.chairs[self.body.pk].name,
                basis="群众反映集中、涉及面广",
                by=self.clerk,
                today=self.stage.day,
            )

    def _decide_publicity(self):
        script, day = self.script, self.stage.day
        if script.is_confidential:
            handling.withhold(self.suggestion, reason="代表要求保密", by=self.clerk, today=day)
        elif script.publicity == "withheld":
            handling.withhold(self.suggestion, reason="涉及个人隐私", by=self.clerk, today=day)
        elif script.publicity == "public":
            handling.publish(self.suggestion, by=self.clerk, today=day)

    def _sibling(self):
        """An earlier suggestion of the same body and topic that can take this one in."""
        return (
            Suggestion.objects.filter(
                body=self.body,
                topic=self.subject.topic,
                status__in=[S.ACCEPTED, S.ASSIGNED],
                is_confidential=False,
            )
            .exclude(pk=self.suggestion.pk)
            .order_by("pk")
            .first()
        )

    # Pressing and looking back, at the clerk's initiative

    def press(self, words: str):
        """One act of pressing for a key suggestion."""
        handling.supervise(
            self.suggestion,
            method=self.rng.choice(Supervision.Method.values),
            pressed_on=self.stage.day,
            people=f"{self.people.chairs[self.body.pk].name}、{self.lead.name}等",
            result=words,
            by=self.clerk,
            today=self.stage.day,
        )

    # Closing

    def finish(self) -> Days:
        """Close what is judged and kept, then archive it."""
        stage, script = self.stage, self.script
        if self.status == S.JUDGED:
            yield stage.after(self.rng.randint(2, 12))
            self.reach("close")
            handling.close(self.suggestion, by=self.clerk, today=stage.day)
        if self.status != S.CLOSED or not script.archive:
            return
        yield stage.after(self.rng.randint(20, 50))
        self.reach("archive")
        if self.status == S.CLOSED:
            handling.archive(self.suggestion, by=self.clerk, today=stage.day)

    def account_of(self, person):
        """The person's own account, or the clerk's who records for him."""
        return self.people.accounts.get(person.pk) or self.clerk

    def clock(self, purpose) -> date | None:
        """When the running clock of this purpose ends."""
        return (
            Deadline.objects.running()
            .filter(matter=self.suggestion, purpose=purpose)
            .order_by("due_on")
            .values_list("due_on", flat=True)
            .first()
        )

    def answering(self) -> list[Assignment]:
        """Assignments that owe the deputy an answer, sharing this life's suggestion."""
        return self.sharing(self.suggestion.assignments.answering())

    def sharing(self, assignments) -> list[Assignment]:
        """`assignments` with the one instance of the suggestion that all steps work on."""
        found = list(assignments)
        offices = self.stage.offices
        for assignment in found:
            assignment.matter = self.suggestion
            assignment.office = offices[assignment.office_id]
        return found

    @property
    def status(self) -> str:
        """The suggestion's status now, as its own steps and those of others left it."""
        return Matter.objects.values_list("status", flat=True).get(pk=self.suggestion.pk)

    def later(self, day: date, days: int) -> date:
        return max(self.stage.after(1), day + timedelta(days=days))

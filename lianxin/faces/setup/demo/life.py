"""One suggestion's life, taken through the same steps that people take."""

from collections.abc import Iterator
from datetime import date

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Matter
from lianxin.faces.setup.demo.course import Stopped
from lianxin.faces.setup.demo.judging import Judging
from lianxin.faces.setup.demo.subjects import ROADS_CLOSED, SUBJECTS
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion

Days = Iterator[date]
S = Matter.Status


class Life(Judging):
    """A suggestion from draft to archive, as its script says."""

    sibling: Suggestion | None = None
    """The earlier one it is merged into."""

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

    # Writing

    def write(self) -> Days:
        script, stage = self.script, self.stage
        day = stage.day
        by = self.account_of(self.lead)
        if script.merge_next:
            self._take_after_another()
        self.suggestion = workflow.draft(
            self.body,
            person=self.lead,
            by=by,
            today=day,
            kind=Matter.Kind.MOTION if script.is_motion else Matter.Kind.SUGGESTION,
            **self.words(),
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

    # Review

    def review(self) -> Days:
        script, stage, clerk = self.script, self.stage, self.clerk
        yield stage.after(script.review_days)
        if script.is_motion:
            self.reach("presidium")
            self._presidium()
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
        if self._merge():
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

    def _presidium(self) -> None:
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

    def _take_after_another(self):
        """Write about what another deputy has already raised, so that the clerk merges it."""
        found = (
            Suggestion.objects.filter(
                body=self.body, status__in=[S.ACCEPTED, S.ASSIGNED], is_confidential=False
            )
            .order_by("-pk")
            .first()
        )
        if found is None:
            return
        self.sibling = found
        self.subject = next(one for one in SUBJECTS if one.topic == found.topic)
        self.village = next(
            (name for name in self.stage.place.villages[self.body.pk] if name in found.title),
            self.village,
        )

    def _merge(self) -> bool:
        """Merge into the one it takes after, while that one is still in hand."""
        into = self.sibling and Suggestion.objects.get(pk=self.sibling.pk)
        if into is None or into.status not in {S.ACCEPTED, S.ASSIGNED, S.REWORK}:
            return False
        workflow.merge(self.suggestion, into=into, by=self.clerk, today=self.stage.day)
        return True

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
            # Old papers do not always hold the deputy's word.
            reason = "原件未载代表评价" if self.suggestion.is_historical else ""
            handling.archive(
                self.suggestion, by=self.clerk, today=stage.day, leave_out_reason=reason
            )

"""What every part of a suggestion's life shares: who, where, when, and where it stops."""

from collections.abc import Iterable
from datetime import date, timedelta

from lianxin.engines.matters import workflow as steps
from lianxin.engines.matters.models import Assignment, Deadline, Matter, Supervision
from lianxin.faces.setup.demo.script import Script
from lianxin.faces.setup.demo.stage import Stage
from lianxin.faces.setup.demo.subjects import Subject
from lianxin.foundation.people.models import Person, Session
from lianxin.work.suggestions.models import Suggestion


class Stopped(Exception):
    """The script leaves the suggestion where it is."""


class Course:
    """One suggestion on the stage.

    lead: the leading deputy; others: those asked to co-sign.
    """

    def __init__(self, stage: Stage, body, script: Script, subject: Subject, lead: Person, others):
        self.stage, self.body, self.script, self.subject = stage, body, script, subject
        self.lead, self.others = lead, others
        self.rng, self.people = stage.rng, stage.people
        self.clerk = stage.people.clerks[body.pk]
        self.village = self.rng.choice(stage.place.villages[body.pk])
        # Written by the first step; a part of a split one is handed in.
        self.suggestion = Suggestion()

    def reach(self, step: str) -> None:
        """Raise Stopped where the script ends."""
        if self.script.stop == step:
            raise Stopped

    def press(self, words: str):
        """One act of pressing for a key suggestion."""
        steps.supervise(
            self.suggestion,
            method=self.rng.choice(Supervision.Method.values),
            pressed_on=self.stage.day,
            people=f"{self.people.chairs[self.body.pk].name}、{self.lead.name}等",
            result=words,
            by=self.clerk,
            today=self.stage.day,
        )

    def words(self) -> dict:
        """Title, text and the rest of what the deputy writes."""
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
            words |= {"occasion": "in_session", "session": self.session()}
        if script.is_motion:
            words["plan"] = "由镇政府制定三年实施方案，分年度列入预算，每年向大会报告。"
        return words

    def session(self) -> Session:
        sessions = self.stage.place.sessions[self.body.pk]
        day = self.script.submitted_on
        return next(one for one in reversed(sessions) if one.opens_on and one.opens_on <= day)

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

    def sharing(self, assignments: Iterable[Assignment]) -> list[Assignment]:
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

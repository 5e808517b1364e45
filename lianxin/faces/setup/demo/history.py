"""What was handled before the county began to use Lianxin: registered from its papers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from lianxin.faces.setup.demo.handling import NEEDS_PROMISE
from lianxin.faces.setup.demo.life import Life
from lianxin.faces.setup.demo.subjects import NOT_SOLVED, PLANNED
from lianxin.foundation.calendars.counting import add_months
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.workflow.history import Handling, Paper

BEGAN_DAYS_AGO = 420
"""How long ago the county began."""


class Papers:
    """The papers of one body, registered one after another by its clerk."""

    def __init__(self, body):
        self.body = body
        self.courses: list[Life] = []
        self._numbers: dict[str, int] = defaultdict(int)

    def register(self) -> Iterator[date]:
        """Register some forty a day, in the order they were handed in."""
        waiting = sorted(self.courses, key=lambda one: one.script.submitted_on)
        for position, course in enumerate(waiting):
            paper = self._paper(course)
            course.suggestion = workflow.register_existing(
                self.body, paper, by=course.clerk, today=course.stage.day
            )
            if not paper.is_closed:
                # Promises made on paper go on being watched here.
                course.stage.add(course.track(), course.stage.after(5))
            if position % 40 == 39:
                yield course.stage.after(1)

    def _paper(self, course: Life) -> Paper:
        script, rng = course.script, course.rng
        words = course.words()
        is_closed = script.result not in NEEDS_PROMISE or rng.random() < 0.6
        session = words.get("session")
        year = script.submitted_on.year
        scope = f"s:session:{session.pk}" if session else f"s:between:{year}"
        self._numbers[scope] += 1
        return Paper(
            title=words["title"],
            text=words["text"],
            topic=words["topic"],
            number=f"{self._numbers[scope]:03d}",
            number_scope=scope,
            year=year,
            occasion="in_session" if session else "between",
            session=session,
            submitted_on=script.submitted_on,
            proposers=[course.lead, *course.others],
            handlings=[self._handling(course, is_closed)],
            source=f"{self.body.short_name}建议办理台账（纸质）",
            is_closed=is_closed,
        )

    def _handling(self, course: Life, is_closed: bool) -> Handling:
        script, stage = course.script, course.stage
        offices = stage.place.offices[self.body.pk]
        name = course.subject.office if self.body.is_county else course.subject.town
        assigned_on = script.submitted_on + timedelta(days=24 if script.in_session else 6)
        due_on = add_months(assigned_on, 3)
        replied_on = assigned_on + timedelta(
            days=int((due_on - assigned_on).days * script.reply_at)
        )
        grade = script.judgements[-1] if script.judgements else ""
        done = Handling(
            office=offices[name],
            assigned_on=assigned_on,
            due_on=due_on,
            met_on=[replied_on - timedelta(days=12)],
            replied_on=replied_on,
            result_class=script.result,
            letter={"solved": "A", "higher": "D"}.get(
                script.result, "B" if script.result in PLANNED else "C"
            ),
            document_no=stage.document_no(offices[name], replied_on.year),
            reply_text=self._reply_text(course),
            judgements=[(course.lead, "satisfied", grade)] if grade else [],
        )
        if not is_closed:
            text = course.subject.promise.format(p=course.village)
            done.promise = (text, replied_on + timedelta(days=script.promise_days * 4))
        return done

    def _reply_text(self, course: Life) -> str:
        if course.script.result == "solved":
            return course.rng.choice(course.subject.done).format(p=course.village)
        return (PLANNED | NOT_SOLVED)[course.script.result]

"""Suggestions with all that hangs on them, as they lie in a county's fifth year."""

from datetime import date, timedelta

from bench.places import COUNTIES, YEARS
from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Deadline,
    Evaluation,
    Matter,
    Promise,
    Proposer,
    Reply,
)
from lianxin.work.suggestions.models import Suggestion

TOPICS = [
    "道路交通",
    "农村饮水",
    "医疗卫生",
    "教育",
    "老旧小区",
    "环境卫生",
    "养老服务",
    "农业产业",
]
TEXT = "情况和问题：进村道路路面坑洼，雨天泥泞，老人出行、学生上学不便。具体建议：尽快硬化。" * 9
ANSWER = "经现场查看并与代表商量，现答复如下：已列入计划并组织施工，完成后请代表验收。" * 8
RULE = (
    '{"key": "suggestion.reply", "value": 3, "unit": "month", "counting": "M", "class": "N",'
    ' "source": "代表法 第五十一条第二款", "profile": "henan", "rolled": false,'
    ' "calendar_version": "2026", "start_event": "handover"}'
)
OLD = ["archived"] * 8 + ["closed"] * 2
# This year's: status and its share of a hundred.
NOW = (
    ["submitted"] * 4
    + ["accepted"] * 4
    + ["assigned"] * 26
    + ["replied"] * 10
    + ["rework"] * 2
    + ["tracking"] * 10
    + ["judged"] * 4
    + ["closed"] * 20
    + ["archived"] * 20
)
WAITING = {
    "submitted": "clerk",
    "accepted": "clerk",
    "assigned": "office",
    "replied": "deputy",
    "rework": "office",
    "tracking": "office",
    "judged": "clerk",
}
RESULTS = (
    ["solved"] * 60
    + ["partial"] * 6
    + ["in_progress"] * 10
    + ["planned"] * 12
    + ["not_now"] * 7
    + ["explained"] * 5
)
GRADES = ["satisfied"] * 78 + ["basically"] * 18 + ["dissatisfied"] * 4
ANSWERED = {"replied", "rework", "tracking", "judged", "closed", "archived"}


class Matters:
    """Adds one suggestion after another, each in the next county's name.

    total: how many there will be; the years are shared out by it.
    """

    def __init__(self, loader, places, rng, today: date, *, total: int):
        self.places, self.rng, self.today, self.total = places, rng, today, total
        self.ids: dict[str, int] = dict.fromkeys(
            ("proposer", "assignment", "contact", "reply", "evaluation", "deadline", "promise"), 0
        )
        self.added = 0
        row = loader.row
        self._matter = row(
            Matter,
            "id",
            "body_id",
            "county_id",
            "kind",
            "title",
            "text",
            "topic",
            "status",
            "number",
            "number_scope",
            "year",
            "created_at",
            "submitted_on",
            "accepted_on",
            "called_back_on",
            "publicity",
            "is_key",
            "lead_office_id",
            "waiting_for",
            "due_on",
            "assigned_on",
            "replied_on",
            "closed_on",
            "archived_on",
            "result_class",
            "satisfaction",
            "rework_count",
        )
        self._suggestion = row(Suggestion, "matter_ptr_id", "occasion", "session_id")
        self._proposer = row(
            Proposer, "id", "matter_id", "person_id", "seat_id", "is_lead", "state", "position"
        )
        self._assignment = row(
            Assignment,
            "id",
            "matter_id",
            "office_id",
            "role",
            "status",
            "assigned_on",
            "due_on",
            "received_on",
            "answered_on",
            "is_extended",
        )
        self._contact = row(
            Contact, "id", "assignment_id", "contacted_on", "way", "is_meeting", "points"
        )
        self._reply = row(
            Reply,
            "id",
            "assignment_id",
            "state",
            "result_class",
            "letter",
            "document_no",
            "signatory",
            "text",
            "issued_on",
        )
        self._evaluation = row(
            Evaluation,
            "id",
            "reply_id",
            "person_id",
            "channel",
            "attitude",
            "result",
            "reason",
            "judged_on",
        )
        self._deadline = row(
            Deadline,
            "id",
            "matter_id",
            "assignment_id",
            "promise_id",
            "purpose",
            "started_on",
            "due_on",
            "met_on",
            "rule",
        )
        self._promise = row(
            Promise,
            "id",
            "reply_id",
            "county_id",
            "text",
            "promised_on",
            "due_on",
            "state",
            "settled_on",
        )

    @property
    def counts(self) -> dict[str, int]:
        return {"suggestion": self.added, **self.ids}

    def _next(self, name: str) -> int:
        self.ids[name] += 1
        return self.ids[name]

    def add(self, number: int) -> None:
        rng = self.rng
        self.added = number + 1
        pk = number + 1
        county = self.places.counties[number % COUNTIES]
        root = county.bodies[0]
        # The first ones go to those who have accounts, so that these never look at nothing.
        is_first = number < 2 * COUNTIES
        # Half of them to the county itself.
        body = root if is_first or rng.random() < 0.5 else rng.choice(county.bodies[1:])
        turn = number * YEARS // self.total
        year = self.today.year - YEARS + 1 + turn
        status = rng.choice(NOW if turn == YEARS - 1 else OLD)
        submitted = self._submitted(status, year)
        assigned = submitted + timedelta(days=12)
        due = assigned + timedelta(days=91)
        is_late = rng.random() < 0.05
        replied = (
            due + timedelta(days=9) if is_late else assigned + timedelta(days=rng.randint(20, 88))
        )
        is_answered, is_assigned = status in ANSWERED, status not in {"submitted", "accepted"}
        result = rng.choice(RESULTS) if is_answered else ""
        grade = rng.choice(GRADES) if is_answered and status != "replied" else ""
        if status == "rework":
            grade = "dissatisfied"
        closed = replied + timedelta(days=20) if status in {"closed", "archived"} else None
        offices = county.offices[body]
        office = offices[0] if is_first else rng.choice(offices)
        in_session = rng.random() < 0.5
        self._matter(
            pk,
            body,
            root,
            "suggestion",
            f"关于硬化第{number}号村进村道路的建议",
            TEXT,
            rng.choice(TOPICS),
            status,
            str(number // COUNTIES + 1) if status != "submitted" else "",
            f"s:{year}" if status != "submitted" else "",
            year,
            f"{submitted} 01:00:00+00:00",
            _text(submitted),
            _text(submitted) if status != "submitted" else None,
            _text(submitted),
            "public" if rng.random() < 0.8 else "undecided",
            rng.random() < 0.02,
            office if is_assigned else None,
            WAITING.get(status, ""),
            self._due(status, due, replied),
            _text(assigned) if is_assigned else None,
            _text(replied) if is_answered else None,
            closed and _text(closed),
            _text(closed + timedelta(days=30)) if status == "archived" and closed else None,
            result,
            grade,
            int(grade == "dissatisfied"),
        )
        session = county.sessions[body, year] if in_session else None
        self._suggestion(pk, "in_session" if in_session else "between", session)
        lead = self._sign(pk, county, body, is_first)
        if is_assigned:
            self._handle(
                pk, root, lead, status, office, offices, assigned, due, replied, result, grade
            )

    def _submitted(self, status: str, year: int) -> date:
        rng, today = self.rng, self.today
        if status in {"submitted", "accepted"}:
            return today - timedelta(days=rng.randint(1, 10))
        if status == "assigned":
            return today - timedelta(days=rng.randint(14, 108))
        if year == today.year:
            return today - timedelta(days=rng.randint(110, 320))
        return date(year, 1, 10) + timedelta(days=rng.randint(0, 330))

    def _due(self, status, due, replied):
        if status == "assigned":
            return _text(due)
        if status == "replied":
            return _text(replied + timedelta(days=14))
        if status in {"rework", "tracking"}:
            return _text(replied + timedelta(days=120))
        return None

    def _sign(self, pk, county, body, is_first) -> int:
        people = self.rng.sample(county.persons[body], self.rng.choice([1, 1, 2, 3, 4]))
        if is_first:
            people = county.persons[body][:2]
        for position, person in enumerate(people):
            self._proposer(
                self._next("proposer"),
                pk,
                person,
                county.seats[person],
                position == 0,
                "confirmed",
                position,
            )
        return people[0]

    def _handle(
        self, pk, root, lead, status, office, offices, assigned, due, replied, result, grade
    ):
        rng = self.rng
        is_answered = status in ANSWERED
        state = "answered" if is_answered and status != "rework" else "received"
        assignment = self._next("assignment")
        self._assignment(
            assignment,
            pk,
            office,
            "lead",
            state,
            _text(assigned),
            _text(due),
            _text(assigned),
            _text(replied) if is_answered else None,
            False,
        )
        if rng.random() < 0.25:
            helper = rng.choice([one for one in offices if one != office])
            self._assignment(
                self._next("assignment"),
                pk,
                helper,
                "assist",
                "answered" if is_answered else "received",
                _text(assigned),
                _text(due),
                _text(assigned),
                None,
                False,
            )
        met = _text(replied) if is_answered else None
        for purpose, began, until, done in (
            ("handover", assigned - timedelta(days=12), assigned, _text(assigned)),
            ("contact", assigned, assigned + timedelta(days=28), _text(assigned)),
            ("reply", assigned, due, met),
        ):
            self._deadline(
                self._next("deadline"),
                pk,
                assignment,
                None,
                purpose,
                _text(began),
                _text(until),
                done,
                RULE,
            )
        self._contact(
            self._next("contact"), assignment, _text(assigned), "phone", False, "约定现场见面。"
        )
        if rng.random() < 0.93:
            way = "face" if rng.random() < 0.8 else "online"
            self._contact(
                self._next("contact"), assignment, _text(assigned), way, True, "现场商定办法。"
            )
        if is_answered:
            self._answer(pk, root, lead, status, assignment, replied, result, grade)

    def _answer(self, pk, root, lead, status, assignment, replied, result, grade):
        reply = self._next("reply")
        letter = {"solved": "A", "not_now": "C", "explained": "C"}.get(result, "B")
        self._reply(
            reply,
            assignment,
            "issued",
            result,
            letter,
            f"函〔{replied.year}〕{reply}号",
            "主要负责人",
            ANSWER,
            _text(replied),
        )
        until = replied + timedelta(days=14)
        self._deadline(
            self._next("deadline"),
            pk,
            None,
            None,
            "feedback",
            _text(replied),
            _text(until),
            _text(until) if grade else None,
            RULE,
        )
        if grade:
            self._evaluation(
                self._next("evaluation"),
                reply,
                lead,
                "page",
                "satisfied",
                grade,
                "没有解决。" if grade == "dissatisfied" else "",
                _text(replied + timedelta(days=8)),
            )
        if letter == "B":
            is_open = status == "tracking"
            due = replied + timedelta(days=120)
            self._promise(
                self._next("promise"),
                reply,
                root,
                "年底前完成硬化",
                _text(replied),
                _text(due),
                "open" if is_open else "confirmed",
                None if is_open else _text(due),
            )


def _text(day: date) -> str:
    return day.isoformat()

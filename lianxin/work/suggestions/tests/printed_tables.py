"""Builds the records that a printed table was counted from."""

from datetime import date, timedelta
from itertools import cycle, islice

from django.db import transaction

from lianxin.engines.matters import workflow as handling
from lianxin.foundation.ledger.chain import gathered
from lianxin.foundation.people.models import Body, Office, Session, Term
from lianxin.foundation.search.index import together
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import make_clerk, make_person
from lianxin.work.suggestions.workflow.history import Handling, Paper

TODAY = date(2026, 6, 1)
YEAR = 2026
ASSIGNED_ON = date(2026, 1, 20)
DUE_ON = date(2026, 4, 20)
REPLIED_ON = date(2026, 3, 20)
SATISFACTION = {"满意": "satisfied", "基本满意": "basically", "不满意": "dissatisfied"}
# What a printed class says, the first word found deciding.
CLASSES = [
    ("已解决", "solved"),
    ("办结", "solved"),
    ("A类", "solved"),
    ("正在", "in_progress"),
    ("B类", "in_progress"),
    ("计划", "planned"),
    ("受限", "not_now"),
    ("暂不能", "not_now"),
    ("C类", "not_now"),
    ("待以后", "explained"),
    ("参考", "explained"),
    ("D类", "explained"),
]
OCCASIONS = {"大会期间": "in_session", "闭会期间": "between"}
KINDS = {
    "市政府及所属部门": Office.Kind.GOVERNMENT,
    "市法院": Office.Kind.COURT,
    "市检察院": Office.Kind.OTHER,
    "市委部门和群团": Office.Kind.PARTY,
}


def result_of(label: str) -> str:
    """The canonical class of a printed one."""
    return next(result for word, result in CLASSES if word in label)


class Table:
    """One printed item, and the records that make it."""

    def __init__(self, item: dict):
        self.item = item
        self.body = Body.objects.create(
            code=f"t-{item['id'].lower()}",
            name=item["place"],
            short_name=item["place"][:20],
            kind=Body.Kind.TOWNSHIP if item["level"] == "town" else Body.Kind.COUNTY,
        )
        self.clerk = make_clerk(self.body)
        self.total = item["total"]
        term = Term.objects.create(body=self.body, number=17)
        self.session = Session.objects.create(term=term, number=1, opens_on=date(2026, 1, 9))
        with together():
            self.persons = [make_person(self.body) for _ in range(item.get("proposers", 3))]

    def build(self) -> None:
        with transaction.atomic(), together(), gathered():
            self._register()
        self._merge(self.item.get("received", self.total) - self.total)
        for suggestion in Suggestion.objects.filter(
            body=self.body, status__in=["accepted", "assigned"]
        )[: self.item.get("key", 0)]:
            handling.set_key(
                suggestion, leader="主任", basis="群众关注", by=self.clerk, today=TODAY
            )
        for _ in range(self.item.get("motions", 0)):
            Suggestion.objects.create(
                body=self.body,
                county=self.body,
                kind="motion",
                title="议案",
                status="on_agenda",
                year=YEAR,
                submitted_on=date(2026, 1, 10),
            )

    def _register(self) -> None:
        topics = self._spread("by_field")
        results = self._spread("by_result")
        grades = self._spread("by_satisfaction")
        occasions = [OCCASIONS.get(label, "between") for label in self._spread("sources")]
        handlers = self._handlers()
        converted = (self.item.get("origin") or {}).get("议案转建议", 0)
        pending = self.item.get("pending", 0)
        papers = []
        for number in range(self.total):
            person = self.persons[number % len(self.persons)]
            label = results[number]
            is_answered = number >= pending and not self._is_only_received()
            grade = SATISFACTION.get(grades[number], "")
            if not grade and self.item.get("satisfaction_rate") == 100:
                grade = "satisfied"
            offices = handlers[number]
            papers.append(
                Paper(
                    title=f"第 {number + 1} 件",
                    year=YEAR,
                    topic=topics[number],
                    occasion=occasions[number],
                    session=self.session if occasions[number] == "in_session" else None,
                    submitted_on=date(2026, 1, 10),
                    proposers=[person],
                    was_motion=number < converted,
                    handlings=[
                        self._handling(office, role, label, is_answered, grade, person)
                        for office, role in offices
                    ],
                )
            )
        # The function behind `register_existing`: one by one nine hundred take minutes.
        workflow.register_all_existing(self.body, papers, by=None, today=TODAY)

    def _is_only_received(self) -> bool:
        """Tables printed before anything was answered."""
        told = {"reply_rate", "by_result", "by_satisfaction", "satisfaction_rate", "done"}
        return not told & self.item.keys()

    def _handling(self, office, role, label, is_answered, grade, person) -> Handling:
        done = Handling(office=office, role=role, assigned_on=ASSIGNED_ON, due_on=DUE_ON)
        if not is_answered:
            # Asked for more time, or given out between sessions: not due yet.
            done.due_on = TODAY + timedelta(days=30)
            return done
        done.replied_on = REPLIED_ON
        done.reply_text = "已办理。"
        if label:
            done.result_class = result_of(label)
            done.letter = label[0]
        if self.item.get("meet_rate") == 100:
            done.met_on = [REPLIED_ON - timedelta(days=10)]
        if grade:
            done.judgements = [(person, grade, grade)]
        return done

    def _spread(self, table: str) -> list[str]:
        """The label of each record, in the printed order; what the table leaves out has none."""
        labels: list[str] = []
        for label, value in (self.item.get(table) or {}).items():
            labels += [label] * ((value[0] if isinstance(value, list) else value) or 0)
        return list(islice(labels + [""] * self.total, self.total))

    def _office(self, name: str) -> Office:
        kind = KINDS.get(name, Office.Kind.DEPARTMENT)
        return Office.objects.get_or_create(body=self.body, name=name, defaults={"kind": kind})[0]

    def _handlers(self) -> list[list[tuple[Office, str]]]:
        """The offices of each record with their roles."""
        if "by_handler" in self.item:
            return self._joint_handlers()
        if "main" in self.item:
            own, other = self._office("本局"), self._office("他局")
            alone = [[(own, "lead")]] * self.item["main"]
            return alone + [[(other, "lead"), (own, "assist")]] * self.item["co"]
        names = self._spread("by_unit")
        if not names[0]:
            units = self.item.get("units")
            number = units if isinstance(units, int) else 4
            names = list(islice(cycle(f"第{n}承办单位" for n in range(1, number + 1)), self.total))
        return [[(self._office(name), "lead")] for name in names]

    def _joint_handlers(self):
        left = dict(self.item["by_handler"])
        pairs = [("市法院", "市检察院", 1), ("市委部门和群团", "市政府及所属部门", 23)]
        found = []
        for one, other, number in pairs:
            left[one] -= number
            left[other] -= number
            pair = [(self._office(one), "separate"), (self._office(other), "separate")]
            found += [pair] * number
        for name, number in left.items():
            found += [[(self._office(name), "lead")]] * number
        return found

    def _merge(self, number: int) -> None:
        """Records received besides and merged into the first ones."""
        if not number:
            return
        targets = list(Suggestion.objects.filter(body=self.body)[:number])
        for position in range(number):
            extra = workflow.register_existing(
                self.body,
                Paper(
                    title=f"并入第 {position + 1} 件",
                    year=YEAR,
                    submitted_on=date(2026, 1, 10),
                    proposers=[self.persons[0]],
                ),
                by=None,
                today=TODAY,
            )
            workflow.merge(extra, into=targets[position], by=self.clerk, today=TODAY)

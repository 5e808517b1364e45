"""What a body's own past hand-overs say about a new matter.

Learned at night from the matters of the body itself, kept as one row, and only
ever proposed: a person decides. Nothing leaves the machine.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max, Q

from lianxin.engines.matters.models import Assignment, Matter
from lianxin.engines.triage.learning import Example, Model, Proposal, learn
from lianxin.engines.triage.models import Learned
from lianxin.foundation.people.models import Body, Office

LEAST_EXAMPLES = 30
"""Fewer teach more accident than habit."""
WORTH_SAYING = 0.05
"""Confidence below which a second or third proposal is left out."""
MOST_SOURCES = 2000
FOLDS = 3
_SHARPNESSES = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0)
# Only what the congress office itself handed over and put into categories teaches.
LEARNED_KINDS = ("suggestion", "motion")
UNTAUGHT = ("draft", "cosigning", "returned", "refused", "withdrawn")


@dataclass(frozen=True)
class Advice:
    """What is proposed, and how much stands behind it.

    examples: matters learned from; below LEAST_EXAMPLES nothing is proposed.
    first_right, three_right: shares of 1, measured on matters held back; None
    where there was nothing to measure on.
    """

    proposals: Sequence[tuple[object, Proposal]]
    examples: int
    first_right: float | None = None
    three_right: float | None = None

    @property
    def is_too_little(self) -> bool:
        return self.examples < LEAST_EXAMPLES


def advise_offices(body, title: str, text: str, *, most: int = 3) -> Advice:
    """The offices that would have got this by the body's habit, each with its Proposal."""
    learned = _learned(body, Learned.Subject.OFFICE)
    found = _propose(learned, title, text, most + 3)
    offices = Office.objects.current().filter(body=body).in_bulk([int(one.label) for one in found])
    # One that was closed since is not proposed, nor its successor unasked.
    usable = [(offices[int(one.label)], one) for one in found if int(one.label) in offices][:most]
    return _advice(learned, usable)


def advise_topics(body, title: str, text: str, *, most: int = 3) -> Advice:
    """The categories it would have got by the county's habit, each with its Proposal."""
    learned = _learned(body.parent or body, Learned.Subject.TOPIC)
    return _advice(learned, [(one.label, one) for one in _propose(learned, title, text, most)])


def _learned(body, subject) -> Learned | None:
    return Learned.objects.defer("data").filter(body=body, subject=subject).first()


def _advice(learned: Learned | None, proposals) -> Advice:
    if learned is None:
        return Advice((), 0)
    proposals = [
        pair for at, pair in enumerate(proposals) if at == 0 or pair[1].confidence >= WORTH_SAYING
    ]
    if not learned.tried:
        return Advice(proposals, learned.examples)
    return Advice(
        proposals,
        learned.examples,
        learned.first_right / learned.tried,
        learned.three_right / learned.tried,
    )


def _propose(learned: Learned | None, title: str, text: str, most: int) -> list[Proposal]:
    if learned is None or learned.examples < LEAST_EXAMPLES:
        return []
    model = _model(learned.pk, learned.learned_at)
    return model.propose(title, text, most=most) if model else []


@lru_cache(maxsize=8)
def _model(pk: int, _learned_at) -> Model | None:
    """The stored model; the moment of learning is in the key, so that a new one is read."""
    data = Learned.objects.values_list("data", flat=True).get(pk=pk)
    return Model.from_json(data) if data else None


def relearn(body, *, report=None) -> int:
    """Learn anew what has changed for `body`; gives how many models were made.

    report: called now and then, so that a job can be cancelled.
    """
    made = 0
    subjects = [(Learned.Subject.OFFICE, _handed_over)]
    if body.parent_id is None:
        subjects.append((Learned.Subject.TOPIC, _categorised))
    for subject, source in subjects:
        stamp, read = source(body)
        if Learned.objects.filter(body=body, subject=subject, stamp=stamp).exists():
            continue
        examples = read()
        values = {"stamp": stamp, "examples": len(examples), "data": None}
        values |= {"tried": 0, "first_right": 0, "three_right": 0}
        if len(examples) >= LEAST_EXAMPLES:
            trial = _try_out(examples, report)
            values |= trial.figures
            values["data"] = learn(examples, sharpness=trial.sharpness).as_json()
        Learned.objects.update_or_create(body=body, subject=subject, defaults=values)
        made += 1
    return made


def _handed_over(body):
    """Who was handed what: the present successor of the office that led or answered."""
    rows = (
        Assignment.objects.answering()
        .filter(
            matter__body=body,
            matter__kind__in=LEARNED_KINDS,
            matter__is_confidential=False,
            round=1,
        )
        .exclude(matter__title="")
    )
    stamp = _stamp(rows)

    def read():
        heirs = _heirs(body)
        newest = rows.order_by("-pk").values_list("matter__title", "matter__text", "office_id")
        return [
            Example(title, text, str(heirs[office]))
            for title, text, office in reversed(newest[:MOST_SOURCES])
            if office in heirs
        ]

    return stamp, read


def _categorised(county):
    rows = Matter.objects.filter(
        county_id=county.county_id, kind__in=LEARNED_KINDS, is_confidential=False
    ).exclude(Q(topic="") | Q(status__in=UNTAUGHT))
    stamp = _stamp(rows)

    def read():
        newest = rows.order_by("-pk").values_list("title", "text", "topic")
        return [Example(*row) for row in reversed(newest[:MOST_SOURCES])]

    return stamp, read


def _stamp(rows) -> str:
    newest = rows.aggregate(newest=Max("pk"))["newest"]
    return f"1:{newest or 0}:{rows.count()}"


def _heirs(body) -> dict[int, int]:
    """Office → the office that does its work today; those without one are left out."""
    offices = {office.pk: office for office in Office.objects.filter(body=body)}
    heirs = {}
    for pk in offices:
        heir: Office | None = offices[pk]
        seen: set[int] = set()
        while heir and heir.closed_on and heir.pk not in seen:
            seen.add(heir.pk)
            heir = offices.get(heir.merged_into_id or 0)
        if heir and not heir.closed_on:
            heirs[pk] = heir.pk
    return heirs


@dataclass
class Trial:
    """How the model did on matters it had not seen."""

    figures: dict[str, int]
    sharpness: float


def _try_out(examples: Sequence[Example], report) -> Trial:
    """Learn from two thirds, ask for the third, three times; find how sure it may sound."""
    asked: list[tuple[list[Proposal], str]] = []
    for fold in range(FOLDS):
        if report:
            report()
        model = learn([one for at, one in enumerate(examples) if at % FOLDS != fold])
        for one in examples[fold::FOLDS]:
            asked.append((model.propose(one.title, one.text, most=len(model.labels)), one.label))
    figures = {
        "tried": len(asked),
        "first_right": sum(found[0].label == label for found, label in asked),
        "three_right": sum(label in [one.label for one in found[:3]] for found, label in asked),
    }
    return Trial(figures, min(_SHARPNESSES, key=lambda one: _surprise(asked, one)))


def _surprise(asked, sharpness: float) -> float:
    """Mean surprise at the right label when shares are sharpened so; the least is best."""
    total = 0.0
    for found, label in asked:
        powers = {one.label: max(one.confidence, 1e-9) ** sharpness for one in found}
        total -= math.log(powers.get(label, 1e-9) / sum(powers.values()))
    return total


def bodies_that_hand_over():
    """Bodies that have handed something over."""
    return Body.objects.filter(
        pk__in=Matter.objects.filter(assigned_on__isnull=False).values("body_id").distinct()
    )

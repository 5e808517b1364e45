"""The numbers of a return as the catalogue computes them: of one body, and of the whole county."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lianxin.foundation.figures import links
from lianxin.foundation.figures.catalogue import Figure, Scope, figure
from lianxin.foundation.people.models import Body
from lianxin.work.returns.models import Answer, Filing, Line, Return, Version


def figure_of(line: Line) -> Figure | None:
    """The line's figure, if a room still offers it."""
    try:
        return figure(line.figure) if line.figure else None
    except KeyError:
        return None


def scope_of(line: Line, asked: Return, body: Body, *, below: bool = False) -> Scope:
    return Scope(body, asked.since, asked.until, below=below, narrowed=line.narrowed)


def computed(line: Line, asked: Return, body: Body, *, below: bool = False) -> int | None:
    """The line's number now; None of a line by hand, or whose figure is no more."""
    found = figure_of(line)
    return found.value(scope_of(line, asked, body, below=below)) if found else None


def url_of(line: Line, asked: Return, body: Body, *, below: bool = False) -> str:
    """The list of records behind the number."""
    found = figure_of(line)
    return links.url(found.key, scope_of(line, asked, body, below=below)) if found else ""


@dataclass(frozen=True)
class Cell:
    """One line of a filing for a page or a sheet: what is computed, what was typed."""

    line: Line
    computed: int | None
    url: str
    answer: Answer | None

    @property
    def value(self) -> int | None:
        return self.answer.value if self.answer else self.computed

    @property
    def text(self) -> str:
        return self.answer.text if self.answer else ""

    @property
    def differs(self) -> bool:
        """Reported is not what is computed today."""
        return self.computed is not None and self.value != self.computed


def cells(filing: Filing) -> list[Cell]:
    """The lines of a filing, prefilled with what is computed now."""
    asked = filing.asked_in
    answers = {one.line_id: one for one in filing.answers.all()}
    return [
        Cell(
            line,
            computed(line, asked, filing.body),
            url_of(line, asked, filing.body),
            answers.get(line.pk),
        )
        for line in asked.lines.all()
    ]


@dataclass
class Rolled:
    """A line over all bodies: the sum of what was sent against what the records say.

    sent: None where numbers of people are not to be added. computed: of the bodies that
    sent, by the records as they are now; of people, of all together. whole: of the
    asking body and everything below it, which `url` opens. by_body: body id → what was
    sent (a number or words). of: how many bodies sent it.
    """

    line: Line
    sent: int | None
    computed: int | None
    whole: int | None
    url: str
    of: int
    by_body: dict[int, str] = field(default_factory=dict)

    @property
    def difference(self) -> int | None:
        if self.sent is None or self.computed is None or self.line.counts_people:
            return None
        return self.sent - self.computed


def last_versions(asked: Return) -> dict[int, Version]:
    """What each body sent last, by body id; also while it is being corrected."""
    found: dict[int, Version] = {}
    versions = Version.objects.filter(filing__asked_in=asked).select_related("filing__body")
    for one in versions.order_by("filing", "number"):
        found[one.filing.body_id] = one
    return found


def roll_up(asked: Return) -> list[Rolled]:
    """Every line over all bodies.

    People are counted once: such a line is computed from the records of all bodies
    together, never added up from what each sent.
    """
    versions = last_versions(asked)
    rows = []
    for line in asked.lines.all():
        values = {pk: _value_in(one, line) for pk, one in versions.items()}
        numbers = [one["value"] for one in values.values() if one and one["value"] is not None]
        sent = sum(numbers) if line.is_number and not line.counts_people else None
        whole = computed(line, asked, asked.body, below=True)
        bodies = [one.filing.body for one in versions.values()]
        rows.append(
            Rolled(
                line,
                sent,
                whole if line.counts_people else _of_each(line, asked, bodies),
                whole,
                url_of(line, asked, asked.body, below=True),
                len(numbers) if line.is_number else len(values),
                {pk: words_of(one) for pk, one in values.items() if one},
            )
        )
    return rows


def _of_each(line: Line, asked: Return, bodies: Iterable[Body]) -> int | None:
    """What the records of these bodies add up to; None of a line by hand."""
    if figure_of(line) is None:
        return None
    return sum(computed(line, asked, body) or 0 for body in bodies)


def _value_in(version: Version, line: Line) -> dict | None:
    return next((one for one in version.values if one["code"] == line.code), None)


def words_of(value: dict) -> str:
    """A sent value as it is read."""
    return value["text"] if value["value"] is None else str(value["value"])


@dataclass(frozen=True)
class Change:
    """How a line changed from one version to the next."""

    label: str
    before: str
    after: str


def changes(before: Version | None, after: Version) -> list[Change]:
    """What a correction changed; nothing for the first version."""
    if before is None:
        return []
    old = {one["code"]: one for one in before.values}
    return [
        Change(
            one["label"], words_of(old[one["code"]]) if one["code"] in old else "", words_of(one)
        )
        for one in after.values
        if one["code"] not in old or words_of(old[one["code"]]) != words_of(one)
    ]


def sent_values(answers: Iterable[Answer]) -> list[dict]:
    """The lines as a version keeps them, labels and all."""
    return [
        {
            "code": one.line.code,
            "label": one.line.label,
            "unit": one.line.unit,
            "kind": one.line.kind,
            "computed": one.computed,
            "value": one.value,
            "text": one.text,
            "note": one.note,
        }
        for one in answers
    ]

"""The numbers of a return as the catalogue computes them: of one body, and of the whole county."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianxin.foundation.figures import links
from lianxin.foundation.figures.catalogue import Figure, Scope, figure
from lianxin.foundation.people.models import Body
from lianxin.work.returns import amounts
from lianxin.work.returns.models import Answer, Filing, Line, Return, Version


def figure_of(line: Line) -> Figure | None:
    """The line's figure, if a room still offers it."""
    try:
        return figure(line.figure) if line.figure else None
    except KeyError:
        return None


def scope_of(line: Line, asked: Return, body: Body, *, below: bool = False) -> Scope:
    return Scope(body, asked.since, asked.until, below=below, narrowed=line.narrowed)


def computed(
    line: Line, asked: Return, body: Body, *, below: bool = False, last_year: bool = False
) -> int | None:
    """The line's number now; None of a line by hand or a sum, or whose figure is no more.

    last_year: of the same days a year before.
    """
    found = figure_of(line)
    if found is None:
        return None
    scope = scope_of(line, asked, body, below=below)
    return found.value(scope.last_year() if last_year else scope)


def url_of(line: Line, asked: Return, body: Body, *, below: bool = False) -> str:
    """The list of records behind the number."""
    found = figure_of(line)
    return links.url(found.key, scope_of(line, asked, body, below=below)) if found else ""


@dataclass(frozen=True)
class Cell:
    """One line of a filing for a page or a sheet: what is computed, what was typed.

    last: of the same days a year before; None where nothing says it, or nobody asked.
    addends: labels of the lines that add up to it.
    """

    line: Line
    computed: int | None
    url: str
    answer: Answer | None
    last: int | None = None
    addends: Sequence[str] = ()

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

    @property
    def change(self) -> int | None:
        return None if self.last is None or self.value is None else self.value - self.last


def cells(filing: Filing) -> list[Cell]:
    """The lines of a filing, prefilled with what is computed now; sums of what they hold."""
    asked = filing.asked_in
    lines = list(asked.lines.all())
    answers = {one.line_id: one for one in filing.answers.all()}
    last = last_year(filing, lines)
    found = {
        line.code: Cell(
            line,
            computed(line, asked, filing.body),
            url_of(line, asked, filing.body),
            answers.get(line.pk),
            last.get(line.code),
            labels_of(line, lines),
        )
        for line in lines
    }
    sums = totals(lines, {code: cell.value for code, cell in found.items()})
    return [
        Cell(line, sums[line.code], "", None, last.get(line.code), labels_of(line, lines))
        if line.is_sum
        else found[line.code]
        for line in lines
    ]


def labels_of(line: Line, lines: Iterable[Line]) -> list[str]:
    """Labels of the lines that add up to this one, in the order they were chosen."""
    labels = {one.code: one.label for one in lines} if line.addends else {}
    return [labels.get(code, code) for code in line.addends]


def totals(lines: Iterable[Line], values: Mapping[str, int | None]) -> dict[str, int | None]:
    """What the lines that have addends add up to, by code; None while one of them is empty.

    values: by code; those of sums are not read, but added up here.
    """
    by_code = {line.code: line for line in lines}

    def value_of(code: str) -> int | None:
        line = by_code.get(code)
        return added(line) if line is not None and line.is_sum else values.get(code)

    def added(line: Line) -> int | None:
        numbers = [value_of(code) for code in line.addends]
        return None if None in numbers else sum(one for one in numbers if one is not None)

    return {line.code: added(line) for line in by_code.values() if line.addends}


def last_year(filing: Filing, lines: Iterable[Line]) -> dict[str, int | None]:
    """The numbers of the same days a year before by code; nothing unless the return compares.

    A figure is computed for those days. A number by hand is what the body sent then, in the
    same county's return of exactly those days, under the same code; else None.
    """
    asked = filing.asked_in
    if not asked.compares:
        return {}
    lines = list(lines)
    sent = _sent_a_year_before(filing) if any(one.kind == Line.Kind.NUMBER for one in lines) else {}
    found = {
        line.code: computed(line, asked, filing.body, last_year=True)
        if line.figure
        else sent.get(line.code)
        for line in lines
        if line.is_number and not line.is_sum
    }
    sums = totals(lines, found)
    return found | {line.code: sums[line.code] for line in lines if line.is_sum}


def _sent_a_year_before(filing: Filing) -> dict[str, int | None]:
    asked = filing.asked_in
    days = Scope(filing.body, asked.since, asked.until).last_year()
    version = (
        Version.objects.filter(
            filing__body=filing.body_id,
            filing__asked_in__body=asked.body_id,
            filing__asked_in__since=days.since,
            filing__asked_in__until=days.until,
        )
        .order_by("-sent_on", "-pk")
        .first()
    )
    return {one["code"]: one["value"] for one in version.values} if version else {}


@dataclass(frozen=True)
class Gap:
    """A line that is not what its addends add up to. parts: 「3 件 + 4 件」."""

    line: Line
    value: int
    total: int
    parts: str

    def __str__(self):
        return _("“%(label)s”报 %(value)s，各项 %(parts)s 合计 %(total)s，相差 %(gap)s") % {
            "label": self.line.label,
            "value": self.line.words(self.value),
            "parts": self.parts,
            "total": self.line.words(self.total),
            "gap": self.line.words(abs(self.value - self.total)),
        }


def gaps(lines: Iterable[Line], values: Mapping[str, int | None]) -> list[Gap]:
    """Lines typed or computed on their own that their addends do not add up to."""
    lines = list(lines)
    by_code = {line.code: line for line in lines}
    sums = totals(lines, values)
    known = {**values, **{line.code: sums[line.code] for line in lines if line.is_sum}}
    found = []
    for line in lines:
        value, total = values.get(line.code), sums.get(line.code)
        if line.is_sum or value is None or total is None or value == total:
            continue
        parts = [by_code[code].words(known[code] or 0) for code in line.addends]
        found.append(Gap(line, value, total, " + ".join(parts)))
    return found


@dataclass
class Rolled:
    """A line over all bodies: the sum of what was sent against what the records say.

    sent: None where numbers of people are not to be added. computed: of the bodies that
    sent, by the records as they are now; of people, of all together. whole: of the
    asking body and everything below it, which `url` opens. by_body: body id → what was
    sent (a number or words). of: how many bodies sent it. last: a year before, of the same
    bodies as `sent` (of people, of all together); None where one of them says nothing.
    """

    line: Line
    sent: int | None
    computed: int | None
    whole: int | None
    url: str
    of: int
    by_body: dict[int, str] = field(default_factory=dict)
    last: int | None = None

    @property
    def shown(self) -> int | None:
        """The number of the whole: of people by the records, else what was sent."""
        return self.whole if self.line.counts_people else self.sent

    @property
    def change(self) -> int | None:
        return None if self.last is None or self.shown is None else self.shown - self.last

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
    lines = list(asked.lines.all())
    bodies = [one.filing.body for one in versions.values()]
    of_bodies = {line.code: _of_each(line, asked, bodies) for line in lines}
    of_whole = {line.code: computed(line, asked, asked.body, below=True) for line in lines}
    before = {line.code: _last_of(line, asked, versions.values()) for line in lines}
    for known in (of_bodies, of_whole, before):
        sums = totals(lines, known)
        known |= {line.code: sums[line.code] for line in lines if line.is_sum}
    rows = []
    for line in lines:
        values = {pk: _value_in(one, line) for pk, one in versions.items()}
        numbers = [one["value"] for one in values.values() if one and one["value"] is not None]
        whole = of_whole[line.code]
        rows.append(
            Rolled(
                line,
                sum(numbers) if line.is_number and not line.counts_people else None,
                whole if line.counts_people else of_bodies[line.code],
                whole,
                url_of(line, asked, asked.body, below=True),
                len(numbers) if line.is_number else len(values),
                {pk: words_of(one) for pk, one in values.items() if one},
                before[line.code],
            )
        )
    return rows


def _of_each(line: Line, asked: Return, bodies: Iterable[Body]) -> int | None:
    """What the records of these bodies add up to; None of a line by hand."""
    if figure_of(line) is None:
        return None
    return sum(computed(line, asked, body) or 0 for body in bodies)


def _last_of(line: Line, asked: Return, versions: Iterable[Version]) -> int | None:
    """A year before: people over the whole, else what the sent versions say of it together."""
    if not asked.compares or not line.is_number or line.is_sum:
        return None
    if line.counts_people:
        return computed(line, asked, asked.body, below=True, last_year=True)
    said = [(_value_in(one, line) or {}).get("last") for one in versions]
    known = [one for one in said if one is not None]
    return sum(known) if known and len(known) == len(said) else None


def _value_in(version: Version, line: Line) -> dict | None:
    return next((one for one in version.values if one["code"] == line.code), None)


def words_of(value: dict) -> str:
    """A sent value as it is read; versions sent before there was money say no `money`."""
    if value["value"] is None:
        return value["text"]
    return amounts.words(value["value"], value.get("money", ""))


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


def sent_values(
    answers: Iterable[Answer], last: Mapping[str, int | None] | None = None
) -> list[dict]:
    """The lines as a version keeps them, labels and all. last: a year before, by code."""
    return [
        {
            "code": one.line.code,
            "label": one.line.label,
            "unit": one.line.unit,
            "money": one.line.money,
            "kind": one.line.kind,
            "narrowed": one.line.narrowed_words,
            "computed": one.computed,
            "value": one.value,
            "text": one.text,
            "note": one.note,
            **({} if not last else {"last": last.get(one.line.code)}),
        }
        for one in answers
    ]

"""What the tokens of a report say: each figure asked once, compared, written in words.

A report counts what its body did, not what its reader may see: the same report says the
same to everyone. Who opens a figure finds the records that he or she may see.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.catalogue import Figure, Scope
from lianxin.foundation.figures.words import MIN_N, percent, rate_words, words
from lianxin.work.work_reports import tokens
from lianxin.work.work_reports.models import Report, StatedFigure
from lianxin.work.work_reports.tokens import Token

LIVE, STATED, NOTHING = "live", "stated", "nothing"
IN_FRONT = ("约", "近")
SHORT = 4


@dataclass(frozen=True)
class Count:
    """One figure of one period. below: the other side of a rate."""

    value: int
    below: int | None = None


@dataclass(frozen=True)
class Reading:
    """What one token says.

    kind: LIVE, STATED, or NOTHING where `problem` says why. shown: printed words. url: the
    list it opens. value, unit, approx: for adding up. is_rate: `value` of `below`.
    is_bare: without its unit.
    """

    token: Token
    kind: str
    shown: str
    url: str = ""
    name: str = ""
    value: int | None = None
    below: int | None = None
    unit: str = ""
    approx: str = ""
    problem: str = ""
    parts: tuple[tuple[str, int], ...] = field(default_factory=tuple)

    @property
    def is_rate(self) -> bool:
        return self.below is not None


class Book:
    """The figures of one report.

    is_public: addresses lead to what anybody may open. changed: where a figure leads that is
    no longer what was signed, by token name and whether of the year before: the list of
    today would show another number.
    """

    def __init__(
        self,
        report: Report,
        *,
        is_public: bool = False,
        changed: Mapping[tuple[str, bool], str] | None = None,
    ):
        self.report, self.is_public, self.changed = report, is_public, changed or {}
        self.scope = scope_of(report)
        self._counts: dict[tuple[str, bool], Count] = {}
        self._values: dict[tuple, int] = {}
        self._readings: dict[str, Reading] = {}

    @cached_property
    def stated(self) -> Mapping[str, StatedFigure]:
        return {one.key: one for one in self.report.stated.select_related("proof")}

    @cached_property
    def fixed(self) -> dict[tuple[str, bool], Count]:
        """Values kept when the report was signed, by token name and whether of the year before."""
        from lianxin.work.work_reports.fixing import fixed_counts

        return fixed_counts(self.report) if self.report.is_fixed else {}

    def read(self, token: Token) -> Reading:
        if token.raw not in self._readings:
            read = self._live if token.is_live else self._stated
            self._readings[token.raw] = read(token)
        return self._readings[token.raw]

    def count(self, token: Token, *, before: bool = False) -> Count:
        """Raises KeyError for a figure no room offers."""
        key = (token.name, before)
        if key in self.fixed:
            return self.fixed[key]
        if key not in self._counts:
            scope = self.scope_for(token, before=before)
            figure = catalogue.figure(token.key)
            if figure.is_rate:
                sides = [self._value(one, scope) for one in (figure.numerator, figure.denominator)]
                self._counts[key] = Count(*sides)
            else:
                self._counts[key] = Count(self._value(token.key, scope))
        return self._counts[key]

    def _value(self, key: str, scope: Scope) -> int:
        """One figure; rates of the same records share their sides."""
        asked = (key, scope.since, tuple(sorted(scope.narrowed.items())))
        if asked not in self._values:
            self._values[asked] = catalogue.figure(key).value(scope)
        return self._values[asked]

    def scope_for(self, token: Token, *, before: bool = False) -> Scope:
        return narrowed(self.scope.last_year() if before else self.scope, token)

    def _live(self, token: Token) -> Reading:
        try:
            figure = catalogue.figure(token.key)
        except KeyError:
            return _nothing(token, _("没有“%s”这个数字：写错了，或者已经不再统计。") % token.key)
        if fault := _fault(figure, token, self.report):
            return _nothing(token, fault)
        before = tokens.BEFORE in token.turns
        now = self.count(token, before=before)
        if tokens.COMPARED in token.turns:
            shown = compared(figure, now, self.count(token, before=True), self._last_year)
        else:
            shown = _shown(figure, now, bare=tokens.BARE in token.turns)
        return Reading(
            token,
            LIVE,
            shown,
            self._url(figure, token, before),
            str(figure.name),
            now.value,
            now.below,
            "" if tokens.BARE in token.turns else str(figure.unit),
        )

    @property
    def _last_year(self) -> str:
        return _("上年同期") if self.report.kind == Report.Kind.HALF else _("上年")

    def _url(self, figure: Figure, token: Token, before: bool) -> str:
        compares = tokens.COMPARED in token.turns
        for place in (before, True) if compares else (before,):
            if url := self.changed.get((token.name, place)):
                return url
        if not self.is_public:
            return links.url(token.key, self.scope_for(token, before=before))
        return public_url(self.report, token.key, self.scope_for(token, before=before))

    def _stated(self, token: Token) -> Reading:
        one = self.stated.get(token.key)
        if one is None:
            return _nothing(
                token, _("没有登记“%s”这个手填数字。请先登记，再写进正文。") % token.key
            )
        wrong = [*token.unknown, *(token.turns - {tokens.PARTS, tokens.BARE}), *token.narrowed]
        if wrong:
            return _nothing(token, _("手填数字后面不能写“%s”。") % "、".join(wrong))
        parts = tuple((name, value) for name, value in one.parts)
        if tokens.PARTS in token.turns:
            shown = "、".join(f"{name}{value}{one.unit}" for name, value in parts)
        else:
            shown = stated_words(one, bare=tokens.BARE in token.turns)
        return Reading(
            token,
            STATED,
            shown,
            name=one.name,
            value=None if tokens.PARTS in token.turns else one.value,
            unit=one.unit,
            approx=one.approx,
            parts=parts,
        )


def scope_of(report: Report) -> Scope:
    return Scope(report.body, report.since, report.until, below=report.below)


def narrowed(scope: Scope, token: Token) -> Scope:
    return replace(scope, narrowed=dict(token.narrowed))


def full_name(figure: Figure) -> str:
    """The figure's name; with its room where it says too little alone: 收到, 满意率."""
    name = str(figure.name)
    says_enough = len(name) >= SHORT or name == str(figure.room)
    return name if says_enough else f"{figure.room}：{name}"


def public_url(report: Report, key: str, scope: Scope) -> str:
    """The public list behind a figure; or what it is in words, below the published report."""
    figure = catalogue.figure(key)
    if figure.has_public or figure.is_rate:
        return links.url(key, replace(scope, public=True))
    return f"{reverse('portal:report', args=[report.pk])}#meaning-{key}"


def stated_words(one: StatedFigure, *, bare: bool = False) -> str:
    """近300万元, 650余人次: the approximation is never left out."""
    if one.value is None:
        return one.words
    unit = "" if bare else one.unit
    if one.approx in IN_FRONT:
        return f"{one.approx}{one.value}{unit}"
    return f"{one.value}{one.approx}{unit}"


def _nothing(token: Token, problem: str) -> Reading:
    return Reading(token, NOTHING, token.raw, problem=problem)


def _fault(figure: Figure, token: Token, report: Report) -> str:
    """Why the token cannot be read though its figure exists."""
    if token.unknown:
        return _("“%s”不是可以写的说明。可以写：上年、比上年、只写数。") % "、".join(token.unknown)
    if tokens.PARTS in token.turns:
        return _("“分项”只用于手填数字。")
    if strange := [name for name in token.narrowed if name not in figure.parts]:
        return _("“%(name)s”不能按“%(part)s”细分。") % {
            "name": figure.name,
            "part": "、".join(strange),
        }
    compares = token.turns & {tokens.BEFORE, tokens.COMPARED}
    if compares and report.kind == Report.Kind.TERM:
        return _("届内报告的数字是几年合计，不能与上年比。请删去“%s”。") % "、".join(compares)
    return ""


def _shown(figure: Figure, count: Count, *, bare: bool) -> str:
    if count.below is not None:
        return rate_words(count.value, count.below)
    if bare and not figure.is_money:
        return str(count.value)
    return tight(words(figure, count.value))


def tight(shown: str) -> str:
    """Without the blank between number and unit, as official prose is set."""
    return shown.replace(" ", "")


def compared(figure: Figure, now: Count, before: Count, last_year: str) -> str:
    """比上年增加4件, 与上年持平, 上年没有; a rate in percentage points."""
    if now.below is not None:
        return _compared_rates(now, before, last_year)
    difference = now.value - before.value
    if not difference:
        return _("与%s持平") % last_year
    if not before.value:
        return _("%s没有") % last_year
    amount = tight(words(figure, abs(difference)))
    said = _("比%(last)s增加%(amount)s") if difference > 0 else _("比%(last)s减少%(amount)s")
    return said % {"last": last_year, "amount": amount}


def _compared_rates(now: Count, before: Count, last_year: str) -> str:
    rates = [
        percent(one.value, one.below) if one.below and one.below >= MIN_N else None
        for one in (now, before)
    ]
    if rates[0] is None or rates[1] is None:
        return _("%s不足以计算比率，不作比较") % (last_year if rates[0] is not None else _("件数"))
    points = rates[0] - rates[1]
    if not points:
        return _("与%s持平") % last_year
    said = (
        _("比%(last)s提高%(points)d个百分点")
        if points > 0
        else _("比%(last)s下降%(points)d个百分点")
    )
    return said % {"last": last_year, "points": abs(points)}

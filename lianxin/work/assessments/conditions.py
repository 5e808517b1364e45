"""What an item asks, and whether it is met: computed from figures, typed, or shown by records.

A condition is plain data, as it stands in `data/schemes.yaml` and in `Item.conditions`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lianxin.foundation.figures import links
from lianxin.foundation.figures.catalogue import Figure, Scope, figure
from lianxin.foundation.figures.words import percent, rate_words

QUARTER = "quarter"


@dataclass(frozen=True)
class Answer:
    """What one condition came to.

    words: what was asked. value: what there is, None where nobody has said yet.
    shown: the value in words, with numerator and denominator beside a rate. met: None
    where people decide. is_computed: read from records of the system. url: their list.
    """

    words: str
    shown: str
    value: int | None
    met: bool | None
    is_computed: bool
    url: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def quarters_of(since: date, until: date) -> list[tuple[date, date]]:
    """Each quarter of the days that began; the last may be cut short by `until`."""
    found = []
    for month in (1, 4, 7, 10):
        first = date(since.year, month, 1)
        last = date(since.year, month + 2, 31 if month in (1, 10) else 30)
        if first <= until and last >= since:
            found.append((max(first, since), min(last, until)))
    return found


def kind_of(condition: Mapping[str, Any]) -> str:
    """figure, typed or proof."""
    return next((one for one in ("figure", "typed") if one in condition), "proof")


def asked(condition: Mapping[str, Any], scope: Scope | None = None) -> str:
    """The condition in words: 「会议次数（主席团会议）每季度 ≥ 1 次」.

    scope: of the body that is asked, which names the parts its figures divide into.
    """
    if kind_of(condition) == "proof":
        return _("凭记录：%s") % condition.get("proof", "")
    if kind_of(condition) == "typed":
        return f"{condition['typed']} ≥ {condition['at_least']} {condition.get('unit', '')}".strip()
    try:
        one = figure(condition["figure"])
    except KeyError:
        return _("指标“%s”已不再提供") % condition["figure"]
    name = f"{one.name}{_part_words(one, condition.get('part', {}), scope)}"
    if "percent" in condition:
        return f"{name} ≥ {condition['percent']}%"
    often = _("每季度 ") if condition.get("every") == QUARTER else ""
    return f"{name} {often}≥ {condition['at_least']} {one.unit}"


def _part_words(one: Figure, part: Mapping[str, str], scope: Scope | None) -> str:
    """「（主席团会议）」; the part's own value where its name is not known."""
    found = []
    for name, value in part.items():
        labels = one.parts[name][1](scope) if scope is not None and name in one.parts else {}
        found.append(str(labels.get(value, value)))
    return f"（{'、'.join(found)}）" if found else ""


def answer(condition: Mapping[str, Any], scope: Scope, typed: Sequence[int | None] = ()) -> Answer:
    """What the condition comes to for a body and its days.

    typed: the number typed for this condition, alone, where it is one to be typed.
    """
    words = asked(condition, scope)
    if kind_of(condition) == "proof":
        return Answer(words, "", None, None, is_computed=False)
    if kind_of(condition) == "typed":
        value = typed[0] if typed else None
        shown = "" if value is None else f"{value} {condition.get('unit', '')}".strip()
        met = value is not None and value >= condition["at_least"]
        return Answer(words, shown, value, met, is_computed=False)
    try:
        one = figure(condition["figure"])
    except KeyError:
        return Answer(words, "", None, None, is_computed=False)
    scope = replace(scope, narrowed=dict(condition.get("part", {})))
    url = links.url(one.key, scope)
    if "percent" in condition:
        return _rate(condition, one, scope, words, url)
    if condition.get("every") == QUARTER:
        each = [
            one.value(replace(scope, since=first, until=last))
            for first, last in quarters_of(scope.since, scope.until)
        ]
        least = min(each, default=0)
        shown = _("各季度 %s") % "、".join(str(number) for number in each)
        return Answer(words, shown, least, least >= condition["at_least"], True, url)
    value = one.value(scope)
    return Answer(words, f"{value} {one.unit}", value, value >= condition["at_least"], True, url)


def _rate(condition, one, scope: Scope, words: str, url: str) -> Answer:
    """A rate by integers; with nothing to count there is nothing to hold against the body."""
    above = figure(one.numerator).value(scope)
    below = figure(one.denominator).value(scope)
    if not below:
        return Answer(words, _("没有应计的件数"), None, True, True, url)
    met = above * 100 >= condition["percent"] * below
    return Answer(
        words,
        _rate_shown(above, below, condition["percent"], met),
        above * 100 // below,
        met,
        True,
        url,
    )


def _rate_shown(above: int, below: int, asked_for: int, met: bool) -> str:
    """As rates are written everywhere; one that rounding would lift to what is asked says so."""
    rounded = percent(above, below) or 0
    if not met and rounded >= asked_for:
        return _("不到 %(percent)d%%（%(above)d/%(below)d）") % {
            "percent": asked_for,
            "above": above,
            "below": below,
        }
    return rate_words(above, below, min_n=1)


def together(answers: Sequence[Answer]) -> bool | None:
    """Whether all are met; None where people must still say."""
    if any(one.met is False for one in answers):
        return False
    if any(one.met is None for one in answers):
        return None
    return True

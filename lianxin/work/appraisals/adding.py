"""Whether counts add up, and what part of which base they are: plain integers, no database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.work.appraisals.scales import VerdictRule

SMALL = 5
"""Fewer raters than these are told without percentages: one ballot would be a person."""


def percent(part: int, base: int) -> int:
    """Whole percent, a half rounded up: 29 of 46 is 63, 1 of 8 is 13."""
    return (200 * part + base) // (2 * base)


def share(part: int, base: int) -> str:
    """「63%」; nothing where the base is empty or too small to hide a person in."""
    return f"{percent(part, base)}%" if base >= SMALL else ""


@dataclass(frozen=True)
class Count:
    """The ballots on one object, of one row of it.

    numbers: by grade, best first. blank: valid ballots that chose none (弃权).
    """

    issued: int
    returned: int
    invalid: int
    numbers: tuple[int, ...]
    blank: int = 0

    @property
    def valid(self) -> int:
        return self.returned - self.invalid

    @property
    def missing(self) -> int:
        """Valid ballots nobody can tell of; less than 0 where there are more marks than ballots."""
        return self.valid - sum(self.numbers) - self.blank


def faults(count: Count, *, where: str = "") -> list[str]:
    """Why a count cannot be right, in words: what must be put right before it is kept."""
    found = []
    if count.returned > count.issued:
        found.append(
            _("%(where)s收回 %(returned)d 张，比发出的 %(issued)d 张多。请核对。")
            % {"where": where, "returned": count.returned, "issued": count.issued}
        )
    if count.invalid > count.returned:
        found.append(
            _("%(where)s废票 %(invalid)d 张，比收回的 %(returned)d 张多。请核对。")
            % {"where": where, "invalid": count.invalid, "returned": count.returned}
        )
    elif count.missing < 0:
        found.append(
            _("%(where)s各等次和弃权合计 %(sum)d 张，比有效票 %(valid)d 张多 %(more)d 张。请核对。")
            % {
                "where": where,
                "sum": sum(count.numbers) + count.blank,
                "valid": count.valid,
                "more": -count.missing,
            }
        )
    return found


def gap_words(count: Count, names: Sequence[str]) -> str:
    """What is unaccounted for, said so: 「…合计 45 张，有效票 46 张，有 1 张没有写明等次」."""
    if count.missing <= 0:
        return ""
    parts = "、".join(
        f"{name} {number}" for name, number in zip(names, count.numbers, strict=True) if number
    )
    return _(
        "%(parts)s，合计 %(sum)d 张；有效票 %(valid)d 张，有 %(gap)d 张没有着落（未写弃权，也未计入其他等次）。"
    ) % {
        "parts": parts or _("各等次都没有票"),
        "sum": sum(count.numbers) + count.blank,
        "valid": count.valid,
        "gap": count.missing,
    }


def odd_ones(totals: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Which sums stand apart from what most of the others add up to: place → (sum, usual sum).

    Only where more than half agree, and there are three at least: else nothing is usual.
    """
    if len(totals) < 3:
        return {}
    usual, times = Counter(totals).most_common(1)[0]
    if times * 2 <= len(totals):
        return {}
    return {at: (one, usual) for at, one in enumerate(totals) if one != usual}


def odd_words(total: int, usual: int) -> str:
    """「这一项合计 122，其余多为 222，相差 100」."""
    return _(
        "这一项合计 %(total)d 张，其余多为 %(usual)d 张，相差 %(off)d 张，可能漏写一位。请对照选票核对。"
    ) % {"total": total, "usual": usual, "off": abs(total - usual)}


def verdict(rule: str, numbers: Sequence[int], *, base: int, edge_up: bool) -> int | None:
    """The place of the grade that the counts decide; None where nothing is decided.

    base: of SHARES those who took part, of MAJORITY whom the rule names. edge_up: a share
    of exactly 80 % or 50 % belongs to the better grade; the printed rules do not say.
    Sources: E03 (80 %, 50 %); E04 (exactly half is not 半数以上: 「不足半数（含半数）」).
    """
    if base <= 0 or len(numbers) < 2:
        return None
    if rule == VerdictRule.SHARES:
        for place, mark in enumerate((80, 50)):
            reached = numbers[0] * 100 - mark * base
            if reached > 0 or (reached == 0 and edge_up):
                return place
        return 2
    if rule == VerdictRule.MAJORITY:
        if numbers[0] * 2 > base:
            return 0
        return 1 if (numbers[0] + numbers[1]) * 2 > base else 2
    return None

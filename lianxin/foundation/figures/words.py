"""How a figure is written: exactly, or rounded and said so; a rate always with both sides."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.foundation.figures.catalogue import Figure

MIN_N = 5
"""Below so many a rate says nothing (rulebook suggestion.rate_min_n where a body is known)."""
CENTS_IN_YUAN = 100
CENTS_IN_WAN = 1_000_000


def words(figure: Figure, value: int) -> str:
    """A figure's value with its unit, exact to the last one: 「22 件」, 「12.5 万元」."""
    return money(value) if figure.is_money else f"{value} {figure.unit}"


def money(cents: int) -> str:
    """An amount of 分, exact: in 万元 where two decimals hold it, else in 元."""
    if abs(cents) >= CENTS_IN_WAN and cents % (CENTS_IN_WAN // 100) == 0:
        return _("%s 万元") % decimal(cents, CENTS_IN_WAN)
    return in_yuan(cents)


def in_yuan(cents: int) -> str:
    """An amount of 分 in 元 with the word: 「49500 元」, 「320.50 元」, exact."""
    return _("%s 元") % yuan(cents)


def yuan(cents: int) -> str:
    """An amount of 分 in 元, as people write it: 「300」, 「300.50」, never 「300.5」."""
    whole, rest = divmod(abs(cents), CENTS_IN_YUAN)
    text = f"{whole}.{rest:02d}" if rest else str(whole)
    return f"-{text}" if cents < 0 else text


def rounded_money(cents: int) -> str:
    """An amount of 分 in 万元 with two decimals, half up; says 约 where that is not all of it."""
    step = CENTS_IN_WAN // 100
    nearest = (2 * cents + step) // (2 * step) * step
    shown = _("%s 万元") % decimal(nearest, CENTS_IN_WAN)
    return shown if nearest == cents else _("约 %s") % shown


def decimal(number: int, one: int) -> str:
    """number ÷ one without a float and without noughts at the end; `one` is a power of ten."""
    whole, rest = divmod(abs(number), one)
    text = f"{whole}.{rest:0{len(str(one)) - 1}d}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text


def percent(numerator: int, denominator: int) -> int | None:
    """Whole per cent, half up; None of nothing. 29 of 46 are 63, 16 of 46 are 35."""
    if denominator <= 0:
        return None
    return (200 * numerator + denominator) // (2 * denominator)


def rate_words(numerator: int, denominator: int, min_n: int = MIN_N) -> str:
    """「63%（29/46）」, or both sides and why there is no rate: of three items it says nothing.

    A rate that is not quite all of them is never written as 100 %, nor one above nothing as 0 %.
    """
    found = percent(numerator, denominator)
    if found is None:
        return _("无")
    sides = f"{numerator}/{denominator}"
    if denominator < min_n:
        return _("%(sides)s（不足 %(n)s，不算比率）") % {"sides": sides, "n": min_n}
    if found >= 100 and numerator < denominator:
        return _("不到 100%%（%s）") % sides
    if found == 0 and numerator > 0:
        return _("不到 1%%（%s）") % sides
    return f"{found}%（{sides}）"


@dataclass(frozen=True)
class About:
    """A number that stands for another: `number` with 余, 多, 近, 约 or nothing, if exact."""

    number: int
    sign: str = ""

    def __str__(self):
        if self.sign in ("近", "约"):
            return f"{self.sign} {self.number}"
        return f"{self.number} {self.sign}".strip()


def about(value: int, digits: int = 2) -> About:
    """A value cut to its first digits: 657 → 「650 余」, 650 → 「650」, never more than it is."""
    step = max(1, 10 ** (len(str(abs(value))) - digits))
    number = value // step * step
    return About(number, "" if number == value else _("余"))


def about_fault(number: int, sign: str, value: int) -> str:
    """Why 「number sign」 may not be printed for an exact value; "" if it may.

    余 and 多 say a little more than the number, 近 a little less, 约 one or the other;
    none of them the number itself, and none more than a tenth away.
    """
    names = {"number": number, "sign": sign, "value": value}
    if value == number:
        return _("准确数就是 %(value)s，不用写“%(sign)s”。") % names
    if sign in ("余", "多") and value < number:
        return _("实际是 %(value)s，不到 %(number)s，不能写“%(sign)s”。") % names
    if sign == "近" and value > number:
        return _("实际是 %(value)s，超过 %(number)s，不能写“近”。") % names
    if 10 * abs(value - number) > max(abs(number), 1):
        return _("实际是 %(value)s，与 %(number)s 相差超过一成，请写准确数。") % names
    return ""

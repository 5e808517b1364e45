"""Money on a return: counted in 分, typed and shown in 元 or 万元.

Nothing is rounded but what is shown: sums and differences are of 分. An amount that two
decimals of its unit do not hold is written 「约 4.95 万元（49500.50 元）」, never as exact.
"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures.words import CENTS_IN_WAN, CENTS_IN_YUAN, decimal, yuan
from lianxin.foundation.refusals import Refused

CENTS = {"yuan": CENTS_IN_YUAN, "wan": CENTS_IN_WAN}
UNITS = {"yuan": gettext_lazy("元"), "wan": gettext_lazy("万元")}
DECIMALS = 2
"""How many a sheet prints."""


def cents(amount: Decimal, money: str) -> int:
    """An amount of the unit in 分. Raises Refused for a fraction of a 分."""
    found = amount * CENTS[money]
    if found != found.to_integral_value():
        raise Refused(_("金额最多到分。请改一下，例如 4.95 万元、49500.50 元。"))
    return int(found)


def exact(value: int, money: str) -> Decimal:
    """分 in the unit, all of it."""
    return Decimal(decimal(value, CENTS[money]))


def rounded(value: int, money: str) -> Decimal:
    """分 in the unit with two decimals, half away from nothing."""
    return Decimal(decimal(_nearest(value, money), CENTS[money]))


def _nearest(value: int, money: str) -> int:
    step = CENTS[money] // 10**DECIMALS
    nearest = (2 * abs(value) + step) // (2 * step) * step
    return -nearest if value < 0 else nearest


def words(value: int, money: str) -> str:
    """「495 元」, 「4.95 万元」, 「约 4.95 万元（49500.50 元）」; a plain number without `money`."""
    if not money:
        return str(value)
    near = _nearest(value, money)
    shown = f"{yuan(near) if money == 'yuan' else decimal(near, CENTS[money])} {UNITS[money]}"
    if near == value:
        return shown
    return _("约 %(shown)s（%(yuan)s 元）") % {
        "shown": shown,
        "yuan": yuan(value),
    }


def in_sheet(value: int | None, money: str) -> int | float | None:
    """The number of a spreadsheet's cell: of money in its unit, with two decimals."""
    if value is None or not money:
        return value
    found = rounded(value, money)
    return int(found) if found == found.to_integral_value() else float(found)

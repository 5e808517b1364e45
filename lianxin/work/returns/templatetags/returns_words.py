"""Numbers of a return as they are read: with their unit, money in 元 or 万元."""

from django import template
from django.utils.translation import gettext as _

from lianxin.work.returns import amounts
from lianxin.work.returns.models import Line

register = template.Library()
NONE = "—"


@register.simple_tag
def line_words(line: Line, value: int | None) -> str:
    """A number of a line with its unit; — of nothing."""
    return NONE if value is None else line.words(value)


@register.simple_tag
def line_number(line: Line, value: int | None) -> str:
    """A number of a line whose unit stands beside its name; money says its own."""
    return NONE if value is None else amounts.words(value, line.money)


@register.simple_tag
def line_change(line: Line, value: int | None) -> str:
    """How a number stands against the year before: 「增 3」, 「减 2 万元」, 「持平」."""
    return _change(value, line.money)


@register.simple_tag
def sent_words(sent: dict, name: str) -> str:
    """A number of a sent version with its unit, as it was then."""
    value = sent.get(name)
    if value is None:
        return NONE
    money = sent.get("money", "")
    return amounts.words(value, money) if money else f"{value} {sent['unit']}".strip()


@register.simple_tag
def sent_change(sent: dict) -> str:
    """How a sent number stood against the year before."""
    value, last = sent["value"], sent.get("last")
    return _change(None if value is None or last is None else value - last, sent.get("money", ""))


def _change(value: int | None, money: str) -> str:
    if value is None:
        return NONE
    if value == 0:
        return _("持平")
    words = amounts.words(abs(value), money)
    return _("增 %s") % words if value > 0 else _("减 %s") % words

"""Sums as people read them."""

from django import template

from lianxin.foundation.figures.words import yuan as in_yuan

register = template.Library()


@register.filter
def yuan(amount: int) -> str:
    """分 as 元."""
    return in_yuan(amount)

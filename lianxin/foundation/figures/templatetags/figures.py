"""A figure in a page: a number that opens its list; an amount in 元.

{% load figures %}{% figure "activities.held" scope %} {{ claim.amount|yuan }}
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.catalogue import Scope
from lianxin.foundation.figures.listing import min_n
from lianxin.foundation.figures.words import rate_words, words, yuan

register = template.Library()
register.filter(yuan)


@register.simple_tag
def figure(key: str, scope: Scope) -> SafeString:
    """The number with its unit as a link to its list; its definition is its title."""
    one = catalogue.figure(key)
    if one.is_rate:
        return drawn(one, scope, rate_words(*one.sides(scope), min_n=min_n(scope)))
    return drawn(one, scope, words(one, one.value(scope)))


def drawn(one: catalogue.Figure, scope: Scope, shown: str) -> SafeString:
    """A number already in words, as a link to its list."""
    return format_html(
        '<a class="figure" href="{}" title="{}">{}<span class="visually-hidden">{}</span></a>',
        links.url(one.key, scope),
        _("%(name)s：%(formula)s") % {"name": one.name, "formula": one.formula},
        shown,
        _("（%s，点开看数的是哪些）") % one.name,
    )

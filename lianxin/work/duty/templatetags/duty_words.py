"""Kinds of evidence and points, in words."""

from django import template
from django.utils.translation import gettext as _

from lianxin.engines import deeds

register = template.Library()


@register.filter
def evidence(keys) -> str:
    """走访选民、联系选民; a key that no room offers says so."""
    found = []
    for key in keys or []:
        source = deeds.source(key)
        found.append(str(source.label) if source else str(_("（暂无记录来源）")))
    return "、".join(dict.fromkeys(found)) or str(_("（暂无记录来源）"))


@register.filter
def points(tenths) -> str:
    """795 → 79.5; whole points without a decimal; — for none."""
    if tenths is None:
        return "—"
    sign = "-" if tenths < 0 else ""
    whole, rest = divmod(abs(tenths), 10)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"

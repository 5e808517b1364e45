"""The rules that govern a body today, as a table with their sources."""

from django.http import Http404
from django.utils.translation import gettext as _

from lianxin.foundation.rulebook.forms import RuleFilterForm
from lianxin.foundation.rulebook.keys import GROUPS, KEYS
from lianxin.foundation.rulebook.queries import bodies_seen_by, layers_of
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing


def rules_export(user, asked) -> Export:
    """The page of rules as it is narrowed, group by group."""
    bodies = bodies_seen_by(user)
    body = user.home_body or (bodies[0] if bodies else None)
    if code := asked.get("body"):
        body = next((one for one in bodies if one.code == code), None)
    if body is None:
        raise Http404
    found = RuleFilterForm(asked, bodies=bodies, body=body).apply([rule(key, body) for key in KEYS])
    own = {row.key for row in layers_of(body).settings[body.code]}
    order = [group for group, _title in GROUPS.items()]
    rows = sorted(found, key=lambda one: order.index(one.definition.group))
    fields = [
        Field(_("类别"), lambda one: str(GROUPS[one.definition.group]), 12),
        Field(_("规则"), lambda one: one.title, 28),
        Field(_("数值"), lambda one: one.display, 24),
        Field(_("性质"), lambda one: one.class_name, 14),
        Field(_("本级设定"), lambda one: one.key in own, 8, Kind.YES),
        Field(_("依据"), lambda one: one.source, 40),
        Field(_("生效日"), lambda one: one.valid_from, 12, Kind.DATE),
        Field(_("用于"), lambda one: str(one.definition.used_in), 30),
    ]
    title = _("规则与依据")
    listing = Listing(
        title, body.name, fields, rows, count=len(rows), key=lambda one: f"rule-{one.key}"
    )
    return Export(f"{body.short_name}{title}", [listing], body=body)

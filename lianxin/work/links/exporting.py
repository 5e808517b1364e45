"""The table of quotas: numbers of each deputy, no voter."""

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.links.forms.linking import BodyForm
from lianxin.work.links.queries import bodies_overseen
from lianxin.work.links.standing import deputies_standing


def deputies_export(user, asked) -> Export:
    """As the page of the address shows it. Raises PermissionDenied for who oversees nothing."""
    bodies = bodies_overseen(user).order_by("path")
    form = BodyForm(asked, bodies=bodies)
    home = user.home_body
    body = form.cleaned_data.get("body") or bodies.filter(pk=home.pk if home else 0).first()
    body = body or bodies.first()
    if body is None:
        raise PermissionDenied(_("您的账号不能导出这张表。"))
    rows = deputies_standing(body, localdate())
    rows = [row for row in rows if not (form.only_behind and row.is_met)]
    title = _("代表联系选民情况")
    fields = [
        Field(_("代表"), lambda row: row.person.name, 12),
        Field(_("联系选民"), lambda row: row.links[0].has, 10, Kind.NUMBER),
        Field(_("应联系"), lambda row: row.links[0].asked, 10, Kind.NUMBER),
        Field(_("还差"), lambda row: "、".join(one.behind for one in row.gaps), 24),
        Field(_("本季度联系（次）"), lambda row: row.quarter, 12, Kind.NUMBER),
        Field(_("本年联系（次）"), lambda row: row.year, 12, Kind.NUMBER),
        Field(_("最近联系"), lambda row: row.last_on, 12, Kind.DATE),
    ]
    listing = Listing(title, body.name, fields, rows, count=len(rows))
    return Export(f"{body.short_name}{title}", [listing], body=body)

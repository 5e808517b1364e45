"""The visits as a table (慰问登记表): for the keepers, with names; its leaving is on the ledger."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.people.models import Body
from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.care.models import Visit
from lianxin.work.care.queries import bodies_kept

FIELDS = [
    Field(gettext_lazy("日期"), lambda one: one.on, 12, Kind.DATE),
    Field(gettext_lazy("代表"), lambda one: one.seat.person.name, 12),
    Field(gettext_lazy("事由"), lambda one: one.get_reason_display(), 14),
    Field(gettext_lazy("方式"), lambda one: one.get_way_display(), 12),
    Field(gettext_lazy("看望人"), lambda one: one.visitors, 28),
    Field(gettext_lazy("慰问金（元）"), lambda one: Decimal(one.money).scaleb(-2), 12, Kind.NUMBER),
    Field(gettext_lazy("慰问品"), lambda one: one.goods, 20),
    Field(
        gettext_lazy("慰问品价值（元）"),
        lambda one: Decimal(one.goods_value).scaleb(-2),
        14,
        Kind.NUMBER,
    ),
    Field(gettext_lazy("钱物来源"), lambda one: one.get_source_display(), 18),
]


def visits_export(user, asked: QueryDict) -> Export:
    """Visits of the bodies that the reader keeps, of the year asked for."""
    body = Body.objects.filter(pk__in=bodies_kept(user)).order_by("path").first()
    if body is None:
        raise PermissionDenied(_("慰问登记表由本级权益保障专人导出。"))
    found = Visit.objects.kept().filter(body__in=bodies_kept(user))
    year = asked.get("year", "")
    if year.isdecimal() and len(year) == 4:
        found = found.filter(on__year=int(year))
    title = _("慰问走访代表登记表")
    rows = found.for_list().order_by("on", "pk")
    listing = Listing(title, body.name, FIELDS, rows, count=found.count())
    return Export(title=title, listings=[listing], body=body)

"""The list of honours as a table: the reward list (奖励发放表)."""

from typing import Any

from django.utils.translation import gettext as _

from lianxin.foundation.figures.words import yuan
from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.honours.models import Honour
from lianxin.work.honours.queries import HonourQuerySet


def honours_found(user: Any, asked) -> HonourQuerySet:
    """Those an account sees, of the year in the address, or only those unpaid."""
    found = Honour.objects.visible_to(user)
    if asked.get("only") == "unpaid":
        found = found.named().filter(amount__gt=0, paid_on__isnull=True)
    year = asked.get("year", "")
    return found.filter(year=int(year)) if year.isdecimal() and len(year) == 4 else found


def honours_export(user, asked) -> Export:
    found = honours_found(user, asked).with_holder().order_by("-granted_on", "pk")
    body = user.home_body
    title = _("表彰和奖励")
    fields = [
        Field(_("年度"), lambda one: one.year, 8, Kind.NUMBER),
        Field(_("荣誉"), lambda one: one.title, 20),
        Field(_("授予"), lambda one: one.holder, 20),
        Field(_("授予机关"), lambda one: one.giver, 24),
        Field(_("授予日期"), lambda one: one.granted_on, 12, Kind.DATE),
        Field(_("奖金（元）"), lambda one: yuan(one.amount), 10),
        Field(_("发放日期"), lambda one: one.paid_on, 12, Kind.DATE),
        Field(_("签领"), lambda one: "", 12),
    ]
    listing = Listing(title, body.name if body else "", fields, found, count=found.count())
    return Export(f"{body.short_name if body else ''}{title}", [listing], body=body)

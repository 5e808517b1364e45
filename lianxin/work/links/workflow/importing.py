"""A deputy's register taken from a table; each row that does not fit is refused in words."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Account, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets.fields import ValueRefused, is_nothing, parse_phones
from lianxin.foundation.sheets.headers import heading_forms
from lianxin.foundation.sheets.report import ImportReport
from lianxin.foundation.sheets.tables import Column, Row, Table
from lianxin.work.links.models import LinkedVoter
from lianxin.work.links.permissions import Permission
from lianxin.work.links.workflow.registering import register_voter

HEADINGS = {
    "name": ("姓名", "选民姓名", "户主", "户主姓名"),
    "age": ("年龄", "周岁"),
    "education": ("文化", "文化程度", "学历"),
    "address": ("家庭住址", "住址", "家庭地址", "地址"),
    "workplace": ("工作单位", "单位"),
    "phone": ("联系电话", "电话", "手机", "手机号", "联系方式"),
    "persons": ("家庭人口", "人口", "人数"),
}
WORDS = frozenset(word for words in HEADINGS.values() for word in words)
LONGEST = {"name": 60, "education": 20, "address": 120, "workplace": 80}


def import_voters(
    seat: Seat, table: Table, *, agreed_on: date, by: Account | None, today: date
) -> ImportReport:
    """Enter the rows of a table as voters linked with one deputy.

    agreed_on: the day all of them were told and agreed; whoever imports answers for it.
    A row is created, or unchanged where name and telephone are registered, or refused
    with the reason; the others go in nevertheless.
    Raises PermissionDenied; Refused for a table without a column of names.
    """
    require(by, Permission.REGISTER, seat)
    columns = _columns(table)
    if "name" not in columns:
        raise Refused(
            _(
                "表里没有“姓名”一列。请在第一行写上：姓名、年龄、文化、家庭住址、工作单位、联系电话。"
            )
        )
    report = ImportReport(rows=len(table))
    known = set(LinkedVoter.objects.on(today).filter(seat=seat).values_list("name", "phone"))
    for row in table:
        try:
            values = _values(row, columns, today)
        except ValueRefused as refusal:
            report.refuse(row.number, "", refusal)
            continue
        key = (values["name"], values["phone"])
        if key in known:
            report.unchanged += 1
            continue
        try:
            with transaction.atomic():
                register_voter(seat, agreed_on=agreed_on, by=by, today=today, **values)
        except Refused as refusal:
            report.refuse(row.number, "", refusal.message)
            continue
        known.add(key)
        report.created += 1
    return report


def _columns(table: Table) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in table.columns:
        forms = heading_forms(column.text)
        for name, words in HEADINGS.items():
            if name not in found and any(form in words for form in forms):
                found[name] = column
    return found


def _values(row: Row, columns: dict[str, Column], today: date) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, most in LONGEST.items():
        text = " ".join(row[columns[name]].text.split()) if name in columns else ""
        if len(text) > most:
            raise ValueRefused(
                _("%(label)s超过 %(most)s 字。") % {"label": HEADINGS[name][0], "most": most}
            )
        values[name] = text
    if not values["name"]:
        raise ValueRefused(_("没有姓名。"))
    if age := _number(row, columns, "age"):
        values["born"] = today.year - age
    values["persons"] = _number(row, columns, "persons") or 1
    values["phone"] = ""
    if "phone" in columns:
        phones = parse_phones(row[columns["phone"]]).value
        values["phone"] = "、".join(phones)[:40] if phones else ""
    if values["persons"] > 1:
        values["kind"] = LinkedVoter.Kind.HOUSEHOLD
    return values


def _number(row: Row, columns: dict[str, Column], name: str) -> int | None:
    if name not in columns or is_nothing(row[columns[name]]):
        return None
    text = row[columns[name]].text.strip().removesuffix("岁").removesuffix("人").strip()
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 1000:
        raise ValueRefused(
            _("%(label)s“%(text)s”不是数字。") % {"label": HEADINGS[name][0], "text": text[:20]}
        )
    return int(text)

"""A sheet, or a round's sheets, as tables."""

from collections.abc import Iterator

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.assessments.forms import shows_marks
from lianxin.work.assessments.models import Sheet
from lianxin.work.assessments.permissions import Permission


def _said(mark) -> str:
    return "；".join(f"{one['words']}：{one['shown'] or _('凭记录')}" for one in mark.answers)


def _how(mark) -> str:
    return str(_("填写，凭记录") if mark.is_by_proof else _("系统计算"))


def _own_word(mark) -> str:
    return {True: str(_("达标")), False: str(_("未达标")), None: str(_("未答"))}[mark.looks_met]


SELF_FIELDS = [
    Field(gettext_lazy("单位"), lambda row: row.sheet.body.short_name, 16),
    Field(gettext_lazy("方面"), lambda row: row.item.area, 12),
    Field(gettext_lazy("考评内容"), lambda row: row.item.name, 40),
    Field(gettext_lazy("分值"), lambda row: row.item.points, 8, Kind.NUMBER),
    Field(gettext_lazy("记录和填写"), _said, 50),
    Field(gettext_lazy("来源"), _how, 14),
    Field(gettext_lazy("凭据"), lambda row: row.proof, 30),
    Field(gettext_lazy("自评"), _own_word, 10),
]
GIVEN_FIELDS = [
    Field(gettext_lazy("得分"), lambda row: row.awarded, 8, Kind.NUMBER),
    Field(gettext_lazy("考评方式"), lambda row: row.get_mode_display(), 14),
    Field(gettext_lazy("考评意见"), lambda row: row.words, 30),
    Field(gettext_lazy("异议"), lambda row: row.get_dispute_display() if row.dispute else "", 12),
    Field(gettext_lazy("异议理由"), lambda row: row.dispute_words, 30),
    Field(gettext_lazy("异议答复"), lambda row: row.dispute_answer, 30),
]


EXTRA_FIELDS = [
    Field(gettext_lazy("单位"), lambda row: row.sheet.body.short_name, 16),
    Field(gettext_lazy("种类"), lambda row: row.get_kind_display(), 12),
    Field(gettext_lazy("方面或者通报机关"), lambda row: row.area, 30),
    Field(gettext_lazy("日期"), lambda row: row.on, 12, Kind.DATE),
    Field(gettext_lazy("凭据"), lambda row: row.proof, 40),
    Field(gettext_lazy("申请"), lambda row: row.claimed, 8, Kind.NUMBER),
    Field(gettext_lazy("核定"), lambda row: row.awarded, 8, Kind.NUMBER),
    Field(gettext_lazy("核定意见"), lambda row: row.words, 30),
    Field(gettext_lazy("异议"), lambda row: row.get_dispute_display() if row.dispute else "", 12),
]


def _extras_of(sheet: Sheet) -> Iterator[Listing]:
    """What stands above and below the items, once the body may read it; nothing of none."""
    rows = list(sheet.extras.select_related("sheet__body"))
    if rows:
        name = _("%s加分扣分") % sheet.body.short_name
        yield Listing(name, sheet.body.name, EXTRA_FIELDS, rows, count=len(rows), name=name)


def sheets_export(user, asked: QueryDict) -> Export:
    """One sheet, or all of a round that the reader sees; by place, never by score."""
    sheets = Sheet.objects.visible_to(user).select_related("round__scheme", "round__body", "body")
    number, period = asked.get("sheet", ""), asked.get("round", "")
    if number.isdecimal():
        sheets = sheets.filter(pk=number)
    elif period.isdecimal():
        sheets = sheets.filter(round=period)
    else:
        raise Http404
    found = list(sheets.order_by("body__path"))
    if not found:
        raise Http404
    listings = []
    for sheet in found:
        sees = shows_marks(sheet.round) or may(user, Permission.REVIEW, sheet)
        rows = list(sheet.marks.select_related("item", "sheet__body"))
        listings.append(
            Listing(
                str(sheet),
                sheet.body.name,
                SELF_FIELDS + (GIVEN_FIELDS if sees else []),
                rows,
                count=len(rows),
                name=sheet.body.short_name,
            )
        )
        if sees:
            listings += _extras_of(sheet)
    title = str(found[0]) if len(found) == 1 else str(found[0].round)
    return Export(title=title, listings=listings, body=found[0].round.body)

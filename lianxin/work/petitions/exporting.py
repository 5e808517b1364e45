"""The petition ledger (信访台账) as a table: cases and persons, and nobody's name."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.sheets.listing import Field, Kind, Listing

NAMELESS = _("（不导出）")


def _receivers(petition) -> str:
    return "、".join(one.receiver for one in petition.shown_referrals)


FIELDS = (
    Field(_("编号"), lambda one: one.number, 16),
    Field(_("收到日期"), lambda one: one.submitted_on, 12, Kind.DATE),
    Field(_("来源"), lambda one: one.get_channel_display(), 10),
    Field(_("类别"), lambda one: one.get_sort_display(), 10),
    Field(_("标题"), lambda one: one.title, 36),
    # Whoever takes the table away takes nobody's name with it.
    Field(_("信访人"), lambda one: str(NAMELESS), 10),
    Field(_("人数"), lambda one: one.number_of_persons, 6, Kind.NUMBER),
    Field(_("问题类别"), lambda one: one.topic, 12),
    Field(_("问题发生地"), lambda one: one.place, 16),
    Field(_("状态"), lambda one: one.status_words, 18),
    Field(_("承办单位"), _receivers, 24),
    Field(_("期限"), lambda one: one.due_on, 12, Kind.DATE),
    Field(_("答复日期"), lambda one: one.replied_on, 12, Kind.DATE),
    Field(_("办结日期"), lambda one: one.closed_on, 12, Kind.DATE),
    Field(_("积案"), lambda one: one.is_old_case, 6, Kind.YES),
)


def ledger_listing(petitions, *, unit: str) -> Listing:
    """One line a petition that the reader sees, in the order of the queryset."""
    found = petitions.for_list()
    return Listing(
        title=_now("信访台账"),
        unit=unit,
        fields=FIELDS,
        rows=found.iterator(chunk_size=500),
        count=petitions.count(),
        notes=_now("人数与件数分别统计；信访人信息不导出。"),
    )

"""建议办理进行时 as a table: the columns of the page and no others."""

from django.utils.translation import gettext as _

from lianxin.faces.portal.forms import ProgressFilter
from lianxin.faces.portal.masking import mask
from lianxin.faces.portal.queries import published_suggestions, stage_of
from lianxin.foundation.sheets.exports import AT_ONCE, Export
from lianxin.foundation.sheets.listing import Field, Listing


def progress_export(user, asked) -> Export:
    """Released suggestions as the address filters them, newest first.

    user: whoever asks, signed in or not; it changes nothing. As many as are written at once:
    a stranger starts no job in the background.
    """
    found = ProgressFilter(asked).apply(published_suggestions())
    count = found.count()
    fields = [
        Field(_("机构"), lambda one: one.body.short_name, 14),
        Field(_("编号"), lambda one: one.number, 12),
        Field(_("标题"), lambda one: mask(one.title), 44),
        Field(_("承办单位"), lambda one: one.lead_office.name if one.lead_office else "", 24),
        Field(_("进度"), lambda one: str(stage_of(one)), 14),
        Field(_("代表评价"), lambda one: one.get_satisfaction_display(), 12),
    ]
    notes = ""
    if count > AT_ONCE:
        notes = _("共 %(count)d 件，这里是最新的 %(most)d 件；全部见“数据开放”。") % {
            "count": count,
            "most": AT_ONCE,
        }
    listing = Listing(
        _("建议办理进行时"),
        _("各级人大常委会（人大主席团）"),
        fields,
        found.defer("text")[:AT_ONCE].iterator(chunk_size=500),
        min(count, AT_ONCE),
        lambda one: f"suggestion-{one.pk}",
        notes=notes,
    )
    return Export(_("建议办理进行时"), [listing])

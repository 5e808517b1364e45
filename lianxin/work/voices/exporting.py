"""The list of messages as a table: what was said and what came of it, never who said it."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.ui.paging import ordered_pks
from lianxin.work.voices.forms.filters import FilterForm
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.queries import streams

CHUNK = 500


def messages_export(user, asked) -> Export:
    """The list as the address filters it, newest first."""
    home = user.home_body
    filters = FilterForm(asked, user=user)
    pks = ordered_pks(streams(user, filters.apply(VoterMessage.objects.all())))
    fields = [
        Field(_("编号"), lambda one: one.number, 18),
        Field(_("收到时间"), lambda one: localtime(one.received_at), 16, Kind.MOMENT),
        Field(_("机构"), lambda one: one.body.short_name, 10),
        Field(_("来源"), lambda one: one.get_channel_display(), 12),
        Field(_("家站点"), lambda one: str(one.station or ""), 16),
        Field(_("收件代表"), lambda one: one.deputy.name if one.deputy else "", 10),
        Field(_("标题"), lambda one: one.title, 36),
        Field(_("类别"), lambda one: one.topic, 10),
        Field(_("地点"), lambda one: one.place or str(one.village or ""), 16),
        Field(_("办理方式"), lambda one: one.get_route_display(), 14),
        Field(_("承办单位"), lambda one: str(one.lead_office or ""), 18),
        Field(_("状态"), lambda one: one.stage, 12),
        Field(_("答复日期"), lambda one: one.replied_on, 12, Kind.DATE),
        Field(_("选民评价"), lambda one: one.get_voter_satisfaction_display(), 10),
        Field(_("办结日期"), lambda one: one.closed_on, 12, Kind.DATE),
    ]
    title = _("选民留言台账")
    listing = Listing(
        title,
        home.name if home else "",
        fields,
        _rows(pks),
        len(pks),
        lambda one: f"message-{one.pk}",
    )
    return Export(title, [listing], body=home, step="message.export")


def _rows(pks):
    for at in range(0, len(pks), CHUNK):
        chunk = pks[at : at + CHUNK]
        found = {one.pk: one for one in VoterMessage.objects.for_list().filter(pk__in=chunk)}
        yield from (found[pk] for pk in chunk if pk in found)

"""What an office owes and promised, as tables."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Office
from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.suggestions import inbox
from lianxin.work.suggestions.forms.office import InboxFilterForm


def inbox_export(user, asked) -> Export:
    """The office's inbox as it is narrowed, the most urgent first."""
    today = localdate()
    offices, body, unit = _home(user)
    marks = inbox.thresholds(body, today)
    found = InboxFilterForm(asked).apply(
        inbox.owed_by(offices), today=today, soon_until=today + timedelta(days=marks.soon)
    )
    signed = inbox.signs_for(user)
    rows = [
        inbox.row_of(item, today, signs=item.office_id in signed, marks=marks) for item in found
    ]
    day = Kind.DATE
    fields = [
        Field(_("建议编号"), lambda row: row.matter.number, 9),
        Field(_("种类"), lambda row: row.matter.get_kind_display(), 12),
        Field(_("标题"), lambda row: row.matter.title, 40),
        Field(
            _("领衔代表"), lambda row: "、".join(one.person.name for one in row.matter.leads), 10
        ),
        Field(_("承办单位"), lambda row: row.assignment.office.name, 20),
        Field(_("承办方式"), lambda row: row.assignment.get_role_display(), 8),
        Field(_("第几次办理"), lambda row: row.assignment.round, 8, Kind.NUMBER),
        Field(_("交办日期"), lambda row: row.assignment.assigned_on, 12, day),
        Field(_("答复期限"), lambda row: row.assignment.due_on, 12, day),
        Field(_("期限情况"), lambda row: row.lateness.words, 16, is_stamped=False),
        Field(_("经办人"), lambda row: row.assignment.handler, 10),
        Field(_("经办人电话"), lambda row: row.assignment.handler_phone, 14),
        Field(_("重点督办"), lambda row: row.matter.is_key, 6, Kind.YES),
        Field(_("催办次数"), lambda row: row.assignment.reminder_count or None, 6, Kind.NUMBER),
        Field(_("下一步"), lambda row: row.button, 14, is_stamped=False),
    ]
    title = _("承办建议台账")
    listing = Listing(
        title, unit, fields, rows, len(rows), lambda row: f"assignment-{row.assignment.pk}"
    )
    return Export(title, [listing], body=body)


def office_promises_export(user, asked) -> Export:
    """One tab of the office's promise board, in its order."""
    offices, body, unit = _home(user)
    rows = list(inbox.promises_in_tab(offices, asked.get("tab"))[1])
    day = Kind.DATE
    fields = [
        Field(_("建议编号"), lambda one: one.reply.assignment.matter.number, 9),
        Field(_("建议标题"), lambda one: one.reply.assignment.matter.title, 36),
        Field(_("承诺事项"), lambda one: one.text, 40),
        Field(_("责任单位"), lambda one: one.reply.assignment.office.name, 20),
        Field(_("承诺日期"), lambda one: one.promised_on, 12, day),
        Field(_("完成时限"), lambda one: one.due_on, 12, day),
        Field(_("最近报告"), _reported, 12, day),
        Field(_("兑现情况"), lambda one: one.get_state_display(), 14),
        Field(_("未落实原因"), lambda one: one.explanation, 30),
    ]
    title = _("承诺事项台账")
    listing = Listing(title, unit, fields, rows, len(rows), lambda one: f"promise-{one.pk}")
    return Export(title, [listing], body=body)


def _reported(promise) -> date | None:
    """Day of the last report; the day of promising stands in for none."""
    return None if promise.last_reported_on == promise.promised_on else promise.last_reported_on


def _home(user):
    """The user's offices, the body that hands suggestions to them, and their names."""
    offices = user.office_ids()
    if not offices:
        raise PermissionDenied(_("待办件是承办单位的工作页面，您的账号不属于任何承办单位。"))
    body = next(grant.body for grant in user.current_grants if grant.office_id in offices)
    names = Office.objects.filter(pk__in=offices).order_by("name").values_list("name", flat=True)
    return offices, body, "、".join(names)

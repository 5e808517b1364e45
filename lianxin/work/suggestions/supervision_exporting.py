"""Hand-over meetings, look-backs and reminders: the rows of their pages, and as tables."""

from datetime import timedelta
from functools import reduce
from operator import attrgetter, or_

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import HandoverMeeting, LookBack, Reminder
from lianxin.foundation.people.models import Body
from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.suggestions.views.clerking import staff_bodies

YEARS_OF_REMINDERS = 10
"""How far back the page may be asked to look."""


def bodies_seen(user) -> QuerySet[Body]:
    """The bodies the user works for and, from a county, those below it."""
    return reduce(or_, [Body.objects.within(body) for body in staff_bodies(user)])


def meetings_seen(user) -> QuerySet[HandoverMeeting]:
    """Hand-over meetings the user sees, newest first, with how many each handed over."""
    return (
        HandoverMeeting.objects.filter(body__in=bodies_seen(user))
        .select_related("body")
        .annotate(number=Count("assignments__matter", distinct=True))
        .order_by("-held_on", "-pk")
    )


def look_backs_of(user) -> QuerySet[LookBack]:
    """What was drawn for a visit by the bodies the user works for, newest first."""
    return (
        LookBack.objects.filter(matter__body__in=staff_bodies(user))
        .select_related("matter__lead_office", "matter__body")
        .order_by("-drawn_on", "-pk")
    )


def reminders_of(user, asked) -> QuerySet[Reminder]:
    """Every time the user's offices were urged, newest first; `days` looks back no further."""
    if not (offices := user.office_ids()):
        raise PermissionDenied(_("待办件是承办单位的工作页面，您的账号不属于任何承办单位。"))
    found = Reminder.objects.filter(assignment__office_id__in=offices)
    days = asked.get("days", "")
    if days.isdecimal() and int(days) <= YEARS_OF_REMINDERS * 366:
        found = found.filter(reminded_on__gte=localdate() - timedelta(days=int(days)))
    related = found.select_related("matter", "assignment__office", "reminded_by")
    return related.order_by("-reminded_on", "-pk")


def meetings_export(user, asked) -> Export:
    fields = [
        Field(_("日期"), attrgetter("held_on"), 12, Kind.DATE),
        Field(_("机构"), attrgetter("body.short_name"), 14),
        Field(_("地点"), attrgetter("place"), 24),
        Field(_("主持人"), attrgetter("host"), 12),
        Field(_("参加单位和人员"), attrgetter("attendees"), 40),
        Field(_("交办件数"), attrgetter("number"), 9, Kind.NUMBER),
        Field(_("会议纪要"), attrgetter("minutes"), 50),
    ]
    return _export(_("交办会台账"), fields, meetings_seen(user), "meeting", user.home_body)


def look_backs_export(user, asked) -> Export:
    fields = [
        Field(_("机构"), attrgetter("matter.body.short_name"), 14),
        Field(_("建议编号"), attrgetter("matter.number"), 9),
        Field(_("标题"), attrgetter("matter.title"), 40),
        Field(_("主办单位"), lambda one: _name(one.matter.lead_office), 20),
        Field(_("抽取日期"), attrgetter("drawn_on"), 12, Kind.DATE),
        Field(_("回访日期"), attrgetter("visited_on"), 12, Kind.DATE),
        Field(_("回访人员"), attrgetter("visitors"), 20),
        Field(_("结论"), lambda one: one.get_finding_display(), 16),
        Field(_("情况"), attrgetter("note"), 50),
    ]
    return _export(_("回头看台账"), fields, look_backs_of(user), "look-back", user.home_body)


def reminders_export(user, asked) -> Export:
    fields = [
        Field(_("催办日期"), attrgetter("reminded_on"), 12, Kind.DATE),
        Field(_("建议编号"), attrgetter("matter.number"), 9),
        Field(_("标题"), attrgetter("matter.title"), 40),
        Field(_("承办单位"), attrgetter("assignment.office.name"), 20),
        Field(_("催办内容"), attrgetter("words"), 50),
        Field(_("催办人"), lambda one: _name(one.reminded_by), 12),
    ]
    rows = reminders_of(user, asked)
    home = next((grant.body for grant in user.current_grants if grant.office_id), None)
    return _export(_("催办记录"), fields, rows, "reminder", home)


def _export(title: str, fields: list[Field], rows: QuerySet, key: str, body) -> Export:
    unit = body.name if body else ""
    listing = Listing(
        title,
        unit,
        fields,
        rows.iterator(chunk_size=500),
        rows.count(),
        lambda one: f"{key}-{one.pk}",
    )
    return Export(title, [listing], body=body)


def _name(record) -> str:
    return record.name if record else ""

"""Entering working days. Nothing else writes the tables; each step leaves an event.

Deadlines already counted stay as they were: they name the calendar they used.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.models import DayOverride, HolidayTable
from lianxin.foundation.calendars.remembering import forget
from lianxin.foundation.calendars.tables import BadTable, year_table
from lianxin.foundation.ledger import chain
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused


@transaction.atomic
def enter_table(
    year: int, *, holidays: list[str], workdays: list[str], source: str, by, body
) -> HolidayTable:
    """Enter or correct a year's published days off and make-up workdays.

    holidays, workdays: entries like "10-01/10-07" or "10-10".
    body: the topmost body whose keeper enters it; the table holds for everyone.
    Raises PermissionDenied; Refused for entries that are no days.

    Source: 全国年节及纪念日放假办法 (2024), art. 7.
    """
    require(by, Permission.MANAGE_CALENDAR, body)
    if body.parent_id:
        raise Refused(_("放假调休安排由县级统一录入。请联系县级人大工作人员。"))
    try:
        table = year_table(year, holidays, workdays, source)
    except BadTable as bad:
        raise Refused(str(bad)) from None
    if not table.off:
        raise Refused(_("没有填写放假日。请按国务院办公厅通知填写。"))
    entered, _created = HolidayTable.objects.update_or_create(
        year=year,
        defaults={
            "holidays": holidays,
            "workdays": workdays,
            "source": source,
            "entered_by": by,
        },
    )
    after = {"holidays": holidays, "workdays": workdays, "source": source}
    words = _("录入%(year)s年放假调休安排") % {"year": year}
    chain.record(by, "calendars.enter_table", entered, words, after=after, body=body)
    forget()
    return entered


@transaction.atomic
def set_day(on: date, *, is_workday: bool, note: str, body, by) -> DayOverride:
    """Say that `on` is (not) a working day for `body` and those below it.

    note: why, for example the name of the local holiday; required.
    Raises PermissionDenied; Refused without a note.

    Source: 全国年节及纪念日放假办法 (2024), art. 4.
    """
    require(by, Permission.MANAGE_CALENDAR, body)
    if not note.strip():
        raise Refused(_("没有说明原因。请填写这一天放假或者上班的原因。"))
    day, _created = DayOverride.objects.update_or_create(
        on=on,
        body=body,
        defaults={"is_workday": is_workday, "note": note.strip(), "entered_by": by},
    )
    words = (_("登记%(day)s上班") if is_workday else _("登记%(day)s放假")) % {"day": on}
    chain.record(by, "calendars.set_day", day, words, reason=note.strip(), body=body)
    forget()
    return day


@transaction.atomic
def remove_day(day: DayOverride, *, by) -> None:
    """Withdraw a local day; the table decides again. Raises PermissionDenied."""
    require(by, Permission.MANAGE_CALENDAR, day.body)
    words = _("撤销%(day)s的特殊日期") % {"day": day.on}
    chain.record(by, "calendars.remove_day", day, words, reason=day.note, body=day.body)
    day.delete()
    forget()

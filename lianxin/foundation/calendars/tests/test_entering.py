"""Entering tables and days: the steps, their refusals, and the page."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lianxin.foundation.calendars.models import DayOverride, HolidayTable
from lianxin.foundation.calendars.queries import calendar_of, missing_year
from lianxin.foundation.calendars.workflow import enter_table, remove_day, set_day
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Account, Body, Grant, Role
from lianxin.foundation.refusals import Refused

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
TABLE: dict[str, Any] = {
    "holidays": ["01-01/01-03", "10-01/10-07"],
    "workdays": ["01-09"],
    "source": NOTICE,
}


@pytest.fixture
def county(db):
    return Body.objects.create(
        code="hewang", name="禾望县人大常委会", short_name="禾望县人大", kind=Body.Kind.COUNTY
    )


@pytest.fixture
def township(county):
    return Body.objects.create(
        code="qingshui",
        name="清水乡人大主席团",
        short_name="清水乡人大",
        kind=Body.Kind.TOWNSHIP,
        parent=county,
    )


def account(body, role, username="clerk"):
    made = Account.objects.create_user(username, "a-long-enough-password", name="周文静")
    Grant.objects.create(account=made, role=role, body=body)
    return made


@pytest.fixture
def clerk(county):
    return account(county, Role.COUNTY_CLERK)


def test_an_entered_table_makes_the_year_certain_for_everyone(county, township, clerk):
    enter_table(2027, **TABLE, by=clerk, body=county)

    calendar = calendar_of(township)
    assert calendar.is_certain(date(2027, 6, 1))
    assert calendar.is_workday(date(2027, 1, 9))
    assert missing_year(date(2026, 12, 5)) is None
    assert Event.objects.get().step == "calendars.enter_table"


def test_a_missing_table_is_worth_a_warning_from_december(db):
    assert missing_year(date(2026, 11, 30)) is None
    assert missing_year(date(2026, 12, 1)) == 2027


def test_entering_a_year_again_corrects_it(county, clerk):
    enter_table(2027, **TABLE, by=clerk, body=county)
    enter_table(2027, **TABLE | {"workdays": ["01-10"]}, by=clerk, body=county)

    assert HolidayTable.objects.get().workdays == ["01-10"]
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"holidays": ["02-31"]}, "02-31"),
        ({"holidays": []}, "没有填写放假日"),
        ({"workdays": ["01-01"]}, "只保留一处"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_and_nothing_is_kept(county, clerk, changes, told):
    with pytest.raises(Refused, match=told):
        enter_table(2027, **TABLE | changes, by=clerk, body=county)

    assert not HolidayTable.objects.exists()


def test_a_township_does_not_enter_the_countrys_table(township):
    with pytest.raises(Refused, match="县级统一录入"):
        enter_table(2027, **TABLE, by=account(township, Role.TOWNSHIP_CLERK), body=township)


def test_a_deputy_may_not_touch_the_calendar(county):
    deputy = account(county, Role.DEPUTY)

    with pytest.raises(PermissionDenied):
        enter_table(2027, **TABLE, by=deputy, body=county)
    with pytest.raises(PermissionDenied):
        set_day(date(2026, 3, 30), is_workday=False, note="禾望节", body=county, by=deputy)


def test_a_local_holiday_holds_for_the_body_and_those_below_and_the_nearer_wins(
    county, township, clerk
):
    own = account(township, Role.TOWNSHIP_CLERK, "own")
    day = date(2026, 3, 30)
    set_day(day, is_workday=False, note="禾望节", body=county, by=clerk)

    assert not calendar_of(township).is_workday(day)
    assert calendar_of(None).is_workday(day)

    set_day(day, is_workday=True, note="照常上班", body=township, by=own)

    assert calendar_of(township).is_workday(day)
    assert not calendar_of(county).is_workday(day)


def test_a_day_without_a_reason_is_refused(county, clerk):
    with pytest.raises(Refused, match="原因"):
        set_day(date(2026, 3, 30), is_workday=False, note=" ", body=county, by=clerk)


def test_a_removed_day_is_as_the_table_says_again_and_the_removal_is_on_record(county, clerk):
    day = set_day(date(2026, 3, 30), is_workday=False, note="禾望节", body=county, by=clerk)

    remove_day(day, by=clerk)

    assert calendar_of(county).is_workday(date(2026, 3, 30))
    assert Event.objects.filter(step="calendars.remove_day").exists()


def test_the_page_shows_the_year_and_takes_a_day_and_a_table(client, county, clerk):
    client.force_login(clerk)

    client.post(
        reverse("calendars:set_day"), {"on": "2026-03-30", "is_workday": "off", "note": "禾望节"}
    )
    client.post(
        reverse("calendars:enter_table"),
        {
            "year": 2027,
            "holidays": "01-01/01-03，10-01/10-07",
            "workdays": "01-09",
            "source": NOTICE,
        },
    )
    page = client.get(reverse("calendars:list")).content.decode()

    assert "禾望节" in page
    assert HolidayTable.objects.get().holidays == ["01-01/01-03", "10-01/10-07"]


def test_a_refused_table_keeps_what_was_typed(client, county, clerk):
    client.force_login(clerk)

    page = client.post(
        reverse("calendars:enter_table"),
        {"year": 2027, "holidays": "02-31", "workdays": "", "source": NOTICE},
    ).content.decode()

    assert "02-31" in page
    assert "不是 2027 年的日期" in page


def test_a_day_of_another_body_is_not_found(client, county, township, clerk):
    own = account(township, Role.TOWNSHIP_CLERK, "own")
    day = set_day(date(2026, 3, 30), is_workday=False, note="清水节", body=township, by=own)
    client.force_login(clerk)

    assert client.post(reverse("calendars:remove_day", args=[day.pk])).status_code == 404
    assert DayOverride.objects.exists()


def test_a_deputy_sees_the_calendar_without_forms(client, county):
    client.force_login(account(county, Role.DEPUTY))

    page = client.get(reverse("calendars:list")).content.decode()

    assert "工作日历" in page
    assert "登记特殊日期" not in page

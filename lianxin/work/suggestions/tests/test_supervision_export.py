"""Meetings, look-backs, reminders and the group's list leave as their pages show them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import HandoverMeeting, LookBack, Reminder
from lianxin.foundation.people.models import Group, Role, Seat
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_account,
    make_clerk,
    make_county,
    make_office,
    make_office_head,
    make_township,
)
from lianxin.work.suggestions.tests.test_export import column, export


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def story(county):
    """Handed over at a meeting and urged twice; a township has a meeting of its own."""
    story = Story(county).submit().accept()
    meeting = handling.hold_handover_meeting(
        county, held_on=dt.date(2026, 3, 2), by=story.clerk, place="=第一会议室", host="李主任"
    )
    story.assign(meeting=meeting)
    handling.remind(story.assignment, by=story.clerk, today=dt.date(2026, 3, 9), words="请联系代表")
    handling.remind(story.assignment, by=story.clerk, today=dt.date(2026, 4, 9), words="请答复")
    town = make_township(county)
    handling.hold_handover_meeting(town, held_on=dt.date(2026, 3, 5), by=make_clerk(town))
    return story


def test_a_county_takes_away_all_meetings_it_sees_and_a_township_its_own(client, county, story):
    sheet = export(client, story.clerk, "suggestions:handover_meetings")

    assert sheet["A1"].value == "交办会台账"
    assert column(sheet, "机构") == ["柳溪镇", county.short_name]
    assert column(sheet, "日期")[1].date() == dt.date(2026, 3, 2)
    assert column(sheet, "交办件数") == [0, 1]
    assert column(sheet, "地点")[1] == "=第一会议室"
    assert column(sheet, "编号(系统)")[1].startswith("meeting-")
    town = HandoverMeeting.objects.exclude(body=county).get().body
    sheet = export(client, make_clerk(town), "suggestions:handover_meetings")
    assert column(sheet, "机构") == ["柳溪镇"]


def test_look_backs_leave_with_what_was_found(client, county, story):
    LookBack.objects.create(
        matter=story.suggestion,
        drawn_on=dt.date(2026, 9, 1),
        visited_on=dt.date(2026, 9, 9),
        visitors="人大办两人",
        finding="confirmed",
        note="护栏已换。",
    )
    page = client.get(reverse("suggestions:look_backs"))
    assert page.status_code == 302

    sheet = export(client, story.clerk, "suggestions:look_backs")

    assert column(sheet, "标题") == [story.suggestion.title]
    assert column(sheet, "结论") == ["属实"]
    assert [day.date() for day in column(sheet, "回访日期")] == [dt.date(2026, 9, 9)]
    page = client.get(reverse("suggestions:look_backs"))
    assert 'href="?as=xlsx"' in page.text


def test_an_office_takes_away_its_own_reminders_as_far_back_as_asked(client, county, story):
    page = "suggestions:reminders"
    other = make_office_head(make_office(county, "县水利局"))

    assert column(export(client, story.head, page), "催办内容") == ["请答复", "请联系代表"]
    assert column(export(client, story.head, page, days=0), "催办内容") == []
    assert column(export(client, other, page), "催办内容") == []
    client.force_login(story.head)
    assert 'href="?days=9&amp;as=xlsx"' not in client.get(reverse(page), {"days": "x"}).text
    Reminder.objects.filter(words="请答复").update(reminded_on=localdate())
    assert 'href="?days=9&amp;as=xlsx"' in client.get(reverse(page), {"days": 9}).text


@pytest.mark.parametrize("page", ["handover_meetings", "look_backs", "reminders"])
def test_who_may_not_open_the_page_gets_no_table_either(client, story, page):
    client.force_login(story.deputy)

    assert client.get(reverse(f"suggestions:{page}"), {"as": "xlsx"}).status_code == 403


def test_a_group_leader_takes_away_the_list_of_the_group(client, county, story):
    group = Group.objects.create(body=county, name="第一代表小组")
    Seat.objects.filter(person=story.deputy.person).update(group=group)
    other = Story(county, title="关于别组的建议").submit()
    leader = make_account(Role.GROUP_LEADER, county, group=group)

    sheet = export(client, leader, group=group.pk)

    assert column(sheet, "标题") == [story.suggestion.title]
    assert other.suggestion.title not in column(sheet, "标题")

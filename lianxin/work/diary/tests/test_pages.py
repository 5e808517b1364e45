"""The diary's pages, its reminders and its papers."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianxin.engines.matters.models import HandoverMeeting
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.people.models import Role
from lianxin.work.diary import workflow
from lianxin.work.diary.models import Tick
from lianxin.work.diary.queries import year_of
from lianxin.work.diary.telling import dates_of, remind
from lianxin.work.diary.tests.factories import TODAY, make_activity
from lianxin.work.suggestions.tests.factories import make_account, make_county, make_township

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-10 09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def township(county):
    return make_township(county)


@pytest.fixture
def clerk(township):
    return make_account(Role.TOWNSHIP_CLERK, township)


def home(client, **query):
    return client.get(reverse("diary:home", query=query))


def test_the_year_is_read_as_a_list_and_by_month(client, township, clerk):
    make_activity(township, date(2026, 3, 20), by=clerk, kind="activity_day", title="视察村道")
    client.force_login(clerk)
    page = home(client).content.decode()
    assert "代表活动日" in page
    assert "视察村道" in page
    assert "逾期未办" in page
    month = home(client, view="month", month=3).content.decode()
    assert "代表活动日" in month
    missed = home(client, state="missed").content.decode()
    assert "视察村道" not in missed


def test_a_deputy_has_no_diary_and_is_told_so_in_words(client, township):
    client.force_login(make_account(Role.DEPUTY, township))
    assert "工作台" in home(client).content.decode()
    assert home(client, body=township.code).status_code == 404


def test_who_only_reads_is_led_to_no_page_of_the_offices_own_work(client, county, clerk):
    meeting = HandoverMeeting.objects.create(body=county, held_on=date(2026, 3, 5))
    url = reverse("suggestions:handover_meeting", args=[meeting.pk])
    due = next(one for one in year_of(county, 2026, on=TODAY) if one.opens and not one.is_done)
    for role, is_led in ((Role.COUNTY_CLERK, True), (Role.AUDITOR, False)):
        client.force_login(make_account(role, county))
        page = home(client, body=county.code).content.decode()
        assert "03-05" in page
        assert (url in page) is is_led
        assert ("去办理" in client.get(due.url).content.decode()) is is_led


def test_a_neighbour_s_diary_does_not_exist(client, county, township):
    client.force_login(
        make_account(Role.TOWNSHIP_CLERK, make_township(county, code="other", name="石桥镇"))
    )
    assert home(client, body=township.code).status_code == 404


def test_the_county_sees_all_bodies_in_one_table_with_a_fixed_number_of_queries(
    client, county, township, clerk, django_assert_max_num_queries
):
    client.force_login(make_account(Role.COUNTY_CLERK, county))
    with django_assert_max_num_queries(60) as few:
        page = client.get(reverse("diary:matrix"))
    assert "柳溪镇" in page.content.decode()
    for one in range(4):
        make_township(county, code=f"t{one}", name=f"第{one}镇")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("diary:matrix"))


def test_a_refusal_names_the_article_and_keeps_what_was_typed(client, township, clerk):
    client.force_login(clerk)
    url = reverse("diary:put_off", args=[township.code, "suggestion_report"])
    page = client.post(url, {"reason": "今年没有建议"})
    assert page.status_code == 409
    assert "代表法第五十一条第三款" in page.content.decode()
    assert "今年没有建议" in page.content.decode()


def test_a_tick_takes_a_proof_and_shows_who_entered_it(client, township, clerk):
    client.force_login(clerk)
    one = next(d for d in year_of(township, 2026, on=TODAY) if d.key == "circular")
    url = reverse("diary:tick", args=[township.code, one.key, one.on.isoformat()])
    proof = SimpleUploadedFile("通报.txt", "政情通报".encode(), content_type="text/plain")
    assert (
        client.post(url, {"done_on": "2026-01-09", "words": "已发", "file": proof}).status_code
        == 302
    )
    page = client.get(one.url).content.decode()
    assert "人工登记" in page
    assert clerk.name in page
    found = Tick.objects.get()
    assert client.get(reverse("files:show", args=[found.file_id])).status_code in (200, 302)
    client.force_login(make_account(Role.DEPUTY, township))
    assert client.get(reverse("files:show", args=[found.file_id])).status_code == 404


def test_reminders_go_out_once_before_on_and_after(township, clerk):
    chair = make_account(Role.CHAIR, township)
    assert remind(date(2026, 7, 14)) == 0
    workflow.begin(township, on=date(2026, 6, 1), by=clerk)
    assert remind(date(2026, 7, 14)) > 0
    told = Notice.objects.filter(account=clerk, kind="diary.before")
    assert told.filter(words__contains="代表活动日").count() == 1
    assert remind(date(2026, 7, 14)) == 0
    standing = township.diary_standing
    assert standing.due
    assert "代表活动日" in [one["name"] for one in standing.near]
    remind(date(2026, 7, 20))
    assert Notice.objects.filter(kind="diary.on", words__contains="代表活动日").count() == 1
    remind(date(2026, 8, 3))
    assert Notice.objects.filter(kind="diary.after", words__contains="代表活动日").count() == 1
    # The chair is told of the chair's own work, and a neighbour of nothing.
    assert not Notice.objects.filter(account=chair, words__contains="代表活动日").exists()


def test_what_was_done_reminds_nobody(township, clerk):
    workflow.begin(township, on=date(2026, 6, 1), by=clerk)
    make_activity(township, date(2026, 7, 10), by=clerk, kind="activity_day")
    remind(date(2026, 7, 20))
    assert not Notice.objects.filter(kind="diary.on", words__contains="代表活动日").exists()


def test_the_phone_s_calendar_holds_what_is_still_to_be_done(township, clerk):
    entries = list(dates_of(clerk, TODAY))
    assert all(one.on >= TODAY for one in entries)
    assert any("代表活动日" in one.title for one in entries)
    assert len({one.uid for one in entries}) == len(entries)
    assert not list(dates_of(make_account(Role.DEPUTY, township), TODAY))


def test_the_plan_goes_its_way_and_what_is_open_is_carried_over(client, township, clerk):
    client.force_login(clerk)
    plan = workflow.draft_plan(township, year=2025, text="总体要求", by=clerk)
    left = workflow.add_item(plan, month=5, words="修订办理办法", owner="主席", by=clerk)
    done = workflow.add_item(plan, month=6, words="视察饮水", by=clerk)
    workflow.send_plan(plan, by=clerk, today=TODAY)
    workflow.approve_plan(plan, approved_on=TODAY, approval="党委会第3次", by=clerk, today=TODAY)
    workflow.finish_item(done, done_on=TODAY, result="视察 4 处", by=clerk, today=TODAY)
    workflow.sum_up(plan, summary="全年完成 1 项。", by=clerk, today=TODAY)
    url = reverse("diary:plan_write", args=[township.code, 2026])
    assert client.post(url, {"text": "围绕饮水"}).status_code == 302
    carried = township.year_plans.get(year=2026).items.get()
    assert (carried.words, carried.carried_from, carried.origin) == (
        "修订办理办法",
        left,
        "carried",
    )
    page = client.get(reverse("diary:plan_of", args=[township.code, 2026])).content.decode()
    assert "上年结转" in page


def test_the_plan_s_paper_holds_the_items_and_the_dated_duties(township, clerk):
    plan = workflow.draft_plan(township, year=2026, text="总体要求", by=clerk)
    workflow.add_item(plan, month=3, words="视察春灌用水", owner="主席", by=clerk)
    kind = kind_of("year_plan")
    data = kind.data_of(plan, clerk)
    assert data["items"] == [{"month": "3", "words": "视察春灌用水", "owner": "主席"}]
    assert {"day": "3月20日", "name": "代表活动日"}.items() <= {
        (k, v) for one in data["duties"] for k, v in one.items()
    } or any(one["name"] == "代表活动日" and one["day"] == "3月20日" for one in data["duties"])
    assert kind.compose(data).blocks


def test_the_wall_calendar_holds_twelve_months_on_either_paper(client, township, clerk):
    client.force_login(clerk)
    url = reverse("diary:wall", args=[township.code, 2026])
    for size in ("a3", "a4"):
        page = client.get(url, {"size": size}).content.decode()
        assert page.count("wall-year__month") == 12
        assert f"diary/{size}.css" in page
    assert client.get(reverse("diary:wall", args=[township.code, 1900])).status_code == 404


def test_a_topic_comes_into_one_plan_only(township, clerk):
    from lianxin.foundation.refusals import WrongStatus

    topic = workflow.add_topic(township, words="农村饮水", source="群众反映", by=clerk, today=TODAY)
    plan = workflow.draft_plan(township, year=2026, text="", by=clerk)
    item = workflow.add_item(plan, month=4, words="", topic=topic, by=clerk)
    assert item.words == "农村饮水"
    with pytest.raises(WrongStatus):
        workflow.add_item(plan, month=5, words="再来", topic=topic, by=clerk)
    with pytest.raises(WrongStatus):
        workflow.drop_topic(topic, reason="重复", by=clerk)
    assert TODAY - timedelta(days=0) == topic.on

"""Pages: a report to voters with 46 ballots from plan to file; phones; who sees what."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.people.throttle import Limit
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.models import Batch, Meeting, PhoneCount, Subject
from lianxin.work.appraisals.tests.factories import (
    close,
    lines_of,
    make_meeting,
    make_seats,
    make_second,
)
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def url(name, *args):
    return reverse(f"appraisals:{name}", args=args)


def entry(meeting, numbers, returned, **more):
    """A posted entry of one object and voters only. numbers: grades in order."""
    subject = meeting.subjects.get()
    data = {"r-voters": returned, f"i-voters-{subject.pk}": 0} | more
    for grade, number in enumerate(numbers):
        data[f"n-voters-{subject.pk}-0-{grade}"] = number
    return data


def test_a_batch_named_with_its_year_does_not_say_the_year_twice():
    names = [str(Batch(year=2026, name=name)) for name in ("第一批", "2026年第一批")]

    assert names == ["2026年第一批"] * 2


def test_a_report_to_46_voters_from_the_plan_to_the_file(town, clerk):
    deputy, second, today = make_deputy(town), make_second(town), localdate()
    seat = Seat.objects.get(person=deputy.person)
    page, phone, other = signed_in(clerk), signed_in(deputy), signed_in(second)

    due = today.replace(month=12, day=31)
    planned = page.post(
        url("batch_new"), {"name": "第一批", "due_on": due, "seats": [seat.pk]}, follow=True
    )
    assert seat.person.name in text_of(planned)
    subject = Subject.objects.get()
    assert "第一批" in text_of(phone.get(url("mine")))

    # The deputy drafts, edits and sends on the phone.
    drafted = phone.post(url("draft", subject.pk), follow=True)
    assert "各位选民" in text_of(drafted)
    empty = phone.post(url("subject", subject.pk), {"text": " ", "send": "1"})
    assert empty.status_code == 409
    sent = phone.post(
        url("subject", subject.pk), {"text": "各位选民：我走访了十户。", "send": "1"}, follow=True
    )
    assert "已报送" in text_of(sent)
    page.post(url("review", subject.pk), {"accept": "1", "words": "好"})
    subject.refresh_from_db()
    assert subject.report_state == "accepted"

    # The meeting, with the form's refusal keeping what was typed.
    given = {
        "title": "柳溪选区代表述职测评会",
        "on": today,
        "from_time": "09:00",
        "place": "柳溪村党群服务中心",
        "subjects": [subject.pk],
        "scale": "excellent",
        "base": "present",
    }
    refused = page.post(url("meeting_new"), given)
    assert refused.status_code == 409
    assert "请选择由谁参加测评" in text_of(refused)
    assert "柳溪选区代表述职测评会" in text_of(refused)
    page.post(url("meeting_new"), given | {"raters": ["voters"]})
    meeting = Meeting.objects.get()
    assert page.get(url("ballots", meeting.pk))["Content-Type"] == "application/pdf"
    page.post(url("close", meeting.pk), {"attended": 52, "present-voters": 46, "issued-voters": 46})

    # Two people type; neither sees the other's numbers, nor does the page show them.
    first = page.post(url("enter", meeting.pk), entry(meeting, (29, 16, 0), 46), follow=True)
    assert "等另一个人录入" in text_of(first)
    blank = text_of(other.get(url("enter", meeting.pk)))
    assert 'value="29"' not in blank
    assert 'value="46"' not in blank
    assert "还不能比对" in text_of(other.get(url("differences", meeting.pk)))
    too_many = other.post(url("enter", meeting.pk), entry(meeting, (31, 16, 0), 46))
    assert too_many.status_code == 409
    assert "多 1 张" in text_of(too_many)
    assert 'value="31"' in text_of(too_many)
    other.post(url("enter", meeting.pk), entry(meeting, (26, 16, 0), 46))
    differs = text_of(page.get(url("differences", meeting.pk)))
    assert "有 1 处不一致" in differs
    assert ">26<" in differs
    stuck = page.post(url("count", meeting.pk), {"gap_reason": "说明"})
    assert "不一致" in text_of(stuck)
    other.post(url("enter", meeting.pk), entry(meeting, (29, 16, 0), 46, reason="优秀数错一包"))
    assert "两次录入一致" in text_of(other.get(url("differences", meeting.pk)))
    gap = page.post(url("count", meeting.pk), {})
    assert gap.status_code == 409
    assert "有 1 张没有着落" in text_of(gap)
    page.post(url("count", meeting.pk), {"gap_reason": "1 张交回时未划"})

    shown = text_of(page.get(url("meeting", meeting.pk)))
    for words in ("63%", "35%", "有 1 张没有着落", "发出 46 张，收回 46 张，有效 46 张"):
        assert words in shown
    assert page.get(url("result_sheet", meeting.pk))["Content-Type"] == "application/pdf"
    paper = page.post(
        reverse("papers:create"), {"kind": "appraisal_result", "source": meeting.pk}, follow=True
    )
    assert "已起草" in text_of(paper)
    assert "差额说明" in text_of(paper)

    # The deputy learns of it by the feedback, the public by a decision.
    assert "63%" not in text_of(phone.get(url("subject", subject.pk)))
    assert "63%" not in text_of(phone.get(url("meeting", meeting.pk)))
    page.post(url("feedback", subject.pk), {"words": "联系选民多。"})
    assert "63%" in text_of(phone.get(url("subject", subject.pk)))
    public = url("published", meeting.code)
    assert Client().get(public).status_code == 404
    page.post(url("publish", meeting.pk), {"public": "1"})
    assert "63%" in text_of(Client().get(public))
    assert "已归档" in text_of(page.post(url("file", meeting.pk), follow=True))
    assert "1 / 1" in text_of(page.get(url("list")))


def test_a_voter_rates_on_a_phone_once_without_account_cookie_or_trace(town, clerk, monkeypatch):
    today = localdate()
    meeting = make_meeting(town, clerk, seats=make_seats(town, 2), uses_codes=True, today=today)
    address = url("rate", meeting.code)
    phone = Client(enforce_csrf_checks=True)
    assert "还没有开始" in text_of(phone.get(address))
    page = signed_in(clerk)
    slips = page.post(url("codes", meeting.pk), {"raters": "voters", "number": 3})
    assert slips["Content-Type"] == "application/pdf"
    assert "no-store" in slips["Cache-Control"]
    [code] = workflow.print_codes(meeting, raters="voters", number=1, by=clerk)
    page.post(url("open", meeting.pk))

    opened = phone.get(address)
    assert opened.status_code == 200
    assert not opened.cookies
    assert "script-src" in opened["Content-Security-Policy"]
    token = opened.context["form"]["token"].value()
    first, other = meeting.subjects.for_list()
    sheet = {"token": token, "code": code, f"g-{first.pk}-0": "0", f"g-{other.pk}-0": "1"}
    for wrong, words in (
        (sheet | {"token": "x"}, "打开得太久"),
        (sheet | {"code": "2222-2222"}, "测评码不对"),
        ({"token": token, "code": code}, "一项也没有选"),
    ):
        answer = phone.post(address, wrong)
        assert answer.status_code == 422
        assert words in text_of(answer)
    elsewhere = phone.post(address, sheet, headers={"origin": "https://elsewhere.example"})
    assert "不是从本站" in text_of(elsewhere)
    done = phone.post(address, sheet, follow=True)
    assert "已投票" in text_of(done)
    again = phone.post(address, sheet)
    assert "已经用过" in text_of(again)
    assert PhoneCount.objects.filter(number__gt=0).count() == 2
    seen = text_of(page.get(url("meeting", meeting.pk)))
    assert "收票以前不显示任何结果" in seen
    assert "%" not in seen.split("正在测评")[2]

    from lianxin.work.appraisals.views import rating

    cache.clear()
    monkeypatch.setattr(rating, "MISSES", Limit("appraisal-test", amount=2, seconds=600))
    for _time in range(2):
        phone.post(address, sheet | {"code": "2222-2222"})
    assert "填错的测评码太多" in text_of(phone.post(address, sheet | {"code": "3333-3333"}))
    close(meeting, clerk, 4, today=today)
    assert "已经结束" in text_of(phone.get(address))


def test_others_see_neither_reports_nor_meetings(town, clerk):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1), today=localdate())
    subject = meeting.subjects.get()
    stranger = signed_in(make_deputy(town))
    assert stranger.get(url("list")).status_code == 404
    assert stranger.get(url("meeting", meeting.pk)).status_code == 404
    assert stranger.get(url("subject", subject.pk)).status_code == 404
    assert stranger.get(url("batch_new")).status_code == 403
    auditor = signed_in(make_account(Role.AUDITOR, town))
    assert auditor.get(url("meeting", meeting.pk)).status_code == 200
    for name in ("close", "count", "cancel", "codes", "enter", "opinion"):
        assert auditor.get(url(name, meeting.pk)).status_code == 403
    assert auditor.post(url("draft", subject.pk)).status_code == 403


def test_lists_ask_the_same_number_of_questions_whatever_they_hold(
    town, clerk, django_assert_num_queries, django_assert_max_num_queries
):
    page, today = signed_in(clerk), localdate()
    seats = make_seats(town, 12)

    def asked(address):
        with django_assert_max_num_queries(60) as found:
            assert page.get(address).status_code == 200
        return len(found)

    meeting = make_meeting(town, clerk, seats=seats[:2], today=today)
    batch = Batch.objects.get()
    few = [asked(one) for one in (url("list"), url("batch", batch.pk), meeting.get_absolute_url())]
    workflow.put_in(batch, seats[2:], by=clerk, today=today)
    Subject.objects.filter(meeting=None).update(meeting=meeting)
    workflow.open_batch(
        town,
        year=today.year,
        name="第二批",
        due_on=today + timedelta(days=1)
        if (today + timedelta(days=1)).year == today.year
        else today,
        by=clerk,
        today=today,
    )
    many = [asked(one) for one in (url("list"), url("batch", batch.pk), meeting.get_absolute_url())]
    assert few == many
    close(meeting, clerk, 10, today=today)
    second = make_second(town)
    lines = lines_of(meeting, [(8, 2, 0)] * 12)
    workflow.enter(meeting, lines, by=clerk)
    workflow.enter(meeting, lines, by=second)
    workflow.count(meeting, by=clerk, today=today)
    with django_assert_max_num_queries(40):
        page.get(meeting.get_absolute_url())

"""A quarter, day by day: who is reminded when, who above is told, and each once."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.dates import entries_of
from lianxin.engines.matters.models import Deadline
from lianxin.engines.matters.reminders import remind, remind_of_deadlines
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Role
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.foundation.tasks import enqueue
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_office,
    make_office_handler,
    make_office_head,
    make_suggestion,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGIN = date(2026, 3, 11)
REMINDERS = ("matter.due", "matter.late", "matter.overdue")


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def people(county):
    """An office with handler and head, 督查室, the chair and the clerk."""
    office = make_office(county, "县交通运输局")
    return {
        "office": office,
        "handler": make_office_handler(office),
        "head": make_office_head(office),
        "supervision": make_account(Role.SUPERVISION_OFFICE, county),
        "chair": make_account(Role.CHAIR, county),
        "clerk": make_clerk(county),
    }


@pytest.fixture
def story(county, people):
    """Handed over on 11 March; the office has received it and met the deputy."""
    return make_suggestion(
        county, status="met", office=people["office"], clerk=people["clerk"], today=BEGIN
    )


def live(first: date, last: date) -> dict[date, Counter]:
    """Let the days pass, each with the morning's run; who was reminded on which day."""
    told: dict[date, Counter] = {}
    seen = set(Notice.objects.values_list("pk", flat=True))
    day = first
    while day <= last:
        with time_machine.travel(datetime(day.year, day.month, day.day, 7, 30, tzinfo=SHANGHAI)):
            remind(day)
            remind(day)
        new = Notice.objects.filter(kind__in=REMINDERS).exclude(pk__in=seen)
        if new:
            told[day] = Counter((one.account_id, one.kind) for one in new)
            seen |= {one.pk for one in new}
        day += timedelta(days=1)
    return told


def running(story, purpose="reply"):
    return Deadline.objects.running().get(matter=story.suggestion, purpose=purpose)


def names(told, people):
    """The same with the words of the test: day → {who: kind}."""
    who = {account.pk: name for name, account in people.items() if name != "office"}
    return {
        day: {who[account]: kind.removeprefix("matter.") for account, kind in counted}
        for day, counted in told.items()
    }


def test_a_quarter_of_an_office_that_does_not_answer(story, people):
    due = running(story).due_on

    told = live(BEGIN, due + timedelta(days=35))

    def day(number):
        return due + timedelta(days=number)

    assert names(told, people) == {
        day(-15): {"handler": "due"},
        day(-5): {"handler": "due"},
        day(0): {"handler": "due"},
        day(1): {"handler": "late"},
        day(3): {"head": "overdue"},
        day(8): {"handler": "late"},
        day(10): {"supervision": "overdue"},
        day(15): {"handler": "late"},
        day(22): {"handler": "late"},
        day(29): {"handler": "late"},
        day(30): {"clerk": "overdue", "chair": "overdue"},
    }
    assert all(number == 1 for counted in told.values() for number in counted.values())


def test_an_approved_extension_moves_every_stage(story, people):
    due = running(story).due_on
    before = live(BEGIN, due - timedelta(days=4))
    assert [(due - day).days for day in before] == [15, 5]

    asked_on = due - timedelta(days=3)
    longer = due + timedelta(days=40)
    extension = handling.ask_extension(
        story.assignment,
        reason="枯水期施工。",
        asked_until=longer,
        by=people["head"],
        today=asked_on,
    )
    handling.decide_extension(
        extension, agree=True, by=people["clerk"], today=asked_on, deputy_told_on=asked_on
    )

    after = live(asked_on, longer + timedelta(days=3))
    assert [(day - longer).days for day in after] == [-15, -5, 0, 1, 3]


def test_an_answer_ends_the_reminders_of_the_office_and_begins_the_deputys(county, story, people):
    due = running(story).due_on
    answered = due - timedelta(days=20)
    story.today = answered
    story.reply()
    asked = running(story, "feedback")

    told = live(answered, asked.due_on + timedelta(days=2))

    assert {account for counted in told.values() for account, _kind in counted} == {
        story.deputy.pk,
        people["clerk"].pk,
    }
    last = told[asked.due_on + timedelta(days=1)]
    assert last == {(story.deputy.pk, "matter.late"): 1, (people["clerk"].pk, "matter.late"): 1}


def test_a_clock_that_waits_for_a_decision_on_returning_reminds_no_office(county, people):
    story = make_suggestion(
        county, status="assigned", office=people["office"], clerk=people["clerk"], today=BEGIN
    )
    due = running(story).due_on
    handling.ask_return(story.assignment, reason="不属本局。", by=people["head"], today=BEGIN)

    told = live(BEGIN, due + timedelta(days=12))

    everyone = {account for counted in told.values() for account, _kind in counted}
    assert people["handler"].pk not in everyone
    assert people["supervision"].pk not in everyone
    assert people["clerk"].pk in everyone


def test_days_without_a_run_are_made_up_for_with_the_latest_stage_alone(story, people):
    due = running(story).due_on

    told = live(due - timedelta(days=2), due - timedelta(days=1))

    assert names(told, people) == {due - timedelta(days=2): {"handler": "due"}}
    words = Notice.objects.get(kind="matter.due").words
    assert "还有 2 天到期" in words


def test_a_stage_that_was_cut_off_is_taken_up_again(story, people, monkeypatch):
    due = running(story).due_on
    day = due + timedelta(days=30)
    from lianxin.engines.matters import telling

    send = telling.send
    sent: list[int] = []

    def dying(matter, word, **rest):
        if sent:
            raise KeyboardInterrupt
        sent.append(word)
        return send(matter, word, **rest)

    monkeypatch.setattr(telling, "send", dying)
    with pytest.raises(KeyboardInterrupt):
        remind(day)
    monkeypatch.setattr(telling, "send", send)
    remind(day)
    remind(day)

    found = Counter(Notice.objects.filter(kind__in=REMINDERS).values_list("account_id", flat=True))
    expected = ("handler", "head", "supervision", "chair", "clerk")
    assert found == {people[name].pk: 1 for name in expected}


def test_a_place_sets_its_own_days(county, story, people):
    due = running(story).due_on
    set_rule(
        county,
        "suggestion.remind_first_days",
        30,
        by=people["clerk"],
        on=BEGIN,
        source="禾望县人大常委会办公室通知（示例）",
    )

    told = live(BEGIN, due - timedelta(days=10))

    assert [(due - day).days for day in told] == [30]


def test_confidence_keeps_the_supervision_office_out(county, people):
    story = make_suggestion(
        county,
        status="met",
        office=people["office"],
        clerk=people["clerk"],
        today=BEGIN,
        is_confidential=True,
    )

    live(running(story).due_on + timedelta(days=9), running(story).due_on + timedelta(days=31))

    assert not Notice.objects.filter(account=people["supervision"]).exists()


def test_a_reminder_says_why_by_its_rule(story, people):
    remind(running(story).due_on - timedelta(days=15))

    notice = Notice.objects.get(kind="matter.due")
    assert "到期前多少天第一次提醒" in notice.why
    assert "15" in notice.why
    assert notice.url.endswith(f"/assignments/{story.assignment.pk}/reply/")


def test_the_morning_run_is_a_background_job(story, people):
    due = running(story).due_on
    with time_machine.travel(datetime(due.year, due.month, due.day, 7, 30, tzinfo=SHANGHAI)):
        enqueue(remind_of_deadlines)
        (job,) = run_waiting_jobs()

    assert job.result == {"matter.due": 1}


def test_a_promise_is_asked_after_each_quarter_and_on_its_day(story, people):
    story.today = BEGIN + timedelta(days=10)
    story.reply(
        result_class="planned",
        promises=[{"text": "雨季前换护栏", "due_on": story.today + timedelta(days=200)}],
    ).judge()
    promise = story.answer.promises.get()
    quarter = date(2026, 6, 22)
    for day in (quarter - timedelta(days=1), quarter, quarter + timedelta(days=1)):
        remind(day)
    (asked,) = Notice.objects.filter(account=people["handler"], kind="matter.promise")
    assert "进展" in asked.words
    assert asked.url.endswith(f"/promises/{promise.pk}/report/")

    handling.report_promise(
        promise, text="已招标。", by=people["handler"], today=quarter + timedelta(days=2)
    )
    remind(quarter + timedelta(days=40))
    assert Notice.objects.filter(account=people["handler"], kind="matter.promise").count() == 1

    remind(promise.due_on)
    assert "兑现承诺今天到期" in Notice.objects.get(kind="matter.due").words
    assert Notice.objects.filter(
        account=story.deputy, words__startswith="承诺事项今天到期"
    ).exists()


def test_a_calendar_entry_keeps_its_name_when_its_date_moves(story, people):
    (before,) = entries_of(people["handler"], BEGIN)
    extension = handling.ask_extension(
        story.assignment,
        reason="枯水期施工。",
        asked_until=before.on + timedelta(days=30),
        by=people["head"],
        today=BEGIN,
    )
    handling.decide_extension(
        extension, agree=True, by=people["clerk"], today=BEGIN, deputy_told_on=BEGIN
    )

    (after,) = entries_of(people["handler"], BEGIN)

    assert after.uid == before.uid
    assert after.on == before.on + timedelta(days=30)


def test_a_calendar_shows_what_one_owes_and_nobody_elses(county, story, people):
    stranger = make_office_handler(make_office(county, "县民政局"))

    assert list(entries_of(stranger, BEGIN)) == []
    assert list(entries_of(story.deputy, BEGIN)) == []
    story.reply()
    assert [entry.title.partition("：")[0] for entry in entries_of(story.deputy, BEGIN)] == [
        "代表反馈到期"
    ]

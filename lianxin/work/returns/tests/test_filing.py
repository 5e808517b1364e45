"""A return from its definition to the correction after it was sent."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.diary.queries import State, year_of
from lianxin.work.returns import workflow
from lianxin.work.returns.computing import cells, changes, roll_up
from lianxin.work.returns.models import Filing, Return
from lianxin.work.returns.telling import dates_of, remind
from lianxin.work.returns.tests.factories import (
    FIGURE,
    NUMBER,
    SINCE,
    TEXT,
    TODAY,
    UNTIL,
    make_return,
    receive,
)
from lianxin.work.suggestions.tests.factories import make_account, make_county, make_township

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    """A county, two townships with clerks, and a return asked of both."""
    county = make_county()
    first = make_township(county)
    second = make_township(county, code="hewang-shiqiao", name="石桥镇")
    clerk = make_account(Role.COUNTY_CLERK, county)
    one, other = (make_account(Role.TOWNSHIP_CLERK, body) for body in (first, second))
    receive(first, by=one)
    receive(first, by=one, title="报送联络站名单")
    receive(second, by=other)
    asked = make_return(county, by=clerk, lines=[FIGURE, NUMBER, TEXT])
    workflow.ask(asked, [first, second], by=clerk, today=TODAY)
    return SimpleNamespace(
        county=county,
        first=first,
        second=second,
        clerk=clerk,
        one=one,
        other=other,
        asked=asked,
        filing=asked.filings.get(body=first),
        filing2=asked.filings.get(body=second),
    )


def lines_of(of):
    return {line.code: line.pk for line in of.asked.lines.all()}


def fill(of, filing, by, *, tasks=None, trained=30, note="", remarks="无"):
    pk = lines_of(of)
    workflow.fill(
        filing,
        {
            pk["tasks"]: {"value": tasks, "note": note},
            pk["trained"]: {"value": trained},
            pk["remarks"]: {"text": remarks},
        },
        by=by,
    )


def send(filing, by, *, today=TODAY):
    return workflow.send(filing, signed_by="周主席", signed_on=today, by=by, today=today)


def test_a_filing_is_prefilled_with_what_the_records_say_and_opens_them(of):
    first = cells(of.filing)[0]
    assert (first.computed, first.value, first.differs) == (2, 2, False)
    assert "returns.tasks" in first.url
    assert of.first.code in first.url
    # Changing a record changes the figure.
    receive(of.first, by=of.one, title="又一件")
    assert cells(of.filing)[0].computed == 3


def test_a_typed_number_that_differs_needs_a_note_and_both_are_kept(of):
    with pytest.raises(Refused, match="上级交办"):
        fill(of, of.filing, of.one, tasks=5)
    assert not of.filing.answers.exists()
    fill(of, of.filing, of.one, tasks=5, note="另有 3 件口头交办")
    version = send(of.filing, of.one)
    kept = version.values[0]
    assert (kept["computed"], kept["value"], kept["note"]) == (2, 5, "另有 3 件口头交办")


def test_an_empty_number_takes_the_computed_one(of):
    fill(of, of.filing, of.one)
    assert of.filing.answers.get(line__code="tasks").value == 2


def test_nothing_is_sent_with_gaps_or_without_a_signature(of):
    fill(of, of.filing, of.one, remarks="")
    with pytest.raises(Refused, match="经验做法"):
        send(of.filing, of.one)
    fill(of, of.filing, of.one)
    with pytest.raises(Refused, match="签字人"):
        workflow.send(of.filing, signed_by=" ", signed_on=TODAY, by=of.one, today=TODAY)
    with pytest.raises(Refused, match="还没有到"):
        workflow.send(
            of.filing,
            signed_by="周主席",
            signed_on=TODAY + timedelta(days=1),
            by=of.one,
            today=TODAY,
        )


def test_nobody_signs_a_number_the_records_no_longer_say(of):
    fill(of, of.filing, of.one)
    receive(of.first, by=of.one, title="又一件")
    with pytest.raises(Refused, match="记录有了变化：上级交办"):
        send(of.filing, of.one)


def test_the_county_is_told_and_sees_who_is_late(of):
    fill(of, of.filing, of.one)
    send(of.filing, of.one)
    assert Notice.objects.filter(account=of.clerk, kind="return.sent").count() == 1
    assert not of.filing.is_late(date(2026, 7, 1))
    assert of.filing2.is_late(date(2026, 6, 21))
    assert not of.filing2.is_late(date(2026, 6, 20))
    fill(of, of.filing2, of.other)
    send(of.filing2, of.other, today=date(2026, 6, 25))
    assert of.filing2.is_late(date(2026, 6, 25))


def test_a_correction_is_a_new_version_with_the_difference(of):
    fill(of, of.filing, of.one)
    first = send(of.filing, of.one)
    with pytest.raises(WrongStatus, match="已经报送"):
        fill(of, of.filing, of.one, trained=31)
    with pytest.raises(Refused, match="原因"):
        workflow.correct(of.filing, reason=" ", by=of.one)
    workflow.correct(of.filing, reason="漏计一期培训", by=of.one)
    fill(of, of.filing, of.one, trained=62)
    late = date(2026, 6, 28)
    second = send(of.filing, of.one, today=late)
    assert second.number == 2
    assert second.reason == "漏计一期培训"
    assert [(one.label, one.before, one.after) for one in changes(first, second)] == [
        ("培训人次", "30", "62")
    ]
    # The first sending says whether it was in time, not the correction.
    assert of.filing.sent_on == TODAY
    assert not of.filing.is_late(late)
    assert Event.objects.filter(step="return.send", reason="漏计一期培训").exists()


def test_the_county_sends_back_with_a_reason(of):
    fill(of, of.filing, of.one)
    send(of.filing, of.one)
    with pytest.raises(Refused, match="理由"):
        workflow.send_back(of.filing, reason="", by=of.clerk)
    workflow.send_back(of.filing, reason="培训人次偏少，请核对", by=of.clerk)
    assert Notice.objects.filter(account=of.one, kind="return.back").exists()
    fill(of, of.filing, of.one, trained=62)
    assert send(of.filing, of.one).reason == "培训人次偏少，请核对"


def test_the_sum_is_compared_with_the_records_of_all_bodies(of):
    fill(of, of.filing, of.one, tasks=5, note="另有 3 件口头交办")
    send(of.filing, of.one)
    fill(of, of.filing2, of.other, trained=20)
    send(of.filing2, of.other)
    tasks, trained, remarks = roll_up(of.asked)
    assert (tasks.sent, tasks.computed, tasks.difference, tasks.of) == (6, 3, 3, 2)
    # The county's own records are no township's: they make no difference.
    receive(of.county, by=of.clerk)
    tasks = roll_up(of.asked)[0]
    assert (tasks.computed, tasks.difference, tasks.whole) == (3, 3, 4)
    assert (trained.sent, trained.computed, trained.difference) == (50, None, None)
    assert remarks.sent is None
    assert remarks.by_body == {of.first.pk: "无", of.second.pk: "无"}


def test_people_are_counted_once_over_the_county_and_never_added(of):
    asked = make_return(of.county, by=of.clerk, lines=[{**FIGURE, "counts_people": True}])
    workflow.ask(asked, [of.first, of.second], by=of.clerk, today=TODAY)
    for filing, by in zip(asked.filings.order_by("body__path"), (of.one, of.other), strict=True):
        workflow.fill(filing, {asked.lines.get().pk: {"value": None}}, by=by)
        send(filing, by)
    only = roll_up(asked)[0]
    assert (only.sent, only.computed, only.difference) == (None, 3, None)


def test_who_is_asked_and_by_whom(of):
    with pytest.raises(PermissionDenied):
        make_return(of.county, by=of.one)
    with pytest.raises(Refused, match="没有单位"):
        make_return(of.first, by=of.one)
    other = make_return(of.county, by=of.clerk, title="空表")
    with pytest.raises(Refused, match="还没有项目"):
        workflow.ask(other, [of.first], by=of.clerk, today=TODAY)
    workflow.add_line(other, by=of.clerk, **NUMBER)
    with pytest.raises(Refused, match="下级"):
        workflow.ask(other, [of.county], by=of.clerk, today=TODAY)
    with pytest.raises(Refused, match="期限已经过了"):
        workflow.ask(other, [of.first], by=of.clerk, today=date(2026, 6, 21))
    with pytest.raises(PermissionDenied):
        fill(of, of.filing, of.other)
    assert not Filing.objects.visible_to(of.other).filter(body=of.first).exists()
    assert Filing.objects.visible_to(of.clerk).count() == 2
    assert not Return.objects.visible_to(of.one).exists()


def test_a_line_is_what_it_says(of):
    asked = make_return(of.county, by=of.clerk, title="另一张")
    with pytest.raises(Refused, match="代码"):
        workflow.add_line(asked, by=of.clerk, **{**NUMBER, "code": "培训"})
    with pytest.raises(Refused, match="没有这个数字"):
        workflow.add_line(asked, by=of.clerk, **{**FIGURE, "figure": "returns.gone"})
    with pytest.raises(Refused, match="比率"):
        workflow.add_line(asked, by=of.clerk, **{**FIGURE, "figure": "returns.tasks_rate"})
    workflow.add_line(asked, by=of.clerk, **NUMBER)
    with pytest.raises(Refused, match="已经有这个代码"):
        workflow.add_line(asked, by=of.clerk, **NUMBER)
    with pytest.raises(WrongStatus, match="已经布置"):
        workflow.add_line(of.asked, by=of.clerk, **{**NUMBER, "code": "more"})


def test_a_closed_return_takes_nothing_more(of):
    workflow.close(of.asked, by=of.clerk, today=TODAY)
    of.filing.asked_in.refresh_from_db()
    with pytest.raises(WrongStatus, match="截止"):
        fill(of, of.filing, of.one)


def test_only_the_first_of_two_who_send_at_once_makes_a_version(of):
    fill(of, of.filing, of.one)
    twice = Filing.objects.select_related("asked_in", "body").get(pk=of.filing.pk)
    send(of.filing, of.one)
    with pytest.raises(WrongStatus, match="刚刚有人报送"):
        send(twice, of.one)
    assert of.filing.versions.count() == 1


def test_a_copy_takes_the_lines_along(of):
    copied = workflow.copy_return(
        of.asked, since=SINCE, until=UNTIL, due_on=date(2026, 12, 20), by=of.clerk
    )
    assert [one.code for one in copied.lines.all()] == ["tasks", "trained", "remarks"]
    assert of.asked.lines.count() == 3


def test_reminders_go_out_once_before_and_once_after(of):
    assert remind(date(2026, 6, 18)) == 2
    assert remind(date(2026, 6, 19)) == 0
    fill(of, of.filing, of.one)
    send(of.filing, of.one)
    assert remind(date(2026, 6, 22)) == 1
    assert remind(date(2026, 6, 23)) == 0
    assert [one.on for one in dates_of(of.other, TODAY)] == [date(2026, 6, 20)]


def test_the_register_of_tasks_proves_what_was_reported_and_when(of):
    task = receive(of.first, by=of.one, title="向镇党委汇报", kind="report", whom="party")
    workflow.take(task, owner="刘秘书", by=of.one)
    with pytest.raises(Refused, match="早于收到"):
        workflow.report(task, reported_on=date(2026, 1, 1), result="已汇报", by=of.one, today=TODAY)
    workflow.report(task, reported_on=TODAY, result="专题汇报人大工作", by=of.one, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.report(task, reported_on=TODAY, result="再报", by=of.one, today=TODAY)
    scope = Scope(of.first, date(2026, 1, 1), TODAY, user=of.one)
    assert figure("returns.reports_up").value(scope) == 1
    assert figure("returns.tasks").value(scope) == 2
    year = year_of(of.first, 2026, on=TODAY)
    report = next(one for one in year if one.key == "party_report")
    assert report.state == State.DONE
    assert report.record.url == task.get_absolute_url()

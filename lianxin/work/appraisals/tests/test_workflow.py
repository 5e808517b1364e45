"""Plans, reports, meetings and ballots: what each step does, and what it refuses."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lianxin.engines import deeds
from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.people.models import Grant, Role, Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.models import Entry, Meeting, PhoneCount, Subject, Tally, Ticket
from lianxin.work.appraisals.queries import coverage_of
from lianxin.work.appraisals.results import outcome_words, results_of
from lianxin.work.appraisals.tests.factories import (
    TODAY,
    close,
    enter_twice,
    lines_of,
    make_batch,
    make_meeting,
    make_seats,
    make_second,
)
from lianxin.work.appraisals.tests.test_adding import CASES
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)
from lianxin.work.voices.models import VoterMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


@pytest.fixture
def second(town):
    return make_second(town)


def test_seventeen_of_twenty_deputies_have_reported_and_the_three_are_named(town, clerk):
    seats = make_seats(town, 20)
    batch = make_batch(town, clerk, seats)
    subjects = list(batch.subjects.for_list())
    meeting = workflow.plan_meeting(
        town,
        title="第一批代表述职测评会",
        on=TODAY,
        from_time=time(9),
        place="柳溪村",
        scale="excellent",
        raters=["voters"],
        subjects=subjects[:17],
        by=clerk,
        today=TODAY,
    )
    assert coverage_of(town, TODAY).done == 0
    close(meeting, clerk, 46)
    coverage = coverage_of(town, TODAY)
    assert (coverage.done, coverage.total) == (17, 20)
    assert {one.pk for one in coverage.waiting} == {one.seat_id for one in subjects[17:]}
    scope = Scope(town, date(2026, 1, 1), TODAY, user=clerk)
    assert figure("appraisals.reported").value(scope) == 17
    assert figure("appraisals.deputies").value(scope) == 20
    # A seat that ended is asked of nobody.
    Seat.objects.filter(pk=coverage.waiting[0].pk).update(
        state=Seat.State.ENDED, ended_on=TODAY, end_reason=Seat.EndReason.MOVED
    )
    assert coverage_of(town, TODAY).total == 19
    assert workflow.proposed_share(town, year=2026, today=TODAY) == 2


def test_a_plan_refuses_who_has_a_turn_already_and_days_of_another_year(town, clerk):
    seats = make_seats(town, 2)
    batch = make_batch(town, clerk, seats[:1])
    with pytest.raises(Refused, match="已经列入别的批次"):
        workflow.open_batch(
            town,
            year=2026,
            name="第二批",
            due_on=date(2026, 12, 30),
            seats=seats,
            by=clerk,
            today=TODAY,
        )
    with pytest.raises(Refused, match="不在 2026 年内"):
        workflow.open_batch(
            town, year=2026, name="第三批", due_on=date(2027, 1, 5), by=clerk, today=TODAY
        )
    with pytest.raises(PermissionDenied):
        workflow.put_in(batch, seats[1:], by=make_second(town), today=TODAY)
    workflow.put_in(batch, seats[1:], by=clerk, today=TODAY)
    assert batch.subjects.count() == 2
    workflow.take_out(batch.subjects.get(seat=seats[1]), by=clerk)
    assert batch.subjects.count() == 1


def test_the_report_is_drafted_from_the_file_written_sent_given_back_and_taken(
    town, clerk, monkeypatch
):
    deputy = make_deputy(town)
    seat = Seat.objects.get(person=deputy.person)
    subject = make_batch(town, clerk, [seat]).subjects.get()
    lines = [deeds.Deed(TODAY - timedelta(days=at), f"看了{at}号桥。", "/x/") for at in range(5)]
    source = deeds.Source(
        "test.seen", deeds.Section.INSPECTIONS, "视察", "次", lambda *a: lines, lambda *a: {}
    )
    monkeypatch.setattr(deeds, "_sources", {"test.seen": source})

    with pytest.raises(PermissionDenied):
        workflow.draft_report(subject, by=make_deputy(town), today=TODAY)
    workflow.draft_report(subject, by=deputy, today=TODAY)
    assert "视察5次" in subject.report
    assert "等）" in subject.report
    assert len(subject.sources) == 5
    with pytest.raises(WrongStatus, match="不再重新生成"):
        workflow.draft_report(subject, by=deputy, today=TODAY)
    with pytest.raises(Refused, match="还没有正文"):
        workflow.send_report(subject, text=" ", by=deputy, today=TODAY)
    workflow.send_report(subject, text="各位选民：……", by=deputy, today=TODAY)
    with pytest.raises(WrongStatus, match="已经报送"):
        workflow.write_report(subject, text="改", by=deputy)
    with pytest.raises(PermissionDenied):
        workflow.review_report(subject, accepts=True, words="", by=deputy)
    with pytest.raises(Refused, match="写明改哪里"):
        workflow.review_report(subject, accepts=False, words=" ", by=clerk)
    workflow.review_report(subject, accepts=False, words="补写走访情况", by=clerk)
    workflow.send_report(subject, text="各位选民：补写。", by=clerk, today=TODAY)
    assert Event.objects.latest("seq").behalf == deputy.person
    workflow.review_report(subject, accepts=True, words="", by=clerk)
    subject.refresh_from_db()
    assert subject.report_state == Subject.Report.ACCEPTED


def test_46_paper_ballots_typed_by_two_differ_are_put_right_and_one_is_unaccounted_for(
    town, clerk, second
):
    deputy = make_deputy(town)
    seat = Seat.objects.get(person=deputy.person)
    meeting = make_meeting(town, clerk, seats=[seat])
    with pytest.raises(WrongStatus, match="已安排"):
        workflow.enter(meeting, lines_of(meeting, [(29, 16, 0)]), by=clerk)
    close(meeting, clerk, 46)
    right = lines_of(meeting, [(29, 16, 0)], returned=46)
    wrong = lines_of(meeting, [(26, 16, 0)], returned=46)
    workflow.enter(meeting, right, by=clerk)
    assert workflow.differences(meeting) is None
    with pytest.raises(Refused, match="录入了 1 次"):
        workflow.count(meeting, by=clerk, today=TODAY)
    workflow.enter(meeting, wrong, by=second)
    with pytest.raises(WrongStatus, match="已经由两个人录入"):
        workflow.enter(meeting, right, by=make_second(town))
    found = workflow.differences(meeting)
    assert [one.words for one in found] == [[("优秀", 29, 26)]]
    with pytest.raises(Refused, match=r"有 1 处不一致（" + seat.person.name):
        workflow.count(meeting, by=clerk, today=TODAY)
    with pytest.raises(Refused, match="写明原因"):
        workflow.enter(meeting, right, by=second)
    workflow.enter(meeting, right, by=second, reason="优秀数错一包")
    assert workflow.differences(meeting) == []
    with pytest.raises(Refused, match="有 1 张没有着落"):
        workflow.count(meeting, by=clerk, today=TODAY)
    workflow.count(meeting, by=clerk, today=TODAY, gap_reason="1 张交回时未划，计票时未计弃权")

    result = results_of(meeting)[0]
    assert outcome_words(result) == "优秀 29 票（63%）、称职 16 票（35%）、不称职 0 票（0%）"
    assert "有 1 张没有着落" in result.total.rows[0].gap
    assert "发出 46 张，收回 46 张，有效 46 张" in result.total.words
    data = kind_of("appraisal_result").data_of(meeting, clerk)
    assert any("差额说明" in one for one in data["notes"])
    assert kind_of("appraisal_result").compose(data).title == data["title"]

    scope = Scope(town, date(2026, 1, 1), TODAY, user=clerk)
    assert figure("appraisals.excellent").value(scope) == 29
    assert figure("appraisals.raters").value(scope) == 46
    assert figure("appraisals.excellent_rate").value(scope) == 29

    # The one rated sees nothing before being told.
    source = deeds.source("appraisals.reported")
    assert source.tally(town, date(2026, 1, 1), TODAY) == {seat.person_id: 1}
    assert next(iter(source.lines(seat.person, date(2026, 1, 1), TODAY))).note == ""
    with pytest.raises(Refused, match="还没有向" + seat.person.name):
        workflow.file(meeting, by=clerk, today=TODAY)
    subject = meeting.subjects.get()
    workflow.feed_back(subject, words="联系选民多，建议答复要多回访。", by=clerk, today=TODAY)
    assert "63%" in next(iter(source.lines(seat.person, date(2026, 1, 1), TODAY))).note
    workflow.publish(meeting, is_public=True, by=clerk)
    workflow.file(meeting, by=clerk, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.feed_back(subject, words="再说", by=clerk, today=TODAY)


def test_85_raters_add_up_and_52_and_33_are_61_and_39_percent(town, clerk, second):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1))
    close(meeting, clerk, CASES["E02"]["voters"])
    enter_twice(meeting, lines_of(meeting, [(52, 33, 0)]), clerk, second)
    workflow.count(meeting, by=clerk, today=TODAY)
    row = results_of(meeting)[0].total.rows[0]
    assert [one.percent for one in row.shares] == ["61%", "39%", "0%"]
    assert row.gap == ""


def test_one_person_cannot_type_both_and_the_one_rated_types_nothing(town, clerk, second):
    deputy = make_deputy(town)
    seat = Seat.objects.get(person=deputy.person)
    meeting = make_meeting(town, clerk, seats=[seat])
    close(meeting, clerk, 10)
    lines = lines_of(meeting, [(8, 2, 0)])
    workflow.enter(meeting, lines, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(meeting=meeting, place=2, by=clerk)
    with pytest.raises(PermissionDenied):
        workflow.enter(meeting, lines, by=deputy)
    Grant.objects.create(account=deputy, role=Role.LIAISON, body=town, valid_from=date(2022, 1, 1))
    deputy.forget_grants()
    with pytest.raises(PermissionDenied):
        workflow.enter(meeting, lines, by=deputy)
    workflow.enter(meeting, lines, by=second)


@pytest.mark.parametrize(
    ("numbers", "returned", "invalid", "words"),
    [
        ((8, 3, 0), 10, 0, "比有效票 10 张多 1 张"),
        ((8, 2, 0), 10, 1, "比有效票 9 张多 1 张"),
        ((8, 2, 0), 11, 0, "比发出的 10 张多"),
        ((0, 0, 0), 2, 3, "比收回的 2 张多"),
    ],
)
def test_numbers_that_cannot_be_are_refused_while_they_are_typed(
    town, clerk, numbers, returned, invalid, words
):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1))
    close(meeting, clerk, 10)
    with pytest.raises(Refused, match=words):
        workflow.enter(
            meeting, lines_of(meeting, [numbers], returned=returned, invalid=invalid), by=clerk
        )
    assert not meeting.entries.exists()


def test_73_raters_of_whom_50_deputies_rate_23_stations_and_are_counted_apart(town, clerk, second):
    case = CASES["E11"]
    others = case["voters"] - case["deputy_voters"]
    meeting = make_meeting(
        town, clerk, offices=case["units"], scale="satisfied", raters=["deputies", "others"]
    )
    close(meeting, clerk, {"deputies": case["deputy_voters"], "others": others})
    lines = [
        *lines_of(meeting, [(40, 9, 1)] * case["units"], raters="deputies"),
        *lines_of(meeting, [(20, 3, 0)] * case["units"], raters="others"),
    ]
    enter_twice(meeting, lines, clerk, second)
    workflow.count(meeting, by=clerk, today=TODAY)
    results = results_of(meeting)
    assert len(results) == 23
    first = results[0]
    assert [(one.name, one.present, one.valid) for one in first.parts] == [
        ("代表", 50, 50),
        ("其他人员", 23, 23),
    ]
    assert (first.total.present, first.total.rows[0].shares[0].number) == (73, 60)
    scope = Scope(town, date(2026, 1, 1), TODAY, user=clerk)
    assert figure("appraisals.office_ballots").value(scope) == 73 * 23
    assert figure("appraisals.office_satisfied").value(scope) == 72 * 23
    assert [one.subject.name for one in results] == sorted(one.subject.name for one in results)


def test_the_first_of_ten_rows_stands_apart_by_a_hundred(town, clerk, second):
    case = CASES["E05"]
    meeting = make_meeting(town, clerk, offices=10, scale="satisfied", raters=["deputies"])
    close(meeting, clerk, {"deputies": case["present"]}, issued=case["present"])
    rows = [tuple(one[1:]) for one in case["items"]]
    enter_twice(meeting, lines_of(meeting, rows, returned=222, raters="deputies"), clerk, second)
    with pytest.raises(Refused, match="有 100 张没有着落"):
        workflow.count(meeting, by=clerk, today=TODAY)
    workflow.count(meeting, by=clerk, today=TODAY, gap_reason="见报数字如此")
    flagged = [one.total.rows[0].odd for one in results_of(meeting)]
    assert "相差 100 张" in flagged[0]
    assert not any(flagged[1:])


def test_the_grade_is_decided_by_all_members_where_the_rule_says_so(town, clerk, second):
    case = CASES["E04"]
    meeting = make_meeting(
        town,
        clerk,
        offices=8,
        scale="majority",
        raters=["deputies"],
        base=Meeting.Base.MEMBERS,
        members=34,
    )
    close(meeting, clerk, {"deputies": case["present"]})
    rows = [tuple(one[1:]) for one in case["items"]]
    enter_twice(meeting, lines_of(meeting, rows, raters="deputies"), clerk, second)
    workflow.count(meeting, by=clerk, today=TODAY)
    decided = [one.total.rows[0].verdict for one in results_of(meeting)]
    assert decided.count("基本满意") == 2
    assert decided.count("满意") == 6
    with pytest.raises(Refused, match="请写明全体组成人员"):
        make_meeting(town, clerk, seats=make_seats(town, 1), base=Meeting.Base.MEMBERS)


def test_four_raters_are_told_without_percentages_nor_by_kind(town, clerk, second):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1), raters=["voters", "deputies"])
    close(meeting, clerk, {"voters": 2, "deputies": 2})
    lines = [
        *lines_of(meeting, [(2, 0, 0)]),
        *lines_of(meeting, [(1, 1, 0)], raters="deputies"),
    ]
    enter_twice(meeting, lines, clerk, second)
    workflow.count(meeting, by=clerk, today=TODAY)
    result = results_of(meeting)[0]
    assert result.parts == []
    assert [one.percent for one in result.total.rows[0].shares] == ["", "", ""]


def test_a_code_is_used_once_and_nothing_leads_from_it_to_what_was_chosen(town, clerk):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 2), uses_codes=True)
    with pytest.raises(Refused, match="先打印测评码"):
        workflow.open_rating(meeting, by=clerk, today=TODAY)
    made = workflow.print_codes(meeting, raters="voters", number=3, by=clerk)
    first, other = meeting.subjects.for_list()
    with pytest.raises(WrongStatus):
        workflow.cast(meeting, {(first.pk, 0): 0}, code=made[0])
    workflow.open_rating(meeting, by=clerk, today=TODAY)
    events = Event.objects.count()
    with pytest.raises(Refused, match="一项也没有选"):
        workflow.cast(meeting, {}, code=made[0])
    with pytest.raises(Refused, match="测评码不对"):
        workflow.cast(meeting, {(first.pk, 0): 0}, code="2222-2222")
    with pytest.raises(Refused, match="没有的等次"):
        workflow.cast(meeting, {(first.pk, 0): 7}, code=made[0])
    workflow.cast(meeting, {(first.pk, 0): 0}, code=made[0].lower())
    with pytest.raises(Refused, match="已经用过"):
        workflow.cast(meeting, {(first.pk, 0): 2}, code=made[0])
    workflow.cast(meeting, {(first.pk, 0): 0, (other.pk, 0): 1}, code=made[1])
    assert Event.objects.count() == events
    # Sums only: no row for a ballot, no key, no moment.
    assert {one.name for one in PhoneCount._meta.get_fields()} == {
        "id",
        "subject",
        "raters",
        "row",
        "grade",
        "number",
    }
    assert {one.name for one in Ticket._meta.get_fields()} == {
        "id",
        "meeting",
        "raters",
        "digest",
        "is_used",
    }
    with pytest.raises(Refused, match="比发出的 1 张多"):
        close(meeting, clerk, 3, issued=1)
    close(meeting, clerk, 3)
    with pytest.raises(WrongStatus):
        workflow.cast(meeting, {(first.pk, 0): 0}, code=made[2])
    workflow.count(meeting, by=clerk, today=TODAY)
    tally = Tally.objects.get(subject=other)
    assert (tally.issued, tally.returned, tally.on_phone, tally.valid) == (3, 2, 2, 2)
    assert list(tally.grades.values_list("name", "number")) == [
        ("优秀", 0),
        ("称职", 1),
        ("不称职", 0),
        ("", 1),
    ]


def test_paper_and_phones_are_counted_together(town, clerk, second):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1), uses_codes=True)
    codes = workflow.print_codes(meeting, raters="voters", number=6, by=clerk)
    workflow.open_rating(meeting, by=clerk, today=TODAY)
    subject = meeting.subjects.get()
    for code in codes[:4]:
        workflow.cast(meeting, {(subject.pk, 0): 1}, code=code)
    close(meeting, clerk, 46)
    enter_twice(meeting, lines_of(meeting, [(29, 12, 0)], invalid=1), clerk, second)
    workflow.count(meeting, by=clerk, today=TODAY)
    total = results_of(meeting)[0].total
    assert (total.returned, total.valid, total.on_phone) == (46, 45, 4)
    assert [one.number for one in total.rows[0].shares] == [29, 16, 0]


def test_what_voters_say_there_becomes_messages_and_a_cancelled_meeting_frees_its_deputies(
    town, clerk
):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1))
    with pytest.raises(Refused, match="原因"):
        workflow.cancel(meeting, reason=" ", by=clerk)
    close(meeting, clerk, 12)
    opinion = workflow.record_opinion(
        meeting,
        text="村口路灯坏了半年。",
        subject=meeting.subjects.get(),
        by=clerk,
        today=TODAY,
    )
    assert opinion.message.channel == VoterMessage.Channel.SESSION
    with pytest.raises(WrongStatus):
        workflow.cancel(meeting, reason="下雨", by=clerk)


def test_a_cancelled_meeting_frees_its_deputies(town, clerk):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1))
    workflow.cancel(meeting, reason="下雨", by=clerk)
    assert Subject.objects.get().meeting is None


def test_others_bodies_meetings_do_not_exist_for_a_clerk(town, clerk):
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1))
    elsewhere = make_clerk(make_township(town.parent, code="hewang-hetao", name="河套镇"))
    assert not Meeting.objects.visible_to(elsewhere).exists()
    county = make_clerk(town.parent)
    assert Meeting.objects.visible_to(county).get() == meeting
    with pytest.raises(PermissionDenied):
        close(meeting, county, 12)

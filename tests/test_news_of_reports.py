"""Who is told of work reports, reports to voters and assessments, who is not, and who finds them."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Office, Role, Seat
from lianxin.foundation.search.query import search
from lianxin.work.appraisals import telling as appraisal_news
from lianxin.work.appraisals import workflow as appraisals
from lianxin.work.appraisals.models import Meeting
from lianxin.work.appraisals.tests.factories import make_batch, make_meeting
from lianxin.work.assessments import workflow as assessments
from lianxin.work.assessments.models import Mark, Round
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_handler,
    make_township,
)
from lianxin.work.work_reports import workflow as reports
from lianxin.work.work_reports.models import Report
from lianxin.work.work_reports.tests.factories import make_people, make_report, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def town(county):
    return make_township(county)


def told(kind: str) -> list[str]:
    """Names of those who have a notice of a kind, each as often as it came."""
    found = Notice.objects.filter(kind=kind).select_related("account")
    return sorted(one.account.username for one in found)


def names(*accounts) -> list[str]:
    return sorted(one.username for one in accounts)


def agree(model, kind: str, word: str, record, accounts) -> list[bool]:
    """For each account the search finds exactly what the lists show; whether it does."""
    seen = []
    for account in accounts:
        shown = model.objects.visible_to(account).filter(pk=record.pk).exists()
        found = search(word, user=account, kinds=[kind])
        assert (record.pk in {one.object_id for one in found.documents}) is shown, account
        seen.append(shown)
    return seen


def test_a_work_report_tells_those_whose_turn_it_is(town):
    people = make_people(town)
    elsewhere = make_clerk(make_township(town.parent, code="hewang-else"))
    report = make_report(town, clerk=people.clerk)
    reports.lay_before(report, by=people.clerk)
    assert told("work_report.asked") == names(people.chair, people.member)
    remark = reports.comment(section(report, "next"), text="写具体些", by=people.member)
    assert told("work_report.remarked") == names(people.clerk)
    reports.resolve(remark, resolution="已改", by=people.clerk)
    reports.send_back(report, reason="缺数字", by=people.chair)
    assert told("work_report.back") == names(people.clerk)
    assert "缺数字" in Notice.objects.get(kind="work_report.back").words
    assert "缺数字" not in Notice.objects.get(kind="work_report.back").outside
    Report.objects.filter(pk=report.pk).update(
        state="adopted",
        signed_by=people.chair,
        signed_on=date(2026, 3, 2),
        adopted_on=date(2026, 3, 5),
    )
    report.refresh_from_db()
    reports.publish(report, by=people.clerk, today=date(2026, 3, 6))
    assert told("work_report.out") == names(people.chair, people.member, people.deputy)
    assert not Notice.objects.filter(account=elsewhere).exists()


def test_a_work_report_is_found_by_those_who_see_it_at_its_state(county, town):
    people = make_people(town)
    report = make_report(town, clerk=people.clerk)
    readers = [
        people.clerk,
        people.member,
        people.deputy,
        make_clerk(county),
        make_deputy(county),
        make_clerk(make_township(county, code="hewang-else")),
    ]
    draft = agree(Report, "work_report", "代表建议办理", report, readers)
    assert draft == [True, True, False, False, False, False]
    Report.objects.filter(pk=report.pk).update(
        state="signed", signed_by=people.chair, signed_on=date(2026, 3, 2)
    )
    reports.adopt(report, on=date(2026, 3, 5), words="", by=people.clerk)
    adopted = agree(Report, "work_report", "代表建议办理", report, readers)
    assert adopted == [True, True, True, True, False, False]


def test_whoever_reports_is_told_once_of_the_report_the_day_and_the_result(town):
    today, clerk = localdate(), make_clerk(town)
    deputy, other = make_deputy(town), make_deputy(town)
    seats = [Seat.objects.get(person=one.person) for one in (deputy, other)]
    batch = make_batch(town, clerk, seats[:1], today=today)
    assert told("appraisal.due") == names(deputy)
    appraisals.put_in(batch, seats[1:], by=clerk, today=today)
    assert told("appraisal.due") == names(deputy, other)

    subject = batch.subjects.get(seat=seats[0])
    appraisals.send_report(subject, text="我的报告", by=deputy, today=today)
    assert told("appraisal.sent") == names(clerk)
    for _morning in range(2):
        appraisal_news.remind(batch.due_on - timedelta(days=5))
    assert told("appraisal.due") == names(deputy, other, other)
    appraisals.review_report(subject, accepts=False, words="补上走访", by=clerk)
    assert told("appraisal.back") == names(deputy)

    office = make_office(town, "柳溪镇水务站", kind=Office.Kind.STATION)
    works = make_office_handler(office)
    meeting = make_meeting(
        town,
        clerk,
        today=today,
        subjects=list(batch.subjects.filter(seat=seats[0])),
    )
    assert told("appraisal.date") == names(deputy)
    appraisals.cancel(meeting, reason="下雨", by=clerk)
    assert told("appraisal.date") == names(deputy, deputy)
    second = appraisals.plan_meeting(
        town,
        title="站所述职",
        on=today,
        from_time=meeting.from_time,
        place="二楼",
        scale="excellent",
        raters=["voters"],
        offices=[office],
        by=clerk,
        today=today,
    )
    assert told("appraisal.date") == names(deputy, deputy, works)
    Meeting.objects.filter(pk=second.pk).update(state="counted", counted_on=today)
    rated = second.subjects.select_related("meeting").get()
    appraisals.feed_back(rated, words="继续努力", by=clerk, today=today)
    assert told("appraisal.result") == names(works)
    said = Notice.objects.get(kind="appraisal.result")
    assert "继续努力" not in said.words + said.outside
    # What leaves the house names nobody.
    for notice in Notice.objects.filter(kind__startswith="appraisal."):
        assert deputy.person.name not in notice.outside
        assert "补上走访" not in notice.outside


def test_a_meeting_is_found_by_whom_it_concerns(county, town):
    clerk, deputy, other = make_clerk(town), make_deputy(town), make_deputy(town)
    seat = Seat.objects.get(person=deputy.person)
    meeting = make_meeting(town, clerk, seats=[seat], title="春季述职测评会")
    readers = [
        clerk,
        deputy,
        other,
        make_account(Role.LIAISON, town),
        make_clerk(county),
        make_clerk(make_township(county, code="hewang-else")),
    ]
    seen = agree(Meeting, "appraisal", "春季述职", meeting, readers)
    assert seen == [True, True, False, True, True, False]
    assert [
        one.object_id
        for one in search(deputy.person.name, user=clerk, kinds=["appraisal"]).documents
    ] == [meeting.pk]
    appraisals.cancel(meeting, reason="改期", by=clerk)
    assert agree(Meeting, "appraisal", "春季述职", meeting, readers)[1] is False


def test_an_assessment_tells_the_bodies_and_then_the_county(county, town):
    today, clerk, own = localdate(), make_clerk(county), make_clerk(town)
    chair, deputy = make_account(Role.CHAIR, town), make_deputy(town)
    scheme = assessments.copy_shipped(county, "yearly7", by=clerk)
    assessments.put_in_use(scheme, by=clerk)
    period = assessments.open_round(scheme, year=today.year, self_by=today, by=clerk, today=today)
    assert told("assessment.asked") == names(own, chair)
    sheet = period.sheets.get()
    Mark.objects.filter(sheet=sheet).update(awarded=0, mode=Mark.Mode.CHECK)
    sheet.state = sheet.State.REVIEWED
    sheet.save()
    assessments.tell(period, by=clerk, today=today)
    assert told("assessment.told") == names(own, chair)
    mark = sheet.marks.select_related("sheet__round__body", "sheet__body", "item").first()
    assert mark is not None
    assessments.object_to(mark, words="有凭据", by=own, today=today)
    assert told("assessment.disputed") == names(clerk)
    assert "有凭据" not in Notice.objects.get(kind="assessment.disputed").words
    assessments.answer_dispute(mark, awarded=0, words="材料不足", by=clerk)
    assert told("assessment.answered") == names(own, chair)
    assert not Notice.objects.filter(account=deputy).exists()

    elsewhere = make_clerk(make_county(code="elsewhere"))
    seen = agree(Round, "assessment", scheme.name, period, [clerk, own, chair, deputy, elsewhere])
    assert seen == [True, True, True, False, False]

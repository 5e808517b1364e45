"""Records of other rooms that show a duty of the year was done."""

from datetime import date, time

import pytest

from lianxin.foundation.people.models import Role, Seat
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.diary.queries import State, year_of
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_county,
    make_deputy,
    make_township,
)
from lianxin.work.work_reports.models import Report

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 30)


@pytest.fixture
def township():
    return make_township(make_county())


def of(body, key):
    return [one for one in year_of(body, 2026, on=TODAY) if one.key == key]


def make_meeting(body, on, *, by) -> Meeting:
    return Meeting.objects.create(
        body=body,
        title="述职测评会",
        on=on,
        from_time=time(9),
        place="镇会议室",
        scale="three",
        state=Meeting.State.COUNTED,
        counted_on=on,
        by=by,
    )


def test_a_signed_report_is_the_years_and_a_half_years_only_the_half_years(township):
    clerk = make_account(Role.TOWNSHIP_CLERK, township)
    Report.objects.create(
        body=township,
        kind=Report.Kind.HALF,
        title="半年工作总结",
        since=date(2026, 1, 1),
        until=date(2026, 6, 30),
        state=Report.State.SIGNED,
        signed_by=clerk,
        signed_on=date(2026, 6, 29),
        created_by=clerk,
    )
    assert of(township, "half_summary")[0].state == State.DONE
    assert of(township, "work_report")[0].state == State.MISSED


def test_all_deputies_report_once_a_term_and_an_office_s_meeting_is_another(township):
    clerk = make_account(Role.TOWNSHIP_CLERK, township)
    deputies = [make_deputy(township, name=name) for name in ("王示例", "李示例")]
    seats = Seat.objects.filter(body=township, person__in=[one.person for one in deputies])
    meeting = make_meeting(township, date(2026, 11, 20), by=clerk)
    Subject.objects.create(
        body=township,
        meeting=meeting,
        seat=seats[0],
        since=date(2026, 1, 1),
        until=date(2026, 11, 1),
    )
    assert of(township, "reports_to_voters")[0].state == State.DONE
    assert not of(township, "work_appraisal")[1].is_done
    term = of(township, "all_report")[0]
    assert (term.have, term.need) == (1, 2)
    assert term.state != State.DONE

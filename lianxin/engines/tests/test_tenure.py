"""Seats count for the days they were in duty, and for no other."""

from datetime import date

import pytest

from lianxin.engines import tenure
from lianxin.engines.tenure import Share
from lianxin.foundation.people.models import Group, Seat, SeatChange
from lianxin.foundation.people.tests import factories as people

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def town():
    return people.township(people.county())


def change(seat, kind, on):
    SeatChange.objects.create(seat=seat, kind=kind, changed_on=on, ground="示例", article="示例")


def test_a_seat_counts_from_its_start_to_the_day_before_its_end(town):
    seat = people.seat(
        people.person(town),
        town,
        started_on=date(2026, 4, 1),
        ended_on=date(2026, 7, 1),
        state=Seat.State.ENDED,
        end_reason=Seat.EndReason.RESIGNED,
    )

    assert tenure.days_in_duty(seat, SINCE, UNTIL) == [(date(2026, 4, 1), date(2026, 6, 30))]
    assert tenure.is_in_duty(seat, date(2026, 6, 30))
    assert not tenure.is_in_duty(seat, date(2026, 7, 1))
    assert tenure.days_in_duty(seat, date(2027, 1, 1), date(2027, 12, 31)) == []


def test_suspended_days_do_not_count_and_resumed_ones_do(town):
    seat = people.seat(people.person(town), town)
    change(seat, SeatChange.Kind.SUSPEND, date(2026, 3, 1))
    change(seat, SeatChange.Kind.RESUME, date(2026, 9, 1))

    assert tenure.days_in_duty(seat, SINCE, UNTIL) == [
        (date(2026, 1, 1), date(2026, 2, 28)),
        (date(2026, 9, 1), date(2026, 12, 31)),
    ]
    assert tenure.share(seat, SINCE, UNTIL) == Share(59 + 122, 365)


def test_a_seat_suspended_until_its_end_stops_at_the_suspension(town):
    seat = people.seat(
        people.person(town),
        town,
        ended_on=date(2026, 6, 1),
        state=Seat.State.ENDED,
        end_reason=Seat.EndReason.RIGHTS,
    )
    change(seat, SeatChange.Kind.SUSPEND, date(2026, 2, 1))

    assert tenure.days_in_duty(seat, SINCE, UNTIL) == [(date(2026, 1, 1), date(2026, 1, 31))]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Seat.State.ELECTED},
        {
            "state": Seat.State.ENDED,
            "end_reason": Seat.EndReason.VOID,
            "ended_on": date(2026, 6, 1),
        },
    ],
)
def test_unconfirmed_and_void_seats_never_count(town, fields):
    seat = people.seat(people.person(town), town, **fields)

    assert tenure.days_in_duty(seat, SINCE, UNTIL) == []


@pytest.mark.parametrize(
    ("quota", "share", "asked"),
    [
        (20, Share(365, 365), 20),
        (20, Share(184, 365), 10),
        (4, Share(275, 365), 3),
        (1, Share(182, 365), 0),
        (1, Share(183, 365), 1),
        (7, Share(0, 365), 0),
        (7, Share(0, 0), 0),
    ],
)
def test_a_quota_is_asked_for_the_part_of_the_days(quota, share, asked):
    assert share.of_quota(quota) == asked


def test_a_body_is_read_in_two_queries(town, django_assert_num_queries):
    for number in range(3):
        seat = people.seat(people.person(town, f"示例{number}"), town)
    change(seat, SeatChange.Kind.SUSPEND, date(2025, 5, 1))
    gone = people.seat(
        people.person(town, "离任"),
        town,
        ended_on=date(2026, 1, 1),
        state=Seat.State.ENDED,
        end_reason=Seat.EndReason.MOVED,
    )

    with django_assert_num_queries(2):
        duties = tenure.duties_at(town, SINCE, UNTIL)

    assert len(duties) == 2
    assert gone.pk not in {duty.seat.pk for duty in duties}
    assert all(duty.periods == [(SINCE, UNTIL)] for duty in duties)


def test_one_who_left_and_came_back_is_one_person_with_two_periods(town):
    who = people.person(town)
    people.seat(
        who,
        town,
        ended_on=date(2026, 3, 1),
        state=Seat.State.ENDED,
        end_reason=Seat.EndReason.TERM,
    )
    people.seat(who, town, started_on=date(2026, 10, 1))

    assert tenure.people_in_duty(town, SINCE, UNTIL) == {
        who.pk: [(date(2026, 1, 1), date(2026, 2, 28)), (date(2026, 10, 1), date(2026, 12, 31))]
    }


def test_a_street_counts_the_county_deputies_in_its_groups(town):
    county = town.parent
    group = Group.objects.create(body=town, name="第一小组")
    inside = people.seat(people.person(county), county, group=group)
    people.seat(people.person(county, "别处"), county)

    assert [duty.seat for duty in tenure.duties_at(town, SINCE, UNTIL)] == [inside]


def test_periods_that_touch_are_joined():
    first = (date(2026, 1, 1), date(2026, 1, 31))
    second = (date(2026, 2, 1), date(2026, 2, 10))

    assert tenure.joined([second, first]) == [(date(2026, 1, 1), date(2026, 2, 10))]

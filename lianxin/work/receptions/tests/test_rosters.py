"""Rules become a year of receptions; deputies take turns; the public is told in time."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lianxin.foundation.calendars.tables import SHIPPED
from lianxin.foundation.notices.feeds import calendar_of
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Seat
from lianxin.foundation.refusals import Refused
from lianxin.work.receptions import queries, workflow
from lianxin.work.receptions.dates import days_of
from lianxin.work.receptions.models import Away, Duty, DutyRule, Reception
from lianxin.work.receptions.telling import remind
from lianxin.work.receptions.tests.factories import (
    TODAY,
    make_reception,
    make_rule,
    make_station,
)
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 12, 31)
Kind = DutyRule.Kind


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def station(town):
    return make_station(town, deputies=5)


def days(first=date(2026, 1, 1), last=YEAR_END, **fields):
    rule = DutyRule(**({"starts_on": first, "on_holiday": "keep"} | fields))
    return [one.on for one in days_of(rule, first, last, SHIPPED)]


def test_mondays_market_days_and_the_20th_of_odd_months_fall_where_they_should():
    mondays = days(kind=Kind.WEEKLY, numbers=[1])
    markets = days(kind=Kind.INTERVAL, every=5)
    threes = days(kind=Kind.LAST_DIGIT, numbers=[3, 6, 9])
    odd = days(kind=Kind.ODD_MONTHS, numbers=[20])
    ends = days(kind=Kind.MONTHLY, numbers=[31])
    listed = days(kind=Kind.DATES, dates=["2026-12-03", "2026-02-19"])

    assert len(mondays) == 52
    assert {day.weekday() for day in mondays} == {0}
    assert markets[:3] == [date(2026, 1, 1), date(2026, 1, 6), date(2026, 1, 11)]
    assert len(threes) == 12 * 9 - 1  # No 29 February in 2026.
    assert [(day.month, day.day) for day in odd] == [(m, 20) for m in (1, 3, 5, 7, 9, 11)]
    assert ends[1] == date(2026, 2, 28)
    assert listed == [date(2026, 2, 19), date(2026, 12, 3)]


def test_a_holiday_is_skipped_or_moved_and_markets_are_held_on_sundays():
    october = {"first": date(2026, 9, 28), "last": date(2026, 10, 31)}
    mondays = {"kind": Kind.WEEKLY, "numbers": [1]}
    skipped = days(**october, **mondays, on_holiday="skip")
    moved = days(**october, **mondays, on_holiday="next")
    before = days(**october, **mondays, on_holiday="before")
    sundays = days(**october, kind=Kind.WEEKLY, numbers=[7], on_holiday="skip")

    holiday = date(2026, 10, 5)  # A Monday within the days off.
    assert holiday not in skipped
    assert len(moved) == len(skipped) + 1
    assert date(2026, 10, 8) in moved
    assert holiday not in moved
    assert date(2026, 9, 30) in before
    assert date(2026, 10, 11) in sundays
    assert date(2026, 10, 4) not in sundays


def test_a_year_is_generated_once_and_turns_are_fair(station):
    rule = make_rule(station, needed=1)
    made = workflow.generate(rule, first=TODAY, last=YEAR_END, by=station.liaison, today=TODAY)
    again = workflow.generate(rule, first=TODAY, last=YEAR_END, by=station.liaison, today=TODAY)

    assert len(made.new) == Reception.objects.count() >= 42
    assert (again.new, again.known) == ([], len(made.new))
    turns = Counter(Duty.objects.values_list("seat", flat=True))
    assert len(turns) == 5
    assert max(turns.values()) - min(turns.values()) <= 1
    first_round = list(Duty.objects.order_by("reception__on").values_list("seat", flat=True)[:5])
    assert len(set(first_round)) == 5


def test_whoever_is_away_suspended_or_not_yet_attached_is_passed_over(station):
    away, suspended, late, *_others = [one.person.seats.get() for one in station.deputies]
    Away.objects.create(seat=away, since=TODAY, until=TODAY + timedelta(days=40), reason="住院")
    Seat.objects.filter(pk=suspended.pk).update(state=Seat.State.SUSPENDED)
    late.stations.update(since=TODAY + timedelta(days=30))
    rule = make_rule(station, needed=2)

    workflow.generate(
        rule, first=TODAY, last=TODAY + timedelta(days=60), by=station.liaison, today=TODAY
    )

    def first_day(seat):
        return (
            Duty.objects.filter(seat=seat)
            .order_by("reception__on")
            .values_list("reception__on", flat=True)
            .first()
        )

    assert first_day(suspended) is None
    assert first_day(away) > TODAY + timedelta(days=40)
    assert first_day(late) >= TODAY + timedelta(days=30)


def test_the_body_has_a_reception_room_of_its_own_and_changing_a_rule_moves_its_days(town):
    clerk = make_clerk(town)
    make_deputy(town)
    rule = DutyRule(body=town, name="接访室值班", kind=Kind.MONTHLY, numbers=[10], starts_on=TODAY)
    workflow.make_rule(rule, by=clerk, today=TODAY)
    made = workflow.generate(rule, first=TODAY, last=YEAR_END, by=clerk, today=TODAY)
    rule.numbers = [20]
    workflow.change_rule(rule, by=clerk, today=TODAY)
    workflow.generate(rule, first=TODAY, last=YEAR_END, by=clerk, today=TODAY, anew=True)

    assert len(made.new) == 10
    found = Reception.objects.filter(rule=rule)
    assert found.count() == 10
    assert {one.rule_on.day for one in found} == {20}
    assert found.first().where == f"{town.short_name}接访室"


def test_a_rule_that_names_no_day_and_a_stranger_are_refused(station):
    rule = DutyRule(body=station.body, station=station, name="逢集", kind="weekly", starts_on=TODAY)
    with pytest.raises(Refused, match="哪几天"):
        workflow.make_rule(rule, by=station.liaison, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.make_rule(rule, by=station.deputies[0], today=TODAY)
    with pytest.raises(Refused, match="400"):
        workflow.generate(
            make_rule(station),
            first=TODAY,
            last=TODAY + timedelta(days=500),
            by=station.liaison,
            today=TODAY,
        )


def test_a_deputy_has_one_duty_at_one_reception(station):
    reception = make_reception(station)
    seat = station.deputies[0].person.seats.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(reception=reception, seat=seat)


def test_the_notice_is_a_numbered_paper_three_days_ahead_and_refused_later(station):
    clerk = make_clerk(station.body)
    reception = make_reception(station, on=TODAY + timedelta(days=3), deputies=station.deputies[:1])
    late = make_reception(station, on=TODAY + timedelta(days=2), deputies=station.deputies[:1])

    with pytest.raises(Refused, match="最迟在") as refusal:
        workflow.announce([late], scope="各方面意见。", by=clerk, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.announce([reception], scope="各方面意见。", by=station.liaison, today=TODAY)
    announcement = workflow.announce([reception], scope="各方面意见。", by=clerk, today=TODAY)

    assert refusal.value.article
    paper = Paper.objects.about(announcement).get()
    assert paper.status == Paper.Status.ISSUED
    assert paper.number == "柳溪人发告〔2026〕1号"
    assert paper.fields["days"][0]["deputies"].startswith(station.deputies[0].name)
    assert queries.next_at([station], TODAY)[station.pk] == reception
    [told] = queries.public_notices([station.body], TODAY)
    assert [one.pk for one in told.days] == [reception.pk]
    assert Notice.objects.filter(account=station.deputies[0], kind="reception.duty").exists()
    with pytest.raises(Refused, match="已经公告"):
        workflow.announce([reception], scope="各方面意见。", by=clerk, today=TODAY)


def test_an_announced_day_is_moved_in_time_with_a_paper_that_says_so(station):
    clerk = make_clerk(station.body)
    reception = make_reception(station, on=TODAY + timedelta(days=9), deputies=station.deputies[:1])
    announcement = workflow.announce([reception], scope="各方面意见。", by=clerk, today=TODAY)
    reception.refresh_from_db()
    fields = ("from_time", "to_time", "place", "topic", "others")
    rest = {name: getattr(reception, name) for name in fields}

    with pytest.raises(Refused, match="最迟在"):
        workflow.change(reception, on=TODAY + timedelta(days=2), by=clerk, today=TODAY, **rest)
    reception.refresh_from_db()
    with pytest.raises(PermissionDenied):
        workflow.change(
            reception, on=TODAY + timedelta(days=8), by=station.liaison, today=TODAY, **rest
        )
    reception.refresh_from_db()
    workflow.change(reception, on=TODAY + timedelta(days=8), by=clerk, today=TODAY, **rest)

    first, second = Paper.objects.about(announcement)
    assert (first.number, second.number) == ("柳溪人发告〔2026〕1号", "柳溪人发告〔2026〕2号")
    assert "2026年3月11日" in second.fields["remarks"]
    assert second.fields["days"][0]["on"].startswith("2026年3月10日")


def test_who_cannot_act_as_a_deputy_is_not_announced_and_a_closed_station_not_planned(station):
    clerk = make_clerk(station.body)
    reception = make_reception(station, on=TODAY + timedelta(days=9), deputies=station.deputies[:1])
    Seat.objects.update(state=Seat.State.SUSPENDED)
    with pytest.raises(Refused, match="不能执行代表职务"):
        workflow.announce([reception], scope="各方面意见。", by=clerk, today=TODAY)
    rule = make_rule(station)
    station.closed_on = TODAY
    station.save()
    with pytest.raises(Refused, match="撤销"):
        workflow.generate(rule, first=TODAY, last=YEAR_END, by=clerk, today=TODAY)


def test_who_is_on_duty_tomorrow_is_reminded_once_and_finds_it_in_the_calendar(station):
    tomorrow = make_reception(station, on=TODAY + timedelta(days=1), deputies=station.deputies[:2])
    make_reception(station, on=TODAY + timedelta(days=2))

    assert remind(TODAY) == 2
    assert remind(TODAY) == 0
    [notice] = Notice.objects.filter(account=station.deputies[0])
    assert notice.url == tomorrow.get_absolute_url()
    feed = calendar_of(station.deputies[0], TODAY).decode()
    assert feed.count("reception-duty-") == 2


def test_leave_needs_a_reason_and_the_substitute_stands_in_once(station):
    one, two, *_others = station.deputies
    reception = make_reception(station, on=TODAY + timedelta(days=7), deputies=[one])
    duty = reception.duties.get()

    with pytest.raises(Refused, match="原因"):
        workflow.ask_leave(duty, reason=" ", by=one, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.ask_leave(duty, reason="替他请", by=two, today=TODAY)
    new = workflow.ask_leave(
        duty, reason="出差", by=one, today=TODAY, substitute=two.person.seats.get()
    )

    assert (duty.state, new.stands_for) == ("leave", duty)
    assert Notice.objects.filter(account=two, kind="reception.duty").exists()
    assert Notice.objects.filter(account=station.liaison, kind="reception.leave").exists()
    with pytest.raises(Refused, match="已经排班"):
        workflow.put_on(reception, seats=[two.person.seats.get()], by=station.liaison, today=TODAY)


def test_two_deputies_swap_and_swap_back(station):
    one, two, *_others = station.deputies
    first = make_reception(station, on=TODAY + timedelta(days=7), deputies=[one])
    second = make_reception(station, on=TODAY + timedelta(days=14), deputies=[two])

    mine, theirs = workflow.swap(first.duties.get(), second.duties.get(), by=one, today=TODAY)

    def on_duty(reception):
        return [each.seat.person for each in reception.duties.filter(state="planned")]

    assert (on_duty(first), on_duty(second)) == ([two.person], [one.person])
    workflow.swap(mine, theirs, by=two, today=TODAY)
    assert (on_duty(first), on_duty(second)) == ([one.person], [two.person])
    assert first.duties.count() == 2

"""Figures and deeds read from attendance; the activities of a township's yearly report."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.engines import deeds
from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.figures.catalogue import Scope, figure, figures
from lianxin.foundation.people.models import Role
from lianxin.foundation.search.query import search
from lianxin.work.activities import workflow
from lianxin.work.activities.at_stations import every_quarter, lines_of_activities
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.tests.factories import TODAY, Place, at
from lianxin.work.stations.models import Station
from lianxin.work.suggestions.tests.factories import make_account

pytestmark = pytest.mark.django_db

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def place():
    return Place()


def value(place, key, **scope):
    asked = Scope(place.body, *YEAR, **scope)
    return figure(f"activities.{key}").value(asked)


def sides(place, key, **scope):
    return figure(f"activities.{key}").sides(Scope(place.body, *YEAR, **scope))


def bulk(place, kind, number, *, deputies=0, **fields):
    """So many recorded activities of a kind, written at once."""
    made = Activity.objects.bulk_create(
        Activity(
            body=place.body,
            kind=kind,
            title=f"{kind}{serial}",
            on=TODAY,
            state="recorded",
            starts_at=at(TODAY, 9),
            ends_at=at(TODAY, 10),
            created_by=place.clerk,
            recorded_by=place.clerk,
            recorded_at=at(TODAY, 12),
            **fields,
        )
        for serial in range(number)
    )
    Attendance.objects.bulk_create(
        Attendance(activity=one, seat=seat, on=TODAY, state="present", counts=True)
        for one in made
        for seat in place.seats[:deputies]
    )
    return made


def test_the_yearly_report_of_a_township_is_computed_from_its_activities(place):
    """遥观镇 2022: 30 volunteer events, 3 million and 20 million raised, 23 problems solved,
    8 lectures, 650 trained online, 6 trainings on site, 2 articles, 3 units and 1 law checked,
    12 hearings of the Party committee."""
    bulk(place, "volunteer", 28)
    bulk(place, "volunteer", 1, money=300_000_000, values={"purpose": "project"})
    bulk(place, "volunteer", 1, money=2_000_000_000, values={"purpose": "charity"})
    bulk(place, "inspection", 1, solved=20)
    bulk(place, "mediation", 1, solved=3)
    bulk(place, "lecture", 8, is_online=True, others=60, deputies=2)
    bulk(place, "training", 1, is_online=True, others=154)
    bulk(place, "training", 6, deputies=3)
    bulk(place, "survey", 2, values={"articles": 1})
    bulk(place, "enforcement", 1, values={"law": "治安管理", "units": 3})
    bulk(place, "enforcement", 1, values={"law": "农民专业合作社条例", "laws": 1})
    bulk(place, "meeting", 12, values={"organ": "party"})
    bulk(place, "meeting", 2, values={"organ": "congress"})

    assert value(place, "volunteering") == 30
    assert value(place, "money", narrowed={"purpose": "project"}) == 300_000_000
    assert value(place, "money", narrowed={"purpose": "charity"}) == 2_000_000_000
    assert value(place, "solved") == 23
    assert value(place, "lectures") == 8
    assert value(place, "training_persons", narrowed={"online": "1"}) == 650
    assert value(place, "trainings", narrowed={"online": "0"}) == 6
    assert value(place, "survey_articles") == 2
    assert value(place, "enforcement_units") == 3
    assert value(place, "enforcement_laws") == 1
    assert value(place, "meetings", narrowed={"organ": "party"}) == 12
    assert value(place, "meetings", narrowed={"organ": "congress"}) == 2
    assert value(place, "held") == 65
    assert value(place, "held", narrowed={"kind": "survey"}) == 2


def test_only_what_was_held_counts_and_only_in_its_days_and_place(place):
    place.plan()
    cancelled = place.plan(title="取消的")
    workflow.cancel(cancelled, reason="暴雨", by=place.clerk, today=TODAY)
    place.held(on=date(2025, 12, 31))
    place.held()

    assert value(place, "inspections") == 1
    assert figure("activities.held").value(Scope(place.county, *YEAR)) == 0
    assert figure("activities.held").value(Scope(place.county, *YEAR, below=True)) == 1


def test_leave_leaves_the_denominator_and_absence_does_not(place):
    place.held(marks={1: ("excused", "看病"), 2: ("absent", "")})
    held = place.held(on=TODAY + timedelta(days=1))

    assert sides(place, "attendance_rate") == (4, 5)
    assert value(place, "absent") == 1
    assert value(place, "excused") == 1
    row = held.attendances.get(seat=place.seats[0])
    workflow.object_to(row, words="我没去", by=place.deputies[0], today=TODAY)
    assert sides(place, "attendance_rate") == (3, 4)


def test_coverage_counts_each_deputy_once_and_person_times_every_time(place):
    for day in (1, 2):
        place.held(
            on=TODAY + timedelta(days=day),
            kind="training",
            title="培训",
            seats=place.seats[:2],
            is_online=day == 1,
        )
    assert value(place, "trained") == 4
    assert sides(place, "training_coverage") == (2, 3)
    assert value(place, "trained", narrowed={"online": "1"}) == 2
    assert sides(place, "sit_in_coverage") == (0, 3)


def test_visits_and_help_are_added_up(place):
    for kind, households, persons in (("visit", 10, 30), ("help", 86, 298), ("visit", 5, 9)):
        place.held(
            kind=kind, title=kind, households=households, persons=persons, seats=place.seats[:1]
        )
    assert value(place, "visited_households") == 15
    assert (value(place, "helped_households"), value(place, "helped_persons")) == (86, 298)


def test_opinions_of_inspections_are_counted_with_what_became_of_them(place):
    held = place.held()
    for words in ("路灯不亮。", "缺少错车道。"):
        said = workflow.add_opinion(held, text=words, by=place.clerk)
    workflow.opinion_to_message(said, by=place.clerk, today=TODAY)
    assert value(place, "supervision_opinions") == 2
    assert value(place, "opinions_handled") == 1


def test_a_figure_counts_what_its_reader_sees_and_lists_the_same(place):
    place.held(seats=place.seats[:1])
    bulk(place, "forum", 2)
    stranger = make_account(
        Role.TOWNSHIP_CLERK,
        place.county.children.create(
            code="other", name="别处", short_name="别处", kind=place.body.kind
        ),
    )
    for account, expected in ((place.clerk, 3), (place.leader, 1), (stranger, 0)):
        assert value(place, "held", user=account) == expected
    assert value(place, "held", public=True) == 0
    # That it may be published is not yet that it was.
    Activity.objects.filter(kind="forum").update(is_public=True)
    assert value(place, "held", public=True) == 0
    for forum in Activity.objects.filter(kind="forum"):
        workflow.publish(forum, title="听群众说", text="", by=place.clerk, today=TODAY)
    assert value(place, "held", public=True) == 2
    held = figure("activities.held")
    assert held.row
    assert held.records
    rows = [held.row(one) for one in held.records(Scope(place.body, *YEAR, public=True))]
    assert {one.words for one in rows} == {"听群众说"}
    assert all(one.public_url.startswith("/public/activities/") for one in rows)
    for one in figures():
        if one.key.startswith("activities.") and one.records and one.row:
            found = one.records(Scope(place.body, *YEAR, user=place.clerk))
            assert all(one.row(record).words for record in found[:3])


def test_the_file_shows_leave_and_absence_without_counting_them(place):
    place.held(marks={0: ("excused", "看病")})
    place.held(on=TODAY + timedelta(days=1), marks={0: ("absent", "")})
    place.held(on=TODAY + timedelta(days=2))
    found = deeds.deeds_of(place.seats[0].person, *YEAR)[deeds.Section.INSPECTIONS]
    assert [(one.presence, one.amount, one.note) for _source, one in found] == [
        ("excused", 0, "看病"),
        ("absent", 0, ""),
        ("present", 1, ""),
    ]
    assert found[0][1].words == "参加视察：视察农村道路"


def test_all_sources_of_a_person_and_of_a_body_read_the_rows_once(place):
    for kind in ("inspection", "visit", "training"):
        place.held(kind=kind, title=kind, households=4)
    ours = [one for one in deeds.sources() if one.key.startswith("activities.")]
    with (
        remembering(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        lines = {
            one.key: sum(line.amount for line in one.lines(place.seats[0].person, *YEAR))
            for one in ours
        }
        tallies = {
            one.key: one.tally(place.body, *YEAR).get(place.seats[0].person_id, 0) for one in ours
        }
    assert lines == tallies
    assert (lines["activities.visit"], lines["activities.visit.households"]) == (1, 4)
    assert lines["activities.training.minutes"] == 150
    assert len(queries) <= 12


def test_stations_read_their_ledger_and_proofs_from_activities(place):
    station = Station.objects.create(body=place.body, name="双桥站")
    place.held(station=station, solved=2, marks={2: ("absent", "")})
    [line] = lines_of_activities(station, *YEAR)
    assert line.words == "视察农村道路，代表到会 2 人，解决问题 2 个"
    assert set(line.people) == {seat.person_id for seat in place.seats[:2]}
    proof = every_quarter(station, 2026)
    assert (proof.is_met, proof.share) == (False, 0.25)


def test_who_sees_a_recorded_activity_finds_it(place):
    liaison = make_account(Role.LIAISON, place.body, name="乔联络")
    held = workflow.tell(
        person=place.seats[0].person,
        body=place.body,
        kind="visit",
        title="视察农村道路",
        on=TODAY,
        by=liaison,
        today=TODAY,
    )
    workflow.accept(held, by=place.clerk, today=TODAY)
    other = make_account(Role.LIAISON, place.body, name="另一联络")
    Attendance.objects.create(activity=held, seat=place.seats[1], on=TODAY, state="present")
    seat = place.seats[2]
    seat.group = None
    seat.save()
    workflow.correct(
        held, title="视察农村道路", solved=1, reason="补记", by=place.clerk, today=TODAY
    )
    seen = {
        liaison: True,
        other: False,
        place.clerk: True,
        place.deputies[1]: True,
        place.deputies[2]: False,
        make_account(Role.COUNTY_CLERK, place.county): True,
        make_account(
            Role.TOWNSHIP_CLERK,
            place.county.children.create(
                code="other", name="别处", short_name="别处", kind=place.body.kind
            ),
        ): False,
    }
    for account, expected in seen.items():
        assert Activity.objects.visible_to(account).filter(pk=held.pk).exists() is expected
        found = search("视察农村道路", user=account, kinds=["activity"])
        assert (found.total == 1) is expected

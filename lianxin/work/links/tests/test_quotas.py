"""Quotas of links: met and not met, shares of a year, figures, the personal file."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.engines.deeds import source
from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.people.models import Office, PresidiumMembership, Role, Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.links import workflow
from lianxin.work.links.models import Contact
from lianxin.work.links.standing import deputies_standing, leaders_standing
from lianxin.work.links.tests.factories import TODAY, make_voter, make_voters, seat_of
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_person,
    make_seat,
    make_township,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return make_township(make_county())


@pytest.fixture
def clerk(township):
    return make_clerk(township)


@pytest.fixture
def deputy(township):
    return make_deputy(township)


def standing(township, today=TODAY):
    return {one.person.pk: one for one in deputies_standing(township, today)}


def test_twenty_linked_voters_are_met_and_nineteen_are_not_until_ten_are_asked(township, clerk):
    full, short = make_deputy(township), make_deputy(township)
    make_voters(full, 20)
    make_voters(short, 19)

    rows = standing(township)
    assert rows[full.person_id].is_met
    assert not rows[short.person_id].is_met
    assert [one.behind for one in rows[short.person_id].gaps] == ["联系选民还差 1 人"]

    set_rule(
        township, "link.voters", 10, unit="person", by=clerk, on=TODAY, source="本级规定第一条"
    )

    assert all(one.is_met for one in standing(township).values())


def test_a_seat_that_began_in_july_is_asked_for_half(township):
    person = make_person(township)
    make_seat(person, township, started_on=date(2026, 7, 2))

    row = standing(township, date(2026, 8, 1))[person.pk]

    assert (row.links[0].asked, row.contacts.asked) == (10, 1)
    assert person.pk not in standing(township, date(2026, 7, 1))


def test_a_seat_that_ended_is_asked_for_nothing_and_leaves_the_denominator(township, clerk, deputy):
    seat = seat_of(deputy)
    Seat.objects.filter(pk=seat.pk).update(
        state=Seat.State.ENDED, ended_on=TODAY, end_reason=Seat.EndReason.MOVED
    )
    scope = Scope(township, date(2026, 1, 1), TODAY)

    assert standing(township) == {}
    assert figure("links.deputies").value(scope) == 0


def test_households_are_asked_only_where_the_place_says_so(township, clerk, deputy):
    assert len(standing(township)[deputy.person_id].links) == 1

    set_rule(
        township,
        "link.households",
        10,
        unit="household",
        by=clerk,
        on=TODAY,
        source="本级规定第二条",
    )
    make_voter(deputy, kind="helped", persons=4)

    voters, households = standing(township)[deputy.person_id].links
    assert (voters.has, households.has, households.asked) == (1, 1, 10)


def test_a_head_is_asked_for_deputies_and_villages_a_member_for_deputies_alone(
    township, clerk, deputy
):
    chair, member, mayor = (make_person(township) for _place in range(3))
    for person, post in ((chair, "chair"), (member, "member")):
        PresidiumMembership.objects.create(
            body=township, person=person, post=post, started_on=date(2022, 1, 6)
        )
    village = Office.objects.create(body=township, name="柳溪村", kind=Office.Kind.VILLAGE)
    workflow.link(body=township, leader=chair, village=village, by=clerk, today=TODAY)
    one = workflow.link(body=township, leader=mayor, seat=seat_of(deputy), by=clerk, today=TODAY)

    rows = {row.person.pk: row for row in leaders_standing(township, TODAY)}
    assert [(a.has, a.asked) for a in rows[chair.pk].links] == [(0, 2), (1, 3)]
    assert [(a.has, a.asked) for a in rows[member.pk].links] == [(0, 2)]
    assert [(a.has, a.asked) for a in rows[mayor.pk].links] == [(1, 10)]
    assert not rows[mayor.pk].contacts.is_met

    workflow.keep_in_touch(link=one, on=TODAY, way="call", by=clerk, today=TODAY)

    rows = {row.person.pk: row for row in leaders_standing(township, TODAY)}
    assert rows[mayor.pk].contacts.is_met


def test_what_cannot_be_linked_is_refused_in_words(township, clerk, deputy):
    chair = make_person(township)
    seat = seat_of(deputy)
    other = make_township(make_county(), code="hewang-gutun", name="古屯镇")
    stranger = seat_of(make_deputy(other))
    for refused, words in (
        ({"leader": deputy.person, "seat": seat}, "本人"),
        ({"leader": chair, "seat": stranger}, "不是本级"),
        ({"leader": chair, "unit": township}, "不是本级的下级"),
        ({"leader": chair}, "只能对应"),
    ):
        with pytest.raises(Refused, match=words):
            workflow.link(body=township, by=clerk, today=TODAY, **refused)
    with pytest.raises(PermissionDenied):
        workflow.link(body=township, leader=chair, seat=seat, by=deputy, today=TODAY)

    one = workflow.link(body=township, leader=chair, seat=seat, by=clerk, today=TODAY)
    with pytest.raises(Refused, match="已经登记"):
        workflow.link(body=township, leader=chair, seat=seat, by=clerk, today=TODAY)
    workflow.end_link(one, reason="职务调整", by=clerk, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.end_link(one, reason="职务调整", by=clerk, today=TODAY)


def test_contacts_are_counted_by_quarter_and_year_and_read_by_the_file(township, clerk, deputy):
    voter = make_voter(deputy, since=date(2025, 1, 1))
    for day in (date(2025, 12, 30), date(2026, 1, 8), date(2026, 3, 2)):
        workflow.keep_in_touch(voter=voter, on=day, way="visit", by=deputy, today=TODAY)
    last = Contact.objects.latest("on")

    april = standing(township, date(2026, 4, 1))[deputy.person_id]
    assert (april.quarter, april.year, april.last_on) == (0, 2, date(2026, 3, 2))

    deed = source("links.contacts")
    lines = list(deed.lines(deputy.person, date(2026, 1, 1), TODAY))
    assert sum(line.amount for line in lines) == 2
    assert deed.tally(township, date(2026, 1, 1), TODAY) == {deputy.person_id: 2}
    assert all("选民甲" not in line.words for line in lines)

    workflow.withdraw_contact(last, reason="日期记错", by=deputy)
    assert deed.tally(township, date(2026, 1, 1), TODAY) == {deputy.person_id: 1}
    with pytest.raises(WrongStatus):
        workflow.withdraw_contact(last, reason="日期记错", by=deputy)


def test_figures_count_what_an_account_may_see_and_name_no_voter(township, clerk, deputy):
    make_voter(deputy, name="王示例", kind="helped", persons=4)
    voter = make_voter(deputy, name="李示例", phone="13800000002", kind="helped", persons=3)
    workflow.keep_in_touch(voter=voter, on=TODAY, way="visit", by=deputy, today=TODAY)

    def value(key, user=clerk):
        return figure(key).value(Scope(township, date(2026, 1, 1), TODAY, user=user))

    assert (value("links.helped_households"), value("links.helped_persons")) == (2, 7)
    assert (value("links.visits"), value("links.voters")) == (1, 2)
    assert (value("links.rate"), value("links.deputies")) == (0, 1)
    stranger = make_account(Role.OFFICE_HEAD, township, office=_office(township))
    assert value("links.voters", stranger) == 0
    for key in ("links.voters", "links.helped_persons", "links.visits"):
        rows = listed(key, township)
        assert rows
        assert not any("示例" in row.words for row in rows)
    assert sum(row.amount for row in listed("links.helped_persons", township)) == 7


def listed(key, township):
    """The list behind a figure."""
    counted = figure(key)
    assert counted.records is not None
    assert counted.row is not None
    return [counted.row(one) for one in counted.records(Scope(township, TODAY, TODAY))]


def _office(township):
    return Office.objects.create(body=township, name="农业站")


def test_the_standing_of_a_body_costs_the_same_with_three_deputies_and_with_thirty(township):
    make_deputy(township)
    standing(township)
    with CaptureQueriesContext(
        connection,
    ) as few:
        standing(township)
    for _place in range(20):
        make_deputy(township, account=False)
    with CaptureQueriesContext(connection) as many:
        standing(township)

    assert len(few) == len(many)


def test_the_list_has_pages_and_its_counts_are_of_all(client, township, clerk):
    for number in range(22):
        make_deputy(township, f"代表{number:02}", account=False)
    client.force_login(clerk)

    first, second = (client.get(reverse("links:list", query={"page": one})) for one in (1, 2))

    assert [len(shown.context["page"]) for shown in (first, second)] == [20, 2]
    assert first.context["total"] == second.context["total"] == 22
    assert 'href="?page=2"' in first.content.decode()

"""Seats from election to their announced end; presidium; offices."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people import queries, workflow
from lianxin.foundation.people.models import (
    Account,
    Body,
    Grant,
    Group,
    Office,
    PresidiumMembership,
    Role,
    Seat,
    Term,
)
from lianxin.foundation.people.tests import factories
from lianxin.foundation.refusals import Refused, WrongStatus

pytestmark = pytest.mark.django_db

State = Seat.State
Reason = Seat.EndReason
Post = PresidiumMembership.Post
STARTED = date(2022, 1, 10)
TODAY = date(2026, 3, 11)


@pytest.fixture
def county():
    return factories.county()


@pytest.fixture
def town(county):
    return factories.township(county)


@pytest.fixture
def clerk(county):
    return factories.with_role(Role.COUNTY_CLERK, county, "周示例")


@pytest.fixture
def elect(clerk):
    def elect(body, who=None, **fields):
        term = body.terms.first() or factories.term(body)
        return workflow.seat_deputy(
            who or factories.person(body), body=body, term=term, by=clerk, **fields
        )

    return elect


@pytest.fixture
def seat(elect, county):
    return elect(county, is_confirmed=True)


@pytest.fixture
def town_seat(elect, town):
    return elect(town, is_confirmed=True)


# -- election and confirmation ----------------------------------------------


def test_a_seat_starts_with_the_term_and_waits_to_be_confirmed(elect, county, clerk):
    seat = elect(county)
    assert (seat.state, seat.started_on) == (State.ELECTED, STARTED)
    assert seat.person not in queries.deputies_of(county)

    workflow.confirm_seat(seat, by=clerk, on=date(2022, 1, 5))

    assert Seat.objects.get().state == State.IN_OFFICE
    assert seat.changes.get().article == "选举法（2020）第四十七条第二款"
    assert [event.step for event in events_of(seat)] == ["seat.elect", "seat.confirm"]
    assert seat.person in queries.deputies_of(county)


def test_a_by_elected_deputy_starts_later(elect, county):
    assert elect(county, started_on=date(2024, 5, 1)).started_on == date(2024, 5, 1)


def test_a_term_without_a_first_session_needs_a_day(county, clerk):
    term = Term.objects.create(body=county, number=19)

    with pytest.raises(Refused, match="开幕日"):
        workflow.seat_deputy(factories.person(county), body=county, term=term, by=clerk)


def test_seats_at_several_levels_are_one_persons(elect, county, town):
    person = factories.person(county)

    elect(county, person)
    elect(town, person)

    assert person.seats.count() == 2


def test_seats_in_two_townships_are_refused_with_the_article(elect, county, town):
    person = factories.person(county)
    elect(town, person)

    with pytest.raises(Refused, match="第四十八条") as refusal:
        elect(factories.township(county, "白沙镇"), person)

    assert refusal.value.article == "选举法（2020）第四十八条"
    assert person.seats.count() == 1


def test_after_the_first_seat_ended_another_township_may_elect(elect, county, town, clerk):
    seat = elect(town, is_confirmed=True)
    workflow.end_seat(seat, by=clerk, on=TODAY, reason=Reason.TERM)

    elect(factories.township(county, "白沙镇"), seat.person)


def test_a_second_seat_in_the_same_congress_is_refused(elect, seat):
    with pytest.raises(Refused, match="未终止"):
        elect(seat.body, seat.person)


def test_who_leaves_and_returns_has_two_periods(elect, seat, clerk):
    workflow.end_seat(seat, by=clerk, on=date(2024, 1, 1), reason=Reason.MOVED)

    elect(seat.body, seat.person, started_on=date(2025, 1, 1), is_confirmed=True)

    assert seat.person.seats.count() == 2
    for day, held in ((date(2023, 6, 1), 1), (date(2024, 6, 1), 0), (date(2025, 6, 1), 1)):
        assert queries.deputies_of(seat.body, day).count() == held


def test_a_street_has_no_deputies_of_its_own(county, clerk):
    street = Body.objects.create(
        code="street", name="东街街道", short_name="东街", kind=Body.Kind.STREET, parent=county
    )

    with pytest.raises(Refused, match="街道不设人民代表大会"):
        workflow.seat_deputy(
            factories.person(county), body=street, term=factories.term(street), by=clerk
        )


def test_only_the_bodys_clerk_or_the_countys_seats_deputies(county, town):
    others = [
        factories.with_role(Role.TOWNSHIP_CLERK, factories.township(county, "白沙镇")),
        factories.with_role(Role.CHAIR, town),
        factories.with_role(Role.SYSTEM_ADMIN, county),
    ]

    for by in others:
        with pytest.raises(PermissionDenied):
            workflow.seat_deputy(
                factories.person(town), body=town, term=factories.term(town, 1), by=by
            )
        Term.objects.all().delete()


# -- suspension -------------------------------------------------------------


def test_suspension_has_one_of_two_grounds_and_is_undone(seat, clerk):
    workflow.suspend_seat(
        seat, by=clerk, on=TODAY, ground=workflow.Suspension.CUSTODY, note="县公安局通报"
    )
    assert seat.state == State.SUSPENDED
    assert "正在受侦查" in seat.changes.get().ground
    assert seat.person in queries.deputies_of(seat.body)

    workflow.resume_seat(seat, by=clerk, on=TODAY)

    assert Seat.objects.get().state == State.IN_OFFICE
    assert [change.article for change in seat.changes.all()] == [
        "代表法（2025）第六十一条第一款",
        "代表法（2025）第六十一条第二款",
    ]


def test_nothing_else_suspends(seat, clerk):
    with pytest.raises(Refused, match="行政拘留"):
        workflow.suspend_seat(seat, by=clerk, on=TODAY, ground="administrative")

    assert Seat.objects.get().state == State.IN_OFFICE


# -- end --------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(Reason))
def test_a_county_seat_ends_with_its_article(seat, clerk, reason):
    workflow.end_seat(seat, by=clerk, on=TODAY, reason=reason)

    seat.refresh_from_db()
    assert (seat.state, seat.ended_on, seat.end_reason) == (State.ENDED, TODAY, reason)
    article = seat.changes.get().article
    assert article.startswith("选举法（2020）" if reason == Reason.VOID else "代表法（2025）")


@pytest.mark.parametrize("reason", [Reason.RESIGNED, Reason.MOVED, Reason.RECALLED])
def test_a_township_seat_waits_for_the_congress_to_announce_its_end(town_seat, clerk, reason):
    workflow.end_seat(town_seat, by=clerk, on=TODAY, reason=reason)
    town_seat.refresh_from_db()
    assert (town_seat.state, town_seat.ended_on) == (State.ENDING, None)
    assert town_seat.person in queries.deputies_of(town_seat.body)

    workflow.announce_end(town_seat, by=clerk, on=date(2026, 7, 1))

    town_seat.refresh_from_db()
    assert (town_seat.state, town_seat.ended_on) == (State.ENDED, date(2026, 7, 1))
    assert town_seat.changes.last().article == "代表法（2025）第六十三条第二款"


@pytest.mark.parametrize("reason", [Reason.DEATH, Reason.TERM, Reason.VOID])
def test_what_no_session_announces_ends_at_once(town_seat, clerk, reason):
    workflow.end_seat(town_seat, by=clerk, on=TODAY, reason=reason)

    assert Seat.objects.get().state == State.ENDED


def test_a_void_election_names_its_article(town_seat, clerk):
    workflow.end_seat(town_seat, by=clerk, on=TODAY, reason=Reason.VOID, ground="审查报告第 3 号")

    assert town_seat.changes.last().article == "选举法（2020）第四十七条第二款"
    assert "当选无效" in town_seat.changes.last().ground


def test_the_law_knows_the_reasons(seat, clerk):
    with pytest.raises(Refused, match="法律规定"):
        workflow.end_seat(seat, by=clerk, on=TODAY, reason="lazy")


def test_nothing_ends_before_it_began(seat, clerk):
    with pytest.raises(Refused, match="任职起日"):
        workflow.end_seat(seat, by=clerk, on=date(2021, 1, 1), reason=Reason.MOVED)


@pytest.mark.parametrize(
    "step",
    [
        lambda seat, by: workflow.confirm_seat(seat, by=by, on=TODAY),
        lambda seat, by: workflow.resume_seat(seat, by=by, on=TODAY),
        lambda seat, by: workflow.announce_end(seat, by=by, on=TODAY),
    ],
)
def test_a_step_out_of_order_says_where_the_seat_stands(seat, clerk, step):
    with pytest.raises(WrongStatus, match="在任"):
        step(seat, clerk)

    assert not seat.changes.exists()


def test_of_two_clerks_the_slower_one_is_told(seat, clerk):
    stale = Seat.objects.get()
    workflow.end_seat(seat, by=clerk, on=TODAY, reason=Reason.MOVED)

    with pytest.raises(WrongStatus, match="资格已终止"):
        workflow.end_seat(stale, by=clerk, on=TODAY, reason=Reason.RESIGNED)

    assert seat.changes.count() == 1


def chair_of(town_seat, clerk):
    town = town_seat.body
    account = factories.account(person=town_seat.person)
    for role in (Role.DEPUTY, Role.CHAIR, Role.LIAISON):
        Grant.objects.create(account=account, role=role, body=town, valid_from=STARTED)
    workflow.join_presidium(
        town_seat.person, body=town, by=clerk, on=date(2022, 1, 11), post=Post.CHAIR
    )
    return account


def test_posts_and_roles_fall_with_the_seat(town_seat, clerk):
    account = chair_of(town_seat, clerk)

    workflow.end_seat(town_seat, by=clerk, on=TODAY, reason=Reason.RECALLED)
    assert PresidiumMembership.objects.get().ended_on is None
    workflow.announce_end(town_seat, by=clerk, on=TODAY)

    assert PresidiumMembership.objects.get().ended_on == TODAY
    roles = {grant.role for grant in Account.objects.get(pk=account.pk).current_grants}
    assert roles == {Role.LIAISON}


def test_who_was_elected_again_keeps_post_and_roles(town_seat, clerk):
    account = chair_of(town_seat, clerk)
    next_term = Term.objects.create(body=town_seat.body, number=19, starts_on=TODAY)
    workflow.seat_deputy(
        town_seat.person, body=town_seat.body, term=next_term, by=clerk, is_confirmed=True
    )

    workflow.end_seat(town_seat, by=clerk, on=TODAY, reason=Reason.TERM)

    assert PresidiumMembership.objects.get().ended_on is None
    assert Account.objects.get(pk=account.pk).has_role(Role.CHAIR)


# -- presidium --------------------------------------------------------------


def test_the_presidium_is_made_of_deputies_with_one_chair_and_two_vice_chairs(elect, town, clerk):
    deputies = [elect(town, is_confirmed=True).person for _ in range(5)]

    def join(who, post):
        return workflow.join_presidium(who, body=town, by=clerk, on=TODAY, post=post)

    with pytest.raises(Refused, match="不是本级在任代表"):
        join(factories.person(town), Post.MEMBER)
    chair = join(deputies[0], Post.CHAIR)
    with pytest.raises(Refused, match="已有一位主席"):
        join(deputies[1], Post.CHAIR)
    join(deputies[1], Post.VICE_CHAIR)
    join(deputies[2], Post.VICE_CHAIR)
    with pytest.raises(Refused, match="最多二人"):
        join(deputies[3], Post.VICE_CHAIR)
    with pytest.raises(Refused, match="已在名单里"):
        join(deputies[0], Post.MEMBER)

    workflow.leave_presidium(chair, by=clerk, on=TODAY, reason="换届")
    with pytest.raises(WrongStatus):
        workflow.leave_presidium(chair, by=clerk, on=TODAY)
    join(deputies[4], Post.CHAIR)

    assert queries.presidium_of(town, TODAY).count() == 3


# -- offices ----------------------------------------------------------------


def test_a_renamed_office_keeps_its_old_name(county, clerk):
    office = workflow.open_office("交通 运输局", body=county, by=clerk)
    workflow.open_office("教育局", body=county, by=clerk)

    workflow.rename_office(office, "交通运输和港航局", by=clerk, on=TODAY)
    with pytest.raises(Refused, match="同名"):
        workflow.rename_office(office, "教育局", by=clerk, on=TODAY)

    office.refresh_from_db()
    assert office.name == "交通运输和港航局"
    former = office.former_names.get()
    assert (former.name, former.until) == ("交通 运输局", date(2026, 3, 10))


def test_a_merged_office_takes_nothing_new_and_leads_to_its_successor(county, town, clerk):
    old, new = factories.office(county, "公路局"), factories.office(county, "交通运输局")
    with pytest.raises(Refused, match="本级"):
        workflow.merge_office(old, factories.office(town), by=clerk, on=TODAY)
    with pytest.raises(Refused, match="本级"):
        workflow.merge_office(old, old, by=clerk, on=TODAY)

    workflow.merge_office(old, new, by=clerk, on=TODAY, reason="机构改革")

    assert list(Office.objects.current().filter(body=county)) == [new]
    assert old.merged_into == new
    with pytest.raises(WrongStatus, match="已经撤并"):
        workflow.merge_office(new, old, by=clerk, on=TODAY)
    with pytest.raises(WrongStatus):
        workflow.rename_office(old, "别的局", by=clerk, on=TODAY)


def test_people_of_merged_offices_finish_what_either_left_open(county, clerk):
    old, new = factories.office(county, "公路局"), factories.office(county, "交通运输局")
    leaving = factories.with_role(Role.OFFICE_HANDLER, county, office=old)
    staying = factories.with_role(Role.OFFICE_HEAD, county, office=new)

    workflow.merge_office(old, new, by=clerk, on=TODAY)

    for account in (leaving, staying):
        account.forget_grants()
        assert account.office_ids() == {old.pk, new.pk}
        assert len({grant.role for grant in account.current_grants}) == 1


def test_offices_are_kept_by_those_who_keep_people(county):
    with pytest.raises(PermissionDenied):
        workflow.open_office("局", body=county, by=factories.with_role(Role.CHAIR, county))


# -- queries ----------------------------------------------------------------


def test_deputies_are_listed_by_strokes_or_by_pinyin(county):
    for name in ("张示例", "丁示例", "安示例"):
        factories.seat(factories.person(county, name), county)

    def names(order):
        return [person.name for person in queries.deputies_of(county, order=order)]

    assert names("stroke") == names("nonsense") == ["丁示例", "安示例", "张示例"]
    assert names("pinyin") == ["安示例", "丁示例", "张示例"]


def test_a_streets_deputies_are_the_countys_in_its_groups(county):
    street = Body.objects.create(
        code="street", name="东街街道", short_name="东街", kind=Body.Kind.STREET, parent=county
    )
    group = Group.objects.create(body=street, name="第一小组")
    inside = factories.seat(factories.person(county), county, group=group).person
    factories.seat(factories.person(county), county)

    assert list(queries.deputies_of(street)) == [inside]

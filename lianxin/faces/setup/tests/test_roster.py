"""代表名册: its order, its filters, its pages; a person once; steps of a seat."""

from datetime import date

import pytest
from django.urls import reverse

from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import (
    District,
    Group,
    Person,
    PresidiumMembership,
    Role,
    Seat,
)

ROSTER = "/setup/deputies/"
State = Seat.State


def names(response):
    return [row.person.name for row in response.context["rows"]]


def test_the_roster_stands_in_stroke_order_and_can_be_had_in_pinyin(signed_in, county):
    for name in ("赵示例", "丁示例", "𠮷㛃示例", "欧阳示例"):
        factories.deputy(county, name)

    official = signed_in.get(ROSTER)
    by_sound = signed_in.get(ROSTER, {"order": "pinyin"})

    assert names(official) == ["丁示例", "𠮷㛃示例", "欧阳示例", "赵示例"]
    assert names(by_sound)[:2] == ["丁示例", "欧阳示例"]
    assert "𠮷㛃示例" in official.content.decode()


def test_a_person_with_seats_at_two_levels_is_shown_once_with_both(signed_in, county, town):
    person = factories.deputy(county, "苏示例")
    factories.sit(person, town)

    response = signed_in.get(ROSTER, {"body": "all"})

    page = response.content.decode()
    assert names(response) == ["苏示例"]
    assert "禾望县第十八届" in page
    assert "柳溪镇第十九届" in page


def test_filters_narrow_and_nonsense_is_ignored(signed_in, county, town):
    group = Group.objects.create(body=county, name="第一代表小组")
    factories.deputy(county, "丁示例", group=group)
    factories.deputy(county, "苏示例")
    factories.deputy(county, "何示例", state=State.SUSPENDED)
    factories.deputy(
        county, "方示例", state=State.ENDED, ended_on=date(2024, 5, 6), end_reason="moved"
    )
    factories.deputy(town, "石示例")

    def asked(**query):
        return set(names(signed_in.get(ROSTER, query)))

    assert asked() == {"丁示例", "苏示例", "何示例"}
    assert asked(state="suspended") == {"何示例"}
    assert asked(state="ended") == {"方示例"}
    assert asked(state="all") == {"丁示例", "苏示例", "何示例", "方示例"}
    assert asked(group=str(group.pk)) == {"丁示例"}
    assert asked(group="none") == {"苏示例", "何示例"}
    assert asked(q="苏") == {"苏示例"}
    assert asked(body="all") == {"丁示例", "苏示例", "何示例", "石示例"}
    assert asked(state="nonsense", order="sideways", group="x", after="%%") == asked()
    assert signed_in.get(ROSTER, {"body": "nowhere"}).status_code == 404


def test_a_township_clerk_never_sees_another_townships_roster(
    client, town_clerk, county, town, other_town
):
    theirs = factories.deputy(other_town, "石示例")
    county_only = factories.deputy(county, "何示例")
    own = factories.deputy(town, "柳示例")
    factories.sit(own, county)
    client.force_login(town_clerk)

    assert names(client.get(ROSTER, {"body": "all"})) == ["柳示例"]
    assert client.get(ROSTER, {"body": other_town.code}).status_code == 404
    assert client.get(ROSTER, {"body": county.code}).status_code == 404
    for person in (theirs, county_only):
        seat = person.seats.get()
        assert client.get(reverse("setup:person", args=[person.pk])).status_code == 404
        assert client.get(reverse("setup:person_edit", args=[person.pk])).status_code == 404
        assert client.get(reverse("setup:seat_end", args=[seat.pk])).status_code == 404
    for name in ("deputies_print", "deputies_export", "offices", "groups", "presidium"):
        address = reverse(f"setup:{name}", query={"body": other_town.code})
        assert client.get(address).status_code == 404
    page = client.get(reverse("setup:person", args=[own.pk])).content.decode()
    assert "禾望县第十八届" in page


def test_a_seat_once_held_in_another_township_is_not_told(client, town_clerk, town, other_town):
    person = factories.deputy(
        other_town, "柳示例", state=State.ENDED, ended_on=date(2024, 1, 1), end_reason="moved"
    )
    factories.sit(person, town)
    client.force_login(town_clerk)

    page = client.get(reverse("setup:person", args=[person.pk])).content.decode()

    assert "柳溪镇第十九届" in page
    assert "石桥镇第十九届" not in page


def test_a_former_clerk_no_longer_sees_the_number_of_someone_who_moved(
    client, town_clerk, town, other_town
):
    person = factories.deputy(
        town, "柳示例", state=State.ENDED, ended_on=date(2024, 1, 1), end_reason="moved"
    )
    client.force_login(town_clerk)
    address = reverse("setup:person", args=[person.pk])
    assert person.phone in client.get(address).content.decode()

    factories.sit(person, other_town)

    page = client.get(address).content.decode()
    assert person.phone not in page
    assert person.masked_phone in page
    assert client.get(reverse("setup:person_edit", args=[person.pk])).status_code == 403


def test_without_a_term_a_deputy_waits_for_it(signed_in, town):
    town.terms.get().sessions.all().delete()
    town.terms.all().delete()

    response = signed_in.get(reverse("setup:deputy_new", query={"body": town.code}))

    assert response.headers["Location"] == reverse("setup:terms", args=[town.pk])


def test_a_page_costs_the_same_queries_at_any_size(
    signed_in, county, django_assert_max_num_queries
):
    for number in range(45):
        factories.deputy(county, f"示例{chr(0x4E00 + 7 * number)}")

    with django_assert_max_num_queries(14):
        first = signed_in.get(ROSTER)
    with django_assert_max_num_queries(14):
        second = signed_in.get(ROSTER + first.context["page"].older_url)

    assert len(names(first)) == len(names(second)) == 20
    assert not set(names(first)) & set(names(second))


def test_a_persons_page_costs_the_same_queries_however_many_seats(
    signed_in, county, town, django_assert_max_num_queries
):
    person = factories.deputy(county)
    factories.sit(person, town)
    for number in range(4):
        term = factories.open_term(county, 10 + number)
        factories.sit(
            person,
            county,
            term=term,
            state=State.ENDED,
            ended_on=date(2022, 1, 6),
            end_reason="term",
        )

    with django_assert_max_num_queries(22):
        signed_in.get(reverse("setup:person", args=[person.pk]))


def test_the_printed_roster_has_no_numbers_to_call(signed_in, county):
    person = factories.deputy(county, "丁示例")
    factories.deputy(county, "何示例", state=State.ELECTED)

    page = signed_in.get(reverse("setup:deputies_print")).content.decode()

    assert "丁示例" in page
    assert "何示例" not in page
    assert person.phone not in page
    assert "按姓氏笔画排列" in page


def test_the_exported_roster_imports_again_and_leaves_a_trace(signed_in, county):
    factories.deputy(county, "丁示例")

    response = signed_in.get(reverse("setup:deputies_export"))

    assert response["Content-Type"].endswith("sheet")
    assert response.content.startswith(b"PK")
    event = Event.objects.get(step="export.deputies")
    assert "1 行" in event.words
    signed_in.head(reverse("setup:deputies_export"))
    assert Event.objects.filter(step="export.deputies").count() == 1


# Entering and putting right


def entering(county, **changes):
    return {
        "name": "𠮷㛃示例",
        "sex": "female",
        "born": "1980-05",
        "phone": "138 0000 0001",
        "term": county.terms.get().pk,
    } | changes


def enter(client, county, **changes):
    address = reverse("setup:deputy_new", query={"body": county.code})
    return client.post(address, entering(county, **changes))


def test_a_deputy_is_entered_and_waits_to_be_confirmed(signed_in, county):
    response = enter(signed_in, county)

    seat = Seat.objects.get()
    assert response.status_code == 302
    assert seat.person.name == "𠮷㛃示例"
    assert seat.person.phone == "13800000001"
    assert seat.state == State.ELECTED
    assert seat.started_on == factories.STARTED


def test_a_double_submit_asks_whether_it_is_the_same_person(signed_in, county):
    enter(signed_in, county)

    again = enter(signed_in, county)

    assert again.status_code == 422
    assert "是不是同一个人" in again.content.decode()
    assert Person.objects.count() == 1


def test_someone_known_from_another_level_gets_one_more_seat(signed_in, county, town):
    person = factories.deputy(town, "𠮷㛃示例")

    enter(signed_in, county, same=str(person.pk))

    assert Person.objects.get() == person
    assert set(person.seats.values_list("body", flat=True)) == {county.pk, town.pk}


def test_a_namesake_is_another_person_when_said_so(signed_in, county, town):
    factories.deputy(town, "𠮷㛃示例")

    enter(signed_in, county, same="new")

    assert Person.objects.filter(name="𠮷㛃示例").count() == 2


def test_a_second_unrelated_area_is_refused_with_its_article_and_leaves_nobody(
    signed_in, town, other_town
):
    person = factories.deputy(other_town, "𠮷㛃示例")

    refused = enter(signed_in, town, same=str(person.pk))

    assert refused.status_code == 409
    assert "选举法（2020）第四十八条" in refused.content.decode()
    assert Seat.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"born": "2026-05"}, "不满 18 周岁"),
        ({"born": "1980-13"}, "1975-03"),
        ({"name": ""}, "姓名"),
        ({"name": "示" * 61}, "姓名"),
        ({"term": "999999"}, "届"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_half_entered(signed_in, county, changes, words):
    response = enter(signed_in, county, **changes)

    assert response.status_code in {409, 422}
    assert words in response.content.decode()
    assert not Person.objects.exists()


def test_a_correction_is_traced_and_an_unchanged_form_leaves_no_event(signed_in, county):
    person = factories.deputy(county, "丁示例")
    address = reverse("setup:person_edit", args=[person.pk])

    signed_in.post(address, {"name": "丁示例", "phone": "13800000002", "post": "村民"})
    signed_in.post(address, {"name": "丁示例", "phone": "13800000002", "post": "村民"})

    person.refresh_from_db()
    assert person.phone == "13800000002"
    event = Event.objects.get(step="people.change_person")
    assert event.after == {"post": "村民", "phone": "13800000002"}


def test_emoji_and_invisible_characters_do_not_break_a_name(signed_in, county):
    enter(signed_in, county, name="苏 示\u200b例\u0007🌾")

    assert Person.objects.get().name == "苏示例🌾"


# Steps


def step(client, seat, name, **typed):
    return client.post(reverse(f"setup:seat_{name}", args=[seat.pk]), typed)


def test_a_seat_is_confirmed_suspended_resumed_and_ended(signed_in, county):
    seat = factories.deputy(county, state=State.ELECTED).seats.get()

    step(signed_in, seat, "confirm", on="2022-01-05", ground="审查报告")
    step(signed_in, seat, "suspend", on="2024-03-01", ground="custody")
    step(signed_in, seat, "resume", on="2024-06-01")
    step(signed_in, seat, "end", on="2025-01-01", reason="moved")

    seat.refresh_from_db()
    assert seat.state == State.ENDED
    assert seat.ended_on == date(2025, 1, 1)
    kinds = list(seat.changes.values_list("kind", flat=True))
    assert kinds == ["confirm", "suspend", "resume", "end"]
    page = signed_in.get(reverse("setup:person", args=[seat.person_id])).content.decode()
    assert "代表法（2025）第六十一条第一款" in page


def test_a_township_seat_waits_for_the_congress_to_announce_its_end(signed_in, town):
    seat = factories.deputy(town).seats.get()

    step(signed_in, seat, "end", on="2024-05-01", reason="moved")
    seat.refresh_from_db()
    assert seat.state == State.ENDING

    step(signed_in, seat, "announce", on="2025-01-20")
    seat.refresh_from_db()
    assert seat.state == State.ENDED
    assert seat.ended_on == date(2025, 1, 20)


def test_a_step_out_of_order_is_refused_in_words(signed_in, county):
    seat = factories.deputy(county).seats.get()
    step(signed_in, seat, "suspend", on="2024-03-01", ground="custody")

    twice = step(signed_in, seat, "suspend", on="2024-03-01", ground="custody")

    assert twice.status_code == 409
    assert "暂停执行职务" in twice.content.decode()
    assert seat.changes.count() == 1


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("suspend", {"on": "2024-03-01", "ground": "detention"}),
        ("suspend", {"on": "2020-03-01", "ground": "custody"}),
        ("end", {"on": "2024-03-01", "reason": "dislike"}),
        ("end", {"on": "2024-02-31", "reason": "moved"}),
    ],
)
def test_a_ground_the_law_does_not_know_is_refused(signed_in, county, name, typed):
    seat = factories.deputy(county).seats.get()

    response = step(signed_in, seat, name, **typed)

    assert response.status_code in {409, 422}
    seat.refresh_from_db()
    assert seat.state == State.IN_OFFICE


def test_the_system_administrator_takes_no_step_over_people(client, admin, county):
    seat = factories.deputy(county).seats.get()
    client.force_login(admin)

    assert step(client, seat, "end", on="2024-03-01", reason="moved").status_code == 403
    seat.refresh_from_db()
    assert seat.state == State.IN_OFFICE


def test_a_chair_reads_but_takes_no_step(client, county):
    seat = factories.deputy(county).seats.get()
    client.force_login(factories.account(Role.CHAIR, county))

    assert step(client, seat, "end", on="2024-03-01", reason="moved").status_code == 403


def test_details_of_a_seat_are_put_right(signed_in, county):
    district = District.objects.create(term=county.terms.get(), name="柳溪村选区")
    seat = factories.deputy(county).seats.get()
    other = factories.deputy(county, certificate_no="0007")

    step(signed_in, seat, "edit", district=district.pk, started_on="2023-02-01")
    taken = step(signed_in, seat, "edit", certificate_no="0007", started_on="2023-02-01")

    seat.refresh_from_db()
    assert seat.district == district
    assert seat.started_on == date(2023, 2, 1)
    assert taken.status_code == 409
    assert other.seats.get().certificate_no == "0007"


# Groups and presidium


def test_deputies_without_a_group_are_put_into_one_at_once(signed_in, county):
    people = [factories.deputy(county) for _ in range(3)]
    response = signed_in.post(
        reverse("setup:group_new"), {"name": "第一代表小组", "leader": people[0].pk}
    )
    group = Group.objects.get()
    assert response.status_code == 302

    seats = [person.seats.get().pk for person in people]
    signed_in.post(reverse("setup:group_add", args=[group.pk]), {"seats": seats})
    again = signed_in.post(reverse("setup:group_add", args=[group.pk]), {"seats": seats})

    assert group.seats.count() == 3
    assert again.status_code == 422


def test_a_group_of_that_name_or_an_outsider_as_leader_is_refused(signed_in, county, town):
    Group.objects.create(body=county, name="第一代表小组")
    stranger = Person.objects.create(county=county, name="外示例")

    taken = signed_in.post(reverse("setup:group_new"), {"name": "第一代表小组"})
    outsider = signed_in.post(
        reverse("setup:group_new"), {"name": "第二代表小组", "leader": stranger.pk}
    )

    assert taken.status_code == 409
    assert outsider.status_code == 422
    assert Group.objects.count() == 1


def test_the_county_fills_a_streets_group_and_the_street_reads_it(client, clerk, county, street):
    person = factories.deputy(county, "苏示例")
    group = Group.objects.create(body=street, name="东城代表小组")
    address = reverse("setup:group_add", args=[group.pk])
    seat = person.seats.get()
    street_clerk = factories.account(Role.TOWNSHIP_CLERK, street)

    client.force_login(street_clerk)
    assert client.post(address, {"seats": [seat.pk]}).status_code == 403
    client.force_login(clerk)
    assert client.post(address, {"seats": [seat.pk]}).status_code == 302

    client.force_login(street_clerk)
    assert "苏示例" in client.get(reverse("setup:group", args=[group.pk])).content.decode()
    assert client.get(reverse("setup:person", args=[person.pk])).status_code == 200


def test_a_chair_takes_office_once_and_leaves_with_both_days_kept(signed_in, town):
    first, second = factories.deputy(town, "丁示例"), factories.deputy(town, "何示例")
    address = reverse("setup:presidium_join", query={"body": town.code})

    signed_in.post(address, {"person": first.pk, "post": "chair", "on": "2022-01-20"})
    two = signed_in.post(address, {"person": second.pk, "post": "chair", "on": "2022-01-20"})
    held = PresidiumMembership.objects.get()
    leave = reverse("setup:presidium_leave", args=[held.pk])
    signed_in.post(leave, {"on": "2024-05-01", "reason": "辞去职务"})
    twice = signed_in.post(leave, {"on": "2024-05-01"})

    held.refresh_from_db()
    page = signed_in.get(reverse("setup:presidium", query={"body": town.code})).content.decode()
    assert two.status_code == 409
    assert "已有一位" in two.content.decode()
    assert twice.status_code == 409
    assert held.ended_on == date(2024, 5, 1)
    assert "2022-01-20 — 2024-05-01" in page


def test_only_a_deputy_of_the_township_joins_its_presidium(signed_in, county, town):
    outsider = factories.deputy(county)
    address = reverse("setup:presidium_join", query={"body": town.code})

    response = signed_in.post(
        address, {"person": outsider.pk, "post": "member", "on": "2022-01-20"}
    )

    assert response.status_code == 422
    assert not PresidiumMembership.objects.exists()

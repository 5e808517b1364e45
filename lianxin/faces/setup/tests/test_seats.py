"""Steps of a seat, deputies put into groups, members of a presidium."""

from datetime import date

import pytest
from django.urls import reverse

from lianxin.faces.setup.tests import factories
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

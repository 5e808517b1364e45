"""A deputy entered and put right: a namesake, a second seat, what cannot be."""

import pytest
from django.urls import reverse

from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import (
    Person,
    Seat,
)

ROSTER = "/setup/deputies/"
State = Seat.State


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

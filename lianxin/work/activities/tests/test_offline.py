"""What a phone sends from the field: taken once, refused in words, never half."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.work.activities.models import Activity
from lianxin.work.activities.tests.factories import Place
from lianxin.work.activities.tests.test_pages import picture

pytestmark = pytest.mark.django_db
RECORDS = "activities:offline_records"


@pytest.fixture
def place():
    return Place(deputies=2)


def send(client, about, **fields):
    values = {"about": about, "post_key": str(uuid4())} | fields
    return client.post(reverse(RECORDS), values).json()


def marks(place, **more):
    return {f"state-{seat.pk}": "present" for seat in place.seats} | more


def test_the_phone_takes_along_lists_and_kinds_of_who_is_signed_in(client, place):
    activity = place.plan(on=localdate())
    place.plan(on=localdate() + timedelta(days=30))

    assert client.get(reverse("activities:offline")).status_code == 200
    assert client.get(reverse("activities:offline_worker")).status_code == 200
    assert client.get(reverse("activities:offline_state")).status_code == 302
    client.force_login(place.clerk)
    taken = client.get(reverse("activities:offline_state")).json()
    client.force_login(place.deputies[1])
    own = client.get(reverse("activities:offline_state")).json()

    assert [one["id"] for one in taken["activities"]] == [activity.pk]
    assert len(taken["activities"][0]["lines"]) == 2
    assert taken["told"] == []
    assert own["activities"] == []
    assert any(one["key"].endswith("-visit") for one in own["told"])


def test_a_record_arrives_once_with_its_opinions_and_pictures(client, place):
    activity = place.plan(on=localdate())
    client.force_login(place.clerk)
    key = str(uuid4())
    sent = marks(
        place, summary="看了两处。", opinions="路灯坏了。\n\n桥要修。", post_key=key, minutes="90"
    )
    about = f"activity-{activity.pk}"

    first = send(client, about, **sent, pictures=[picture()])
    again = send(client, about, **sent, pictures=[picture()])

    assert (first["outcome"], again["outcome"]) == ("created", "known")
    activity.refresh_from_db()
    assert (activity.state, activity.minutes) == ("recorded", 90)
    assert activity.opinions.count() == 2
    assert activity.files.count() == 1


def test_what_is_refused_leaves_nothing_and_says_why(client, place):
    activity = place.plan(on=localdate())
    client.force_login(place.clerk)
    about = f"activity-{activity.pk}"

    unmarked = send(client, about, summary="看了两处。", opinions="路灯坏了。")
    keyless = send(client, about, **marks(place, summary="看了两处。"), post_key="")
    client.force_login(place.deputies[1])
    strange = send(client, about, **marks(place, summary="看了两处。"))

    assert [one["outcome"] for one in (unmarked, keyless, strange)] == ["refused"] * 3
    assert place.deputies[0].name in unmarked["words"]
    activity.refresh_from_db()
    assert (activity.state, activity.opinions.count()) == ("planned", 0)


def test_an_own_act_told_off_line_waits_for_the_office(client, place):
    client.force_login(place.deputies[1])
    about = f"tell-{place.body.pk}-visit"
    act = {"title": "走访三户", "on": str(localdate()), "households": "3"}
    key = str(uuid4())

    first = send(client, about, **act, post_key=key)
    again = send(client, about, **act, post_key=key)
    early = send(client, about, **(act | {"on": str(localdate() + timedelta(days=2))}))
    client.force_login(place.clerk)
    clerks = send(client, about, **act)

    assert (first["outcome"], again["outcome"]) == ("created", "known")
    assert (early["outcome"], clerks["outcome"]) == ("refused", "refused")
    told = Activity.objects.get()
    assert (told.state, told.households, told.told_by) == ("told", 3, place.deputies[1].person)

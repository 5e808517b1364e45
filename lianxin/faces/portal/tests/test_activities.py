"""Activities on the public pages: only what was published, in the words that were."""

import json
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from lianxin.foundation.files import copies
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import workflow
from lianxin.work.activities.models import ActivityFile, Attendance, Publication
from lianxin.work.activities.tests.factories import TODAY, Place

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


def _jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), "#8a5").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def place():
    cache.clear()
    return Place()


def page(name: str, *arguments, **query) -> str:
    """What anybody reads now; what was kept of it before is not thrown away here."""
    answer = Client().get(reverse(f"portal:{name}", args=arguments, query=query))
    assert answer.status_code == 200, (name, arguments, query)
    return answer.content.decode()


def everywhere(place, seat) -> dict[str, str]:
    """Every public page on which an activity may stand."""
    return {
        "list": page("activities", body=place.body.code),
        "of a deputy": page("activities", deputy=seat.pk),
        "index": page("open", body=place.county.code),
        "deputy": page("deputy", seat.pk),
        "feed": page("activities_feed"),
        "data": page("data_json", "activities"),
        "table": page("data_csv", "activities"),
    }


def publish(place, activity, **words):
    given = {"title": "代表看农村道路", "text": f"看了三处工地，有事打 {PHONE}。"} | words
    return workflow.publish(activity, by=place.clerk, today=TODAY, **given)


def test_what_is_not_published_is_nowhere_and_cannot_be_guessed(place):
    held = place.held(is_public=True)
    planned = place.plan()
    for one in (held, planned):
        address = reverse("portal:activity", args=[one.pk])
        assert Client().get(address).status_code == 404
    for where, shown in everywhere(place, place.seats[0]).items():
        assert held.title not in shown, where
    assert json.loads(page("data_json", "activities"))["items"] == []


def test_a_published_activity_shows_its_public_words_and_who_came(place):
    held = place.held(marks={1: ("excused", "看病住院")})
    workflow.add_opinion(held, text="王某家的路灯坏了", by=place.clerk)
    publish(place, held)
    for where, shown in everywhere(place, place.seats[0]).items():
        assert "代表看农村道路" in shown, where
        assert PHONE not in shown, where
    one = page("activity", held.pk)
    came, excused = place.deputies[0].person.name, place.deputies[1].person.name
    assert came in one
    # The record's own words, leave, opinions and places stay inside.
    for inside in (excused, "看病住院", held.title, held.summary, "路灯坏了", held.place, PHONE):
        assert inside not in one, inside
    [row] = json.loads(page("data_json", "activities"))["items"]
    assert set(row["deputies"]) == {place.deputies[at].person.name for at in (0, 2)}
    # Who objects to the record is not named until it is settled.
    Attendance.objects.filter(activity=held, seat=place.seats[0]).update(counts=False)
    assert came not in page("activity", held.pk)
    assert "参加的活动" not in page("deputy", place.seats[0].pk)


def test_publishing_is_the_clerks_step_with_its_event_and_may_be_taken_back(place):
    held = place.held()
    for stranger in (place.leader, place.deputies[1]):
        with pytest.raises(PermissionDenied):
            workflow.publish(held, title="甲", text="", by=stranger, today=TODAY)
    with pytest.raises(WrongStatus, match="还没有记录"):
        publish(place, place.plan())
    with pytest.raises(Refused, match="标题"):
        publish(place, held, title="  ")
    publish(place, held)
    with pytest.raises(Refused, match="没有变化"):
        publish(place, held)
    publish(place, held, title="看路")
    assert "看路" in page("activity", held.pk)
    with pytest.raises(Refused, match="理由"):
        workflow.unpublish(held, reason=" ", by=place.clerk)
    assert all("看路" in shown for shown in everywhere(place, place.seats[0]).values())
    workflow.unpublish(held, reason="照片里有未成年人", by=place.clerk)
    assert not any("看路" in shown for shown in everywhere(place, place.seats[0]).values())
    assert Client().get(reverse("portal:activity", args=[held.pk])).status_code == 404
    with pytest.raises(WrongStatus, match="没有公开"):
        workflow.unpublish(held, reason="再撤", by=place.clerk)
    publish(place, held, title="看路")
    steps = Event.objects.filter(step__contains="publish").order_by("seq")
    assert [one.step for one in steps] == [
        "activity.publish",
        "activity.publish",
        "activity.unpublish",
        "activity.publish",
    ]


def test_pictures_are_public_only_as_approved_copies_of_what_is_shown(place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    held = place.held()
    upload = SimpleUploadedFile("road.jpg", _jpeg(), content_type="image/jpeg")
    workflow.add_file(held, upload, kind=ActivityFile.Kind.PICTURE, by=place.clerk)
    publish(place, held)
    assert "<figure" not in page("activity", held.pk)
    stored = held.files.get().file
    assert "/account/" in Client().get(reverse("files:download", args=[stored.pk]))["Location"]
    copy = copies.approve(stored, version=0, title="现场", by=place.clerk)
    address = reverse("files:public", args=[copy.pk])
    assert address in page("activity", held.pk)
    assert Client().get(address).status_code == 200
    workflow.unpublish(held, reason="改期", by=place.clerk)
    assert Client().get(address).status_code == 404


def test_lists_are_narrowed_by_body_year_and_kind_at_a_fixed_cost(place):
    for number in range(3):
        publish(place, place.held(), title=f"第{number}次看路")
    shown = page("activities", body=place.body.code, year=TODAY.year, kind="inspection")
    assert shown.count("次看路") == 3
    for other in ({"year": TODAY.year - 1}, {"kind": "visit"}):
        assert "次看路" not in page("activities", body=place.body.code, **other)
    assert "次看路" in page("activities", year="x", kind="nonsense", deputy="9" * 30)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page("activities", body=place.body.code)
        return len(queries)

    before = cost()
    for number in range(3, 12):
        publish(place, place.held(), title=f"第{number}次看路")
    assert cost() <= before + 1


def test_the_clerk_publishes_from_the_activitys_page(client, place):
    held = place.held()
    address = reverse("activities:publish", args=[held.pk])
    client.force_login(place.clerk)
    assert address in client.get(held.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    assert (form["title"].value(), form["text"].value()) == (held.title, held.summary)
    client.post(address, {"title": "看路", "text": "修好了两处。"})
    shown = Publication.objects.get()
    assert (shown.published_on, shown.on) == (localdate(), held.on)
    own = client.get(held.get_absolute_url()).content.decode()
    assert shown.public_url in own
    for stranger in (place.leader, place.deputies[1]):
        client.force_login(stranger)
        assert client.get(address).status_code == 403
        assert address not in client.get(held.get_absolute_url()).content.decode()

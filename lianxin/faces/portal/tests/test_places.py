"""Deputies and stations: public facts, and nothing else; fixed costs."""

from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianxin.faces.portal import notices, receptions
from lianxin.faces.portal.places import public_seats
from lianxin.foundation.people.models import Person, Seat
from lianxin.work.receptions.models import Reception
from lianxin.work.voices.tests.factories import Place, attach_deputy, make_deputy, make_station

pytestmark = pytest.mark.django_db
SECRETS = {
    "phone": "13800001234",
    "address": "柳溪村八组十七号",
    "born": "1975-03",
    "post": "柳溪小学教师",
}


@pytest.fixture
def place():
    place = Place()
    Person.objects.filter(pk=place.deputy.person_id).update(**SECRETS)
    place.station.villages.add(place.village)
    place.station.longitude, place.station.latitude = Decimal("113.412"), Decimal("33.902")
    place.station.save()
    return place


def everything(client, place) -> dict[str, str]:
    seat = Seat.objects.get(person=place.deputy.person)
    pages = {
        "deputies": f"?body={place.body.code}",
        "stations": f"?body={place.body.code}",
        "home": "",
        "station_map": f"?body={place.body.code}",
    }
    found = {name: client.get(reverse(f"portal:{name}") + query) for name, query in pages.items()}
    found["deputy"] = client.get(reverse("portal:deputy", args=[seat.pk]))
    found["station"] = client.get(reverse("portal:station", args=[place.station.code]))
    found["body"] = client.get(reverse("portal:body", args=[place.body.code]))
    for name in ("deputies", "stations"):
        for kind in ("csv", "json"):
            found[f"{name}.{kind}"] = client.get(reverse(f"portal:data_{kind}", args=[name]))
    assert {name: page.status_code for name, page in found.items()} == dict.fromkeys(found, 200)
    return {name: page.content.decode() for name, page in found.items()}


def test_a_deputy_is_found_with_public_facts_and_no_others(client, place):
    pages = everything(client, place)
    name = place.deputy.person.name
    for where in ("deputies", "deputy", "station", "deputies.csv", "deputies.json"):
        assert name in pages[where]
    assert place.village.name in pages["station"]
    for secret in SECRETS.values():
        assert not [where for where, page in pages.items() if secret in page]


def test_who_is_no_longer_in_office_or_suspended_is_not_shown(client, place):
    seat = Seat.objects.get(person=place.deputy.person)
    Seat.objects.filter(pk=seat.pk).update(state=Seat.State.SUSPENDED)
    assert client.get(reverse("portal:deputy", args=[seat.pk])).status_code == 404
    assert client.get(reverse("portal:to_deputy", args=[seat.pk])).status_code == 404
    page = client.get(reverse("portal:deputies"), {"body": place.body.code})
    assert place.deputy.person.name not in page.content.decode()


def test_a_mobile_number_in_place_of_the_stations_telephone_is_left_out(client, place):
    address = reverse("portal:station", args=[place.station.code])
    place.station.phone = "138 0000 1234"
    place.station.save()
    assert "0000 1234" not in client.get(address).content.decode()
    place.station.phone = "0000-34567"
    place.station.save()
    assert "0000-34567" in client.get(address).content.decode()


def test_the_map_is_our_own_drawing_without_styles_or_links(client, place):
    page = client.get(reverse("portal:station_map"), {"body": place.body.code})
    drawing = ElementTree.fromstring(page.content.decode())
    tags = {one.tag.rpartition("}")[2] for one in drawing.iter()}
    assert tags == {"svg", "title", "rect", "g", "circle", "text", "line", "path"}
    assert "style" not in page.content.decode()
    assert place.station.name in page.content.decode()
    assert place.village.name in page.content.decode()


def test_the_lists_are_searched_and_nonsense_finds_nothing(client, place):
    deputies = reverse("portal:deputies")
    name = place.deputy.person.name
    for query, expected in ((name, True), ("没有这个人", False), ("%" * 90, True)):
        page = client.get(deputies, {"body": place.body.code, "q": query}).content.decode()
        assert (f">{name}</a>" in page) is expected
    assert client.get(deputies, {"body": "nowhere"}).status_code == 404
    page = client.get(reverse("portal:stations"), {"q": place.village.name})
    assert page.content.decode().count(f">{place.station.name}</a>") == 1


def test_a_long_list_of_deputies_is_read_page_by_page(client, place, monkeypatch):
    monkeypatch.setattr("lianxin.faces.portal.views.places.DEPUTIES_PER_PAGE", 1)
    for _number in range(2):
        make_deputy(place.body)
    address, asked = reverse("portal:deputies"), {"body": place.body.code}
    number = public_seats().filter(body=place.body).count()
    pages = [client.get(address, {**asked, "page": at}) for at in range(1, number + 1)]
    shown = [seat.pk for page in pages for seat in page.context["seats"]]
    assert number > 1
    assert sorted(shown) == sorted(one.pk for one in public_seats().filter(body=place.body))
    assert 'rel="next"' in pages[0].content.decode()
    # A page that is not there is the nearest one that is.
    for nonsense, last in (("999", True), ("-3", True), ("<b>", False)):
        page = client.get(address, {**asked, "page": nonsense})
        assert page.status_code == 200
        assert [seat.pk for seat in page.context["seats"]] == [shown[-1] if last else shown[0]]


def test_receptions_stand_on_the_pages_of_stations_and_deputies(client, place):
    day = timezone.localdate() + timedelta(days=5)
    common = {"body": place.body, "station": place.station, "on": day}
    hours = {"from_time": "09:00", "to_time": "11:30"}
    told = Reception.objects.create(**common, **hours, state="announced")
    told.duties.create(seat=Seat.objects.get(person=place.deputy.person))
    Reception.objects.create(**common, from_time="14:00", to_time="15:00", state="planned")
    for name, arguments in (
        ("station", [place.station.code]),
        ("deputy", [Seat.objects.get(person=place.deputy.person).pk]),
        ("body", [place.body.code]),
    ):
        page = client.get(reverse(f"portal:{name}", args=arguments)).content.decode()
        assert f"{day.isoformat()} 09:00—11:30" in page
        assert "14:00" not in page
    calendar = client.get(reverse("portal:receptions_calendar"), {"station": place.station.code})
    text = calendar.content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert f"reception-{told.pk}@lianxin" in text


def test_notices_of_any_source_are_shown_and_fed(client, place, monkeypatch):
    def source(bodies, most):
        if place.body in bodies:
            yield notices.Notice(
                "n1", timezone.localdate(), "接待日公告", place.body.name, "电话 13800001234"
            )

    monkeypatch.setattr(notices, "_sources", [source])
    page = client.get(reverse("portal:notices")).content.decode()
    assert "接待日公告" in page
    assert "13800001234" not in page
    feed = client.get(reverse("portal:notices_feed")).content.decode()
    assert "接待日公告" in feed
    assert "13800001234" not in feed


def test_nothing_before_its_day_and_in_order():
    now = timezone.now()
    found = [
        receptions.Reception(f"r{day}", 1, "接待", "站里", now + timedelta(days=day), now)
        for day in (3, 1, 2)
    ]
    assert [one.uid for one in receptions.by_station(found)[1]] == ["r3", "r1", "r2"]


def test_pages_cost_the_same_for_three_stations_and_for_thirty(
    place, django_assert_max_num_queries
):
    def costs():
        client = Client()
        cache.clear()
        for name, most in (("home", 12), ("deputies", 8), ("stations", 8), ("message", 5)):
            with django_assert_max_num_queries(most):
                client.get(reverse(f"portal:{name}"), {"body": place.county.code})

    costs()
    for number in range(12):
        station = make_station(place.county, f"第{number}联络站")
        deputy = make_deputy(place.county)
        attach_deputy(station, deputy)
    costs()


def test_a_kept_page_is_one_for_all_and_never_that_of_somebody_signed_in(
    client, place, django_assert_num_queries
):
    address = reverse("portal:home")
    fresh = client.get(address).content
    # Whether anything was recorded since, and nothing else.
    with django_assert_num_queries(1):
        assert client.get(address).content == fresh
    client.cookies["lianxin_size"] = "large"
    assert b'data-size="large"' in client.get(address).content
    signed_in = Client()
    signed_in.force_login(place.deputy)
    assert "工作台" in signed_in.get(address).content.decode()
    assert "工作台" not in Client().get(address).content.decode()
    page = Client().get(address, {"lang": "zh-hant"}).content.decode()
    assert "給代表留言" in page

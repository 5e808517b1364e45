"""Stations, their staff, their deputies, and whom they reach."""

import math
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Body, Role, Seat
from lianxin.foundation.people.permissions import may
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.sheets import read_table
from lianxin.work.stations import workflow
from lianxin.work.stations.drawing import RADIUS, drawn, placed
from lianxin.work.stations.models import Staff, Station
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.queries import coverage_of
from lianxin.work.stations.staffing import staffing_of, vacancies
from lianxin.work.stations.tests.factories import OPENED, make_liaison, make_station, make_village
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_handler,
    make_township,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def township(county):
    return make_township(county)


@pytest.fixture
def clerk(township):
    return make_clerk(township)


@pytest.fixture
def station(township, clerk):
    return make_station(township, by=clerk)


def test_a_vacancy_is_counted_until_head_two_deputies_and_a_liaison_are_there(station, clerk):
    def missing(day):
        return vacancies(staffing_of(station, day))

    today = OPENED
    assert missing(today) == [("站长", 1), ("副站长", 2), ("联络员", 1)]

    for post, name in [
        (Staff.Post.HEAD, "田禾"),
        (Staff.Post.DEPUTY_HEAD, "于青"),
        (Staff.Post.DEPUTY_HEAD, "卢白"),
        (Staff.Post.LIAISON, "石小满"),
    ]:
        last = workflow.appoint(station, post=post, name=name, by=clerk, since=today)
    assert missing(today) == []

    with pytest.raises(Refused, match="石小满已经是本站的联络员"):
        workflow.appoint(station, post=Staff.Post.LIAISON, name="石小满", by=clerk, since=today)
    workflow.end_post(last, by=clerk, until=today + timedelta(days=9))
    assert missing(today + timedelta(days=9)) == []
    assert missing(today + timedelta(days=10)) == [("联络员", 1)]
    with pytest.raises(WrongStatus):
        workflow.end_post(last, by=clerk, until=today + timedelta(days=9))


def test_each_step_leaves_one_event_and_an_unchanged_form_none(station, clerk, township):
    village = make_village(township)
    workflow.change_station(station, by=clerk, villages=[village], hours="每天 8:00—18:00")
    workflow.change_station(station, by=clerk, villages=[village], hours="每天 8:00—18:00")
    workflow.introduce(station, by=clerk, hours="每天 8:00—18:00 ", introduction="古槐树下的站。")

    events = list(events_of(station))

    assert [one.step for one in events] == [
        "station.open",
        "station.change",
        "station.introduce",
    ]
    assert set(events[1].after) == {"hours", "villages"}


def test_a_name_is_used_once_at_a_body_and_again_after_the_first_has_closed(station, clerk):
    with pytest.raises(Refused, match="已有同名"):
        make_station(station.body, station.name, by=clerk)
    with pytest.raises(Refused, match="理由"):
        workflow.close_station(station, by=clerk, on=date(2026, 1, 1), reason=" ")
    with pytest.raises(Refused, match="不能早于"):
        workflow.close_station(station, by=clerk, on=date(2020, 1, 1), reason="并站")
    station.refresh_from_db()
    assert station.closed_on is None

    workflow.close_station(station, by=clerk, on=date(2026, 1, 1), reason="并入中心站")

    assert make_station(station.body, station.name, by=clerk).pk != station.pk
    with pytest.raises(WrongStatus, match="不能再改动"):
        workflow.change_station(station, by=clerk, hours="每天")


def test_only_villages_of_the_body_and_deputies_of_it_or_above_belong_to_a_station(
    station, clerk, county
):
    elsewhere = make_township(county, code="hewang-shiqiao", name="石桥镇")
    with pytest.raises(Refused, match="不是本级的村"):
        workflow.change_station(station, by=clerk, villages=[make_village(elsewhere, "古井村")])
    stranger, own, higher = (make_deputy(body) for body in (elsewhere, station.body, county))
    with pytest.raises(Refused, match="不能编入本站"):
        workflow.attach_deputy(station, stranger.person.seats.get(), by=clerk, since=OPENED)

    for deputy in (own, higher):
        workflow.attach_deputy(station, deputy.person.seats.get(), by=clerk, since=OPENED)

    assert station.attached.on(OPENED).count() == 2
    with pytest.raises(Refused, match="已在本站"):
        workflow.attach_deputy(station, own.person.seats.get(), by=clerk, since=OPENED)
    workflow.detach_deputy(station.attached.first(), by=clerk, until=OPENED)
    assert station.attached.on(OPENED + timedelta(days=1)).count() == 1


def test_a_deputy_whose_seat_has_ended_or_rests_is_gone_from_the_station(station, clerk):
    deputy = make_deputy(station.body)
    seat = deputy.person.seats.get()
    workflow.attach_deputy(station, seat, by=clerk, since=OPENED)
    assert station in Station.objects.visible_to(deputy)

    Seat.objects.filter(pk=seat.pk).update(state=Seat.State.SUSPENDED)

    assert not station.attached.on()
    assert not Station.objects.visible_to(deputy)
    assert station.attached.on(OPENED).count() == 1


def test_coverage_names_each_village_without_an_open_station(station, clerk, county):
    reached, missed = make_village(station.body), make_village(station.body, "上沟村")
    workflow.change_station(station, by=clerk, villages=[reached])

    [row] = coverage_of(Body.objects.within(county))
    assert (row.villages, row.covered, row.percent, row.missing) == (2, 1, 50, [missed])

    workflow.close_station(station, by=clerk, on=date(2026, 1, 1), reason="房屋收回")
    [row] = coverage_of(Body.objects.within(county))
    assert row.missing == [missed, reached]


def test_who_sees_a_station_and_who_may_do_what(station, clerk, county):
    elsewhere = make_township(county, code="hewang-shiqiao", name="石桥镇")
    liaison = make_liaison(station, by=clerk)
    deputy = make_deputy(station.body)
    workflow.attach_deputy(station, deputy.person.seats.get(), by=clerk, since=OPENED)
    former = make_liaison(station, by=clerk, name="从前的联络员")
    workflow.end_post(station.staff.get(account=former), by=clerk, until=OPENED)
    chair = make_account(Role.CHAIR, station.body)
    auditor = make_account(Role.AUDITOR, county)
    other_clerk, other_liaison = make_clerk(elsewhere), make_account(Role.LIAISON, station.body)
    office = make_office_handler(make_office(county))
    P = Permission
    everyone = [
        # account, sees it, keeps, introduces, plans, decides
        (clerk, True, True, True, True, True),
        (make_clerk(county), True, False, False, False, False),
        (chair, True, False, False, False, True),
        (auditor, True, False, False, False, False),
        (liaison, True, False, True, True, False),
        (deputy, True, False, False, False, False),
        (former, False, False, False, False, False),
        (other_liaison, False, False, False, False, False),
        (other_clerk, False, False, False, False, False),
        (make_deputy(station.body), False, False, False, False, False),
        (office, False, False, False, False, False),
    ]

    for account, sees, *allowed in everyone:
        found = Station.objects.visible_to(account).filter(pk=station.pk).exists()
        asked = (P.KEEP, P.INTRODUCE, P.PLAN, P.DECIDE_PLAN)
        assert found is sees, account.name
        assert [may(account, one, station) for one in asked] == allowed, account.name
    with pytest.raises(PermissionDenied):
        workflow.change_station(station, by=liaison, name="别的名称")


def test_the_staff_edit_hours_but_are_shown_no_more(client, station, clerk):
    client.force_login(make_liaison(station, by=clerk))

    page = client.get(reverse("stations:detail", args=[station.pk])).content.decode()
    saved = client.post(
        reverse("stations:introduce", args=[station.pk]), {"hours": "逢五逢十 8:00—12:00"}
    )
    refused = client.post(reverse("stations:edit", args=[station.pk]), {"name": "改名"})

    assert reverse("stations:introduce", args=[station.pk]) in page
    assert reverse("stations:edit", args=[station.pk]) not in page
    assert (saved.status_code, refused.status_code) == (302, 403)
    station.refresh_from_db()
    assert station.hours == "逢五逢十 8:00—12:00"


def test_a_clerk_opens_a_station_and_a_refusal_keeps_what_was_typed(client, station, clerk):
    client.force_login(clerk)
    url = reverse("stations:new", query={"body": station.body.code})
    typed = {"kind": "point", "name": station.name, "address": "河口渡口旁", "is_public": "on"}

    refused = client.post(url, typed)
    half = client.post(url, typed | {"name": "河口联系点", "longitude": "113.5"})
    opened = client.post(url, typed | {"name": "河口联系点"}, follow=True)

    assert refused.status_code == 409
    assert "本级已有同名的家站点" in refused.content.decode()
    assert "河口渡口旁" in refused.content.decode()
    assert half.status_code == 422
    assert opened.status_code == 200
    assert Station.objects.get(name="河口联系点").villages.count() == 0
    assert client.get(reverse("stations:new")).status_code == 404


@pytest.mark.parametrize("page", ["list", "coverage"])
def test_a_page_of_many_stations_costs_as_many_queries_as_of_one(
    client, station, clerk, township, page
):
    def fill(one, serial):
        make_liaison(one, by=clerk, name=f"联络员{serial}")
        seat = make_deputy(one.body).person.seats.get()
        workflow.attach_deputy(one, seat, by=clerk, since=OPENED)
        workflow.change_station(one, by=clerk, villages=[make_village(township, f"{serial}村")])

    client.force_login(clerk)
    url = reverse(f"stations:{page}")
    fill(station, 0)
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for serial in range(1, 6):
        fill(make_station(township, f"联络站{serial}", by=clerk, kind="point"), serial)
    with CaptureQueriesContext(connection) as after:
        shown = client.get(url).content.decode()

    assert len(after) == len(before)
    assert "柳溪镇" in shown


def test_the_list_goes_out_as_a_table_as_it_is_narrowed(client, station, clerk, tmp_path):
    client.force_login(clerk)
    for serial in range(3):
        make_station(station.body, f"联系点{serial}", by=clerk, kind="point")

    url = reverse("stations:list")
    page = client.get(url).content.decode()
    table = client.get(url, {"as": "xlsx", "kind": "point"})
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(table.streaming_content))

    assert "缺站长 1 人" in page
    assert len(read_table(path)) == 3


def test_the_map_keeps_distances_and_moves_what_would_hide_another():
    spots = [
        Station(pk=pk, name=f"站{pk}", longitude=lon, latitude=lat)
        for pk, lon, lat in [
            (1, Decimal("113.40"), Decimal("33.90")),
            (2, Decimal("113.40"), Decimal("33.80")),
            (3, Decimal("113.52"), Decimal("33.90")),
            (4, Decimal("113.40"), Decimal("33.90")),
            (5, None, None),
        ]
    ]

    drawing = placed(spots)
    first, south, east, same = drawing.spots

    # 0.1 degrees of latitude are 11.1 km, 0.12 of longitude here some 11.1 km as well.
    assert abs((south.y - first.y) * drawing.metres - 11_132) < 1
    assert abs((east.x - first.x) * drawing.metres - 11_093) < 20
    assert math.hypot(same.x - first.x, same.y - first.y) >= 2 * RADIUS
    assert drawn(placed([Station(name="<b>", longitude=1, latitude=1)])).count("&lt;b&gt;") == 1
    assert placed([]) == ([], 0, 0)

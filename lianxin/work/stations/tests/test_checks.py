"""Checks, stars, plans, the ledger and the wall: all read from records, none typed twice."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from lianxin.foundation.files.access import may_open
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.ledger.chain import events_of, verify
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.foundation.sheets import read_table
from lianxin.work.stations import lines, walls, workflow
from lianxin.work.stations.checking import check
from lianxin.work.stations.lines import Line
from lianxin.work.stations.models import ChecklistTemplate, Staff, WallSheet
from lianxin.work.stations.shipped import shipped_lists
from lianxin.work.stations.tests.factories import OPENED, make_liaison, make_station
from lianxin.work.stations.today import waiting_at
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def clerk():
    return make_clerk(make_township(make_county()))


@pytest.fixture
def station(clerk):
    return make_station(clerk.home_body, by=clerk)


@pytest.fixture
def liaison(station, clerk):
    return make_liaison(station, by=clerk)


@pytest.fixture
def events_elsewhere(monkeypatch):
    """Lines that another room would read from its records."""
    found: list[Line] = []
    monkeypatch.setattr(lines, "_readers", [*lines._readers, lambda *asked: found])
    return found


def photo(colour="white"):
    content = BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return SimpleUploadedFile("牌子.png", content.getvalue(), content_type="image/png")


@pytest.mark.parametrize("code", [code for code in shipped_lists() if code != "stars"])
def test_each_list_can_be_taken_over_once_and_is_not_met_without_proof(code, station, clerk):
    template = workflow.adopt_list(station.body, code, by=clerk)

    [result] = check(station, YEAR)

    assert result.template == template
    assert len(result.items) == len(shipped_lists()[code].items)
    assert (result.met, result.is_met) == (0, False)
    with pytest.raises(Refused, match="已有同名的清单"):
        workflow.adopt_list(station.body, code, by=clerk)


def test_an_item_is_met_by_a_file_of_that_year_and_not_met_when_it_is_taken_back(
    station, clerk, liaison
):
    workflow.adopt_list(station.body, "five_a", by=clerk)
    [result] = check(station, YEAR)
    place, plate, *_others, money = (one.item for one in result.items)

    evidence = workflow.put_in(station, plate, photo(), year=YEAR, by=liaison, note="挂牌")
    again = workflow.put_in(station, plate, photo(), year=YEAR, by=liaison)

    assert again == evidence
    assert StoredFile.objects.count() == 1
    assert [one.is_met for one in check(station, YEAR)[0].items][:2] == [False, True]
    assert not check(station, YEAR - 1)[0].met
    assert may_open(clerk, evidence.file)
    assert not may_open(make_deputy(station.body), evidence.file)
    workflow.take_back(evidence, by=clerk)
    assert not check(station, YEAR)[0].met
    assert not StoredFile.objects.exists()
    workflow.drop_item(money, by=clerk, on=date(YEAR, 5, 1))
    with pytest.raises(Refused, match="现行的清单"):
        workflow.put_in(station, money, photo(), year=YEAR, by=liaison)
    with pytest.raises(PermissionDenied):
        workflow.put_in(station, place, photo(), year=YEAR, by=make_deputy(station.body))


def test_what_records_prove_takes_no_file(station, clerk, liaison, events_elsewhere):
    workflow.adopt_list(station.body, "five_a", by=clerk)
    [record] = [one for one in check(station, YEAR)[0].items if one.proof]
    assert not record.is_met
    with pytest.raises(Refused, match="由系统按记录计算"):
        workflow.put_in(station, record.item, photo(), year=YEAR, by=liaison)

    events_elsewhere.append(Line(date(YEAR, 3, 10), "接待", "接待选民 3 人"))

    [record] = [one for one in check(station, YEAR)[0].items if one.proof]
    assert record.is_met
    assert record.words == "台账记录 1 条（不含人员、计划）"
    assert record.proof.url == reverse("stations:ledger", args=[station.pk, YEAR])


def test_a_whole_staff_passes_the_staff_check_and_lists_of_the_county_hold_below(
    station, clerk, liaison
):
    county_clerk = make_clerk(station.body.parent)
    workflow.adopt_list(station.body.parent, "staff", by=county_clerk)
    year = localdate().year
    assert check(station, year)[0].items[0].words == "缺站长 1 人、缺副站长 2 人"

    for post, name in (("head", "田禾"), ("deputy_head", "于青"), ("deputy_head", "卢白")):
        workflow.appoint(station, post=post, name=name, by=clerk, since=OPENED)

    assert check(station, year)[0].is_met
    with pytest.raises(PermissionDenied):
        workflow.adopt_list(station.body.parent, "seven", by=clerk)


def test_a_plan_is_returned_with_a_reason_approved_and_reported_on(station, clerk, liaison):
    text = "3月 接待选民\n\n 11 视察河道"
    with pytest.raises(Refused, match="第 1 行“接待选民”看不出月份"):
        workflow.write_plan(station, year=YEAR, text="", items="接待选民", by=liaison)
    plan = workflow.write_plan(station, year=YEAR, text="", items="", by=liaison)
    with pytest.raises(Refused, match="还没有事项"):
        workflow.submit_plan(plan, by=liaison, today=date(YEAR, 1, 8))
    plan = workflow.write_plan(station, year=YEAR, text="每月一次。", items=text, by=liaison)
    march, _november = plan.items.all()
    with pytest.raises(WrongStatus):
        workflow.approve_plan(plan, by=clerk, today=date(YEAR, 1, 8))

    workflow.submit_plan(plan, by=liaison, today=date(YEAR, 1, 8))
    with pytest.raises(WrongStatus, match="不能再改"):
        workflow.write_plan(station, year=YEAR, text="", items=text, by=liaison)
    with pytest.raises(PermissionDenied):
        workflow.approve_plan(plan, by=liaison, today=date(YEAR, 1, 9))
    workflow.return_plan(plan, reason="请写明地点", by=clerk, today=date(YEAR, 1, 9))
    workflow.submit_plan(plan, by=liaison, today=date(YEAR, 1, 10))
    workflow.approve_plan(plan, by=clerk, today=date(YEAR, 1, 11))

    with pytest.raises(Refused, match="还没有到"):
        workflow.report_item(
            march, held_on=date(YEAR, 3, 9), report="来了", by=liaison, today=date(YEAR, 3, 1)
        )
    workflow.report_item(
        march, held_on=date(YEAR, 3, 9), report="来了七人", by=liaison, today=date(YEAR, 3, 10)
    )
    workflow.adopt_list(station.body, "seven", by=clerk)
    words = [one.words for one in check(station, YEAR)[0].items]
    assert "到期事项 2 项，已报开展情况 1 项" in words
    with pytest.raises(Refused, match="不能退回"):
        workflow.return_plan(plan, reason="重写", by=clerk, today=date(YEAR, 4, 1))
    assert [
        line.kind for line in lines.lines_of(station, date(YEAR, 1, 1), date(YEAR, 12, 31))
    ] == [
        "计划",
        "活动",
    ]
    assert Notice.objects.filter(account=clerk).count() == 2
    assert Notice.objects.filter(account=liaison).count() == 2
    assert verify()[1] == []


def test_a_printed_sheet_is_stale_as_soon_as_what_it_says_has_changed(station, clerk, liaison):
    deputy = make_deputy(station.body, "禾多田")
    attached = workflow.attach_deputy(station, deputy.person.seats.get(), by=clerk, since=OPENED)
    for kind in WallSheet.Kind:
        workflow.print_sheet(station, kind, size="a3", by=liaison)
    assert all(one.is_current for one in walls.states_of(station))

    workflow.pledge(attached, "每月走访十户。", by=deputy)
    workflow.introduce(station, by=liaison, introduction="换了新址。")

    stale = {one.kind for one in walls.states_of(station) if one.is_stale}
    assert stale == {"introduction", "promises"}
    assert walls.stale_numbers([station]) == {station.pk: 2}
    told = waiting_at([station], liaison, localdate())[station.pk]
    assert "2 张上墙公示已过时" in [one.title for one in told]
    workflow.print_sheet(station, "promises", size="a4", by=liaison)
    assert walls.stale_numbers([station]) == {station.pk: 1}
    with pytest.raises(PermissionDenied):
        workflow.pledge(attached, "代他写", by=make_deputy(station.body))
    with pytest.raises(PermissionDenied):
        workflow.print_sheet(station, "promises", size="a4", by=deputy)


def test_stars_are_off_then_computed_granted_once_and_withdrawn_with_a_reason(
    station, clerk, liaison, events_elsewhere
):
    today = date(YEAR + 1, 1, 5)
    template = workflow.adopt_list(station.body, "stars", by=clerk)
    with pytest.raises(Refused, match="没有开启"):
        workflow.grant_stars(station, year=YEAR, by=clerk, today=today)
    set_rule(
        station.body,
        "station.stars_enabled",
        True,
        by=clerk,
        on=date(YEAR, 1, 1),
        source="本级决定",
    )
    with pytest.raises(Refused, match="还不够一星"):
        workflow.grant_stars(station, year=YEAR, by=clerk, today=today)

    events_elsewhere += [Line(date(YEAR, month, 9), "接待", "接待") for month in range(1, 10)]
    for post, name in (("head", "田禾"), ("deputy_head", "于青"), ("deputy_head", "卢白")):
        workflow.appoint(station, post=post, name=name, by=clerk, since=OPENED)
    for item in template.items.filter(proof=""):
        workflow.put_in(station, item, photo(), year=YEAR, by=liaison)
    for kind in WallSheet.Kind:
        workflow.print_sheet(station, kind, size="a3", by=liaison)
    [result] = check(station, YEAR, use=ChecklistTemplate.Use.STARS)
    # 10 + 10 + 15 + 25 × 9/12 + 0 + 10 + 5
    assert (result.points, result.most, result.stars) == (68, 100, 2)

    for wrong in ("50 60", "50 60 70 80 101", "90 80 70 60 50", "五十 60 70 80 90"):
        with pytest.raises(Refused, match="从小到大"):
            workflow.change_list(template, by=clerk, marks=wrong)
    workflow.change_list(template, by=clerk, marks="20 40 60 80 95")
    assert check(station, YEAR, use=ChecklistTemplate.Use.STARS)[0].stars == 3
    grant = workflow.grant_stars(station, year=YEAR, by=clerk, today=today)

    with pytest.raises(Refused, match="已经评定"):
        workflow.grant_stars(station, year=YEAR, by=clerk, today=today)
    with pytest.raises(PermissionDenied):
        workflow.withdraw_stars(grant, reason="x", by=liaison, today=today)
    with pytest.raises(Refused, match="理由"):
        workflow.withdraw_stars(grant, reason=" ", by=clerk, today=today)
    workflow.withdraw_stars(grant, reason="台账不全", by=clerk, today=today)
    assert workflow.grant_stars(station, year=YEAR, by=clerk, today=today).pk != grant.pk
    assert [one.step for one in events_of(station)][-3:] == [
        "station.stars",
        "station.stars_withdraw",
        "station.stars",
    ]


def test_the_liaison_works_from_a_phone_and_the_wall_shows_what_hangs(client, station, liaison):
    client.force_login(liaison)

    mine = client.get(reverse("stations:mine")).content.decode()
    printed = client.post(
        reverse("stations:wall_print", args=[station.pk, "introduction"]),
        {"size": "a3"},
        follow=True,
    ).content.decode()
    poster = client.get(reverse("stations:poster", args=[station.pk]), {"size": "a4"})
    unknown = client.get(reverse("stations:wall_sheet", args=[station.pk, "nothing"]))

    assert station.name in mine
    assert "年的计划还没有上报" in mine
    assert "stations/a3" in printed
    assert "柳溪镇文化路 3 号" in printed
    assert f"/public/to/s/{station.code}/" in poster.content.decode()
    assert unknown.status_code == 404


def test_pages_of_many_stations_cost_as_many_queries_as_of_one(client, station, clerk, liaison):
    def fill(one):
        seat = make_deputy(one.body).person.seats.get()
        workflow.attach_deputy(one, seat, by=clerk, since=OPENED)
        workflow.print_sheet(one, "plan", size="a4", by=clerk)

    client.force_login(liaison)
    mine = reverse("stations:mine")
    fill(station)
    client.get(mine)
    with CaptureQueriesContext(connection) as before:
        client.get(mine)
    for serial in range(4):
        more = make_station(station.body, f"联络站{serial}", by=clerk)
        workflow.appoint(
            more, post=Staff.Post.LIAISON, name="甲", account=liaison, by=clerk, since=OPENED
        )
        fill(more)
    with CaptureQueriesContext(connection) as after:
        page = client.get(mine).content.decode()

    assert len(after) == len(before)
    assert page.count("年的计划还没有上报") == 5


def test_the_ledger_leaves_as_a_table_for_whoever_sees_the_station(
    client, station, clerk, liaison, tmp_path
):
    client.force_login(liaison)
    url = reverse("stations:ledger_table")
    asked = {"station": station.pk, "year": OPENED.year}

    page = client.get(reverse("stations:ledger", args=[station.pk, OPENED.year]))
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(b"".join(client.get(url, asked).streaming_content))

    assert "联络员甲任联络员" in page.content.decode()
    assert len(read_table(path)) == 1
    client.force_login(make_deputy(station.body))
    assert client.get(url, asked).status_code == 404
    assert client.get(url, {"station": "x"}).status_code == 404


def test_a_deputys_file_shows_what_the_deputy_took_part_in_and_nothing_of_others(
    client, station, clerk, liaison, events_elsewhere
):
    deputy, other = make_deputy(station.body), make_deputy(station.body)
    files = [
        workflow.attach_deputy(station, one.person.seats.get(), by=clerk, since=OPENED)
        for one in (deputy, other)
    ]
    events_elsewhere += [
        Line(date(YEAR, 3, 10), "接待", "接待选民 3 人", people=(deputy.person_id,)),
        Line(date(YEAR, 4, 10), "接待", "接待选民 5 人", people=(other.person_id,)),
    ]
    client.force_login(liaison)

    page = client.get(reverse("stations:deputy_file", args=[files[0].pk]), {"year": YEAR})

    assert "接待选民 3 人" in page.content.decode()
    assert "接待选民 5 人" not in page.content.decode()
    client.force_login(make_deputy(station.body))
    assert client.get(reverse("stations:deputy_file", args=[files[0].pk])).status_code == 404

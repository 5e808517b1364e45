"""The day itself: check-in, visitors in their own words, a quiet day, late records."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.refusals import Refused
from lianxin.work.receptions import at_stations, queries, workflow
from lianxin.work.receptions.models import Reception, VisitorRecord
from lianxin.work.receptions.tests.factories import TODAY, make_reception, make_station
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)
from lianxin.work.voices.models import VoterMessage

pytestmark = pytest.mark.django_db
WORDS = "村口的路灯坏了两个月，老人晚上不敢出门。"


@pytest.fixture
def station():
    return make_station(make_township(make_county()))


@pytest.fixture
def reception(station):
    return make_reception(station)


def record(reception, by, **fields):
    values = {"text": WORDS, "by": by, "today": TODAY} | fields
    return workflow.record_visitor(reception, **values)


def test_a_visit_becomes_a_message_in_the_voters_words_answered_on_the_spot(station, reception):
    duty = reception.duties.first()
    made = record(
        reception,
        station.liaison,
        persons=3,
        received_by=duty,
        answer="已经联系村委会，明天去修。",
        contact={"name": "赵示例", "phone": "13800000000"},
        is_confidential=True,
    )
    second = record(reception, station.liaison)

    message = made.record.message
    assert (message.text, message.channel, message.station) == (WORDS, "reception", station)
    assert message.deputy == duty.seat.person
    assert message.answers.get().text == "已经联系村委会，明天去修。"
    assert made.code
    assert made.code not in str(VoterMessage.objects.filter(pk=message.pk).values())
    assert [made.record.number, second.record.number] == ["接2026-001", "接2026-002"]
    values = kind_of("visitor_record").data_of(made.record, station.liaison)
    assert (values["words"], values["persons"], values["confidential"]) == (WORDS, 3, "是")
    kind_of("visitor_record").compose(values)


def test_the_same_key_is_recorded_once_and_shows_the_code_again(station, reception):
    key = uuid4().hex
    first = record(reception, station.liaison, post_key=key)
    second = record(reception, station.liaison, post_key=key)

    assert (second.record, second.is_new, second.code) == (first.record, False, first.code)
    assert VoterMessage.objects.count() == 1
    with pytest.raises(Refused, match="另一个账号"):
        record(reception, make_clerk(station.body), post_key=key)


def test_what_is_empty_early_late_or_elsewhere_is_refused(station, reception):
    by = station.liaison
    coming = make_reception(station, on=TODAY + timedelta(days=7))
    with pytest.raises(Refused, match="原话"):
        record(reception, by, text="  ")
    with pytest.raises(Refused, match="还没到"):
        record(coming, by)
    with pytest.raises(Refused, match="值班名单"):
        record(reception, by, received_by=coming.duties.first())
    with pytest.raises(PermissionDenied):
        record(reception, make_deputy(station.body))
    workflow.cancel(coming, reason="下大雨", by=by, today=TODAY)
    with pytest.raises(Refused, match="取消"):
        record(coming, by, today=coming.on)
    assert not VisitorRecord.objects.exists()


def test_a_quiet_day_says_what_was_done_and_a_closed_one_is_opened_to_add(station, reception):
    by = station.liaison
    with pytest.raises(Refused, match="无人来访"):
        workflow.close(reception, by=by, today=TODAY)
    with pytest.raises(Refused, match="做了什么"):
        workflow.quiet(reception, done_instead=" ", by=by, today=TODAY)
    workflow.quiet(reception, done_instead="走访了三户独居老人。", by=by, today=TODAY)
    with pytest.raises(Refused, match="重新打开"):
        record(reception, by)
    workflow.reopen(reception, reason="补登离线记录", by=by, today=TODAY)
    record(reception, by, persons=2)
    with pytest.raises(Refused, match="不是无人来访"):
        workflow.quiet(reception, done_instead="学习", by=by, today=TODAY)
    workflow.close(reception, by=by, today=TODAY)

    assert reception.state == Reception.State.HELD
    found = queries.figures(Reception.objects.all())
    assert (found["receptions"], found["cases"], found["persons"]) == (1, 1, 2)


def test_check_in_is_the_organisers_and_counts_deputies_who_came(client, station, reception):
    one, two, three = reception.duties.all()
    address = reverse("receptions:check_in", args=[reception.pk])
    typed = {f"duty-{one.pk}": "present", f"duty-{two.pk}": "excused", f"duty-{three.pk}": ""}
    client.force_login(station.deputies[0])
    assert client.post(address, typed).status_code == 403
    Reception.objects.update(on=localdate())
    client.force_login(station.liaison)
    assert client.post(address, typed).status_code == 302
    assert list(reception.duties.values_list("attendance", flat=True)) == ["present", "excused", ""]


def test_who_reads_a_visit(station, reception):
    made = record(reception, station.liaison).record
    later = make_reception(station, on=TODAY + timedelta(days=7), deputies=[])
    other = make_deputy(station.body)
    county_clerk = make_clerk(station.body.parent)

    def sees(account):
        return VisitorRecord.objects.visible_to(account).filter(pk=made.pk).exists()

    assert sees(station.liaison)
    assert sees(station.deputies[0])
    assert not sees(other)
    assert not sees(county_clerk)
    assert Reception.objects.visible_to(county_clerk).filter(pk=later.pk).exists()
    assert not Reception.objects.visible_to(other).exists()


def test_the_visitors_page_gives_number_and_code_and_keeps_what_was_typed(client, station):
    reception = make_reception(station, on=localdate())
    client.force_login(station.liaison)
    address = reverse("receptions:visitor", args=[reception.pk])
    refused = client.post(address, {"text": "", "answer": "明天去修"})
    typed = {"text": WORDS, "post_key": uuid4().hex}
    taken, again = client.post(address, typed), client.post(address, typed)

    assert VisitorRecord.objects.get().number in again.text
    assert refused.status_code == 422
    assert "明天去修" in refused.text
    assert taken.status_code == 200
    assert "接" in taken.text
    assert "请抄给选民" in taken.text
    sheet = client.get(reverse("receptions:record_sheet", args=[VisitorRecord.objects.get().pk]))
    assert sheet.content.startswith(b"%PDF")

    client.post(address, typed | {"text": "另一位来访：水压不够。"})

    assert VisitorRecord.objects.count() == 2


def test_the_phones_roster_and_its_records_once_each(client, station):
    reception = make_reception(station, on=localdate())
    state = reverse("receptions:offline_state")
    send = reverse("receptions:offline_records")
    post = {"reception": reception.pk, "post_key": str(uuid4()), "text": WORDS, "persons": "2"}
    assert client.get(state).status_code == 302
    assert client.post(send, post).status_code == 302
    client.force_login(station.liaison)

    taken = client.get(state).json()
    first, again = client.post(send, post).json(), client.post(send, post).json()
    workflow.close(reception, by=station.liaison, today=localdate())
    closed = client.post(send, post | {"post_key": str(uuid4())}).json()
    known = client.post(send, post).json()
    stranger = client.post(send, post | {"reception": "999", "post_key": str(uuid4())}).json()

    assert [one["id"] for one in taken["receptions"]] == [reception.pk]
    assert len(taken["receptions"][0]["duties"]) == 3
    assert (first["outcome"], again["outcome"]) == ("created", "known")
    assert first["number"] == again["number"]
    assert (closed["outcome"], known["outcome"], stranger["outcome"]) == (
        "refused",
        "known",
        "refused",
    )
    assert "重新打开" in closed["words"]
    assert VisitorRecord.objects.get().came_offline


def test_the_offline_page_needs_no_sign_in_and_holds_no_data(client, station):
    make_reception(station, on=localdate())
    page = client.get(reverse("receptions:offline"))
    worker = client.get(reverse("receptions:offline_worker"))
    manifest = client.get(reverse("receptions:offline_manifest"))

    assert station.name not in page.text
    assert worker["Content-Type"].startswith("text/javascript")
    assert reverse("receptions:offline") in worker.text
    assert json.loads(manifest.content)["scope"] == reverse("receptions:offline")


def test_the_roster_costs_the_same_with_many_receptions(
    client, station, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(station.liaison)
    today = localdate()
    make_reception(station, on=today)
    address = reverse("receptions:list")
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for _number in range(5):
        make_reception(station, on=today)
    with django_assert_num_queries(len(few)):
        page = client.get(address)
    table = client.get(address, {"as": "xlsx"})

    assert station.deputies[0].name in page.text
    assert table["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_station_reads_its_receptions_from_the_records(station, reception):
    by = station.liaison
    [late] = at_stations.waiting([station], by, TODAY + timedelta(days=1))
    one, *_others = reception.duties.all()
    workflow.check_in({one: "present"}, reception=reception, by=by, today=TODAY)
    record(reception, by, persons=2, contact={"name": "赵示例"})
    workflow.close(reception, by=by, today=TODAY)
    [line] = at_stations.lines_of_receptions(station, TODAY, TODAY)

    assert late.url == reception.get_absolute_url()
    assert line.words == "接待选民，代表到岗 1 人，来访 1 件 2 人次"
    assert not list(at_stations.waiting([station], by, TODAY + timedelta(days=1)))
    assert at_stations.held(station, TODAY.year).is_met
    assert at_stations.attended(station, TODAY.year).part == 1.0
    assert at_stations.received_by_deputies([one.seat.person_id], TODAY.year) == {
        one.seat.person_id: 1
    }


def picture(name):
    content = BytesIO()
    Image.new("RGB", (64, 48 + len(name)), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def test_pictures_come_with_the_record_two_at_most(client, station):
    reception = make_reception(station, on=localdate())
    client.force_login(station.liaison)
    send = reverse("receptions:offline_records")
    post = {"reception": reception.pk, "post_key": str(uuid4()), "text": WORDS}
    three = [picture(f"{number}.png") for number in range(3)]

    refused = client.post(send, post | {"pictures": three}).json()
    taken = client.post(
        send, post | {"pictures": [picture("桥.png"), picture("桥栏杆.png")]}
    ).json()

    assert refused["outcome"] == "refused"
    assert "最多两张" in refused["words"]
    assert taken["outcome"] == "created"
    assert VoterMessage.objects.get().attachments.count() == 2

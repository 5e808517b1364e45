"""A liaison at a village table: the network goes away in the middle and comes back."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image
from playwright.sync_api import FilePayload, expect

from lianxin.work.receptions.models import VisitorRecord
from lianxin.work.receptions.tests.factories import make_reception, make_station
from lianxin.work.suggestions.tests.factories import make_county, make_township
from lianxin.work.voices.models import VoterMessage
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
PIN = "小麦石桥八月"
FIRST, SECOND = "村口的路灯坏了两个月。", "引水渠堵了，麦子浇不上水。"
# All that the store holds, as text: bytes letter by letter.
STORE = """async () => {
  const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const base = await asked(indexedDB.open("lianxin-receptions"));
  const letters = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder().decode(value.buffer || value) : value;
  const found = {};
  for (const name of base.objectStoreNames)
    found[name] = await asked(base.transaction(name).objectStore(name).getAll());
  return JSON.stringify(found, (_key, value) => letters(value));
}"""


def _photo() -> FilePayload:
    content = BytesIO()
    Image.new("RGB", (2400, 1200), "#8a4600").save(content, "PNG")
    return {"name": "路灯.png", "mimeType": "image/png", "buffer": content.getvalue()}


def _write(person: Visitor, words: str, phone: str = "", photo: FilePayload | None = None) -> None:
    person.write("选民的原话", words)
    if photo:
        person.unfold("地点、拟办意见、照片")
        person.page.locator("#files").set_input_files(photo)
    if phone:
        person.unfold("称呼和电话")
        person.write("手机", phone)
    person.press("存在这台设备上")


def test_two_records_written_off_line_arrive_once_each(
    phone, sign_in, live_server, faults, axe, settings
):
    # What the browser itself says of a network that is not there.
    faults.expect(r"ERR_INTERNET_DISCONNECTED|Failed to load resource|Failed to fetch")
    station = make_station(make_township(make_county()))
    reception = make_reception(station, on=localdate())
    later = make_reception(station, on=localdate(), topic="下午场")
    sign_in(phone, station.liaison)
    person = Visitor(phone)
    page = reverse("receptions:offline")

    person.open(page)
    person.sees("第一次使用")
    axe(phone)
    person.write("设一个口令（至少六位）", PIN)
    person.write("再输一次", PIN)
    person.press("设置")
    person.sees("可以离线使用了", station.name, station.deputies[0].person.name)
    axe(phone)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    phone.context.set_offline(True)
    phone.reload()
    person.write("口令", "不对的口令")
    person.press("打开")
    person.sees("口令不对")
    person.write("口令", PIN)
    person.press("打开")
    expect(phone.locator("#network")).to_have_text("没有网络")
    # Half a sentence, and the phone locks itself.
    person.write("选民的原话", FIRST[:5])
    person.press("锁上")
    assert FIRST[:5] not in phone.evaluate(STORE)
    person.write("口令", PIN)
    person.press("打开")
    expect(person.field("选民的原话")).to_have_value(FIRST[:5])
    _write(person, FIRST, phone="13800000000", photo=_photo())
    person.sees("已存在这台设备上", FIRST)
    _write(person, SECOND)
    person.sees(SECOND)
    expect(phone.locator("#count")).to_have_text("2")
    kept = phone.evaluate(STORE)
    ids = [row["id"] for row in json.loads(kept)["records"]]
    for secret in (FIRST[:6], SECOND[:6], "13800000000", station.name, PIN):
        assert secret not in kept
    assert len(ids) == 2
    assert not VoterMessage.objects.exists()

    # The session ends meanwhile: everything stays until someone signs in.
    session = phone.context.cookies()
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    phone.context.set_offline(False)
    person.sees("登录已过期")
    expect(phone.locator("#count")).to_have_text("2")
    # The first answer is lost on its way: the phone sends the same record again.
    phone.context.add_cookies(session)
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    phone.route(f"**{reverse('receptions:offline_records')}", lose, times=1)
    person.press("现在发送")
    person.sees("现在没有网络")
    expect(phone.locator("#count")).to_have_text("2")
    assert (len(lost), VisitorRecord.objects.count()) == (1, 1)
    person.press("现在发送")
    expect(phone.locator("#count")).to_have_text("0")
    person.sees("先前已经收到", "已登记", "查询码")
    texts = sorted(VoterMessage.objects.values_list("text", flat=True))
    assert texts == sorted([FIRST, SECOND])
    assert VisitorRecord.objects.filter(reception__in=[reception, later]).count() == 2
    assert sorted(VoterMessage.objects.values_list("post_key", flat=True)) == sorted(ids)
    [attached] = VoterMessage.objects.get(text=FIRST).attachments.all()
    assert attached.file.content_type == "image/jpeg"

    # Called off meanwhile: the record stays, says why, and goes to another reception.
    where = phone.locator("#reception").input_value()
    other = later if where == str(reception.pk) else reception
    phone.context.set_offline(True)
    _write(person, "桥栏杆松了。")
    expect(phone.locator("#count")).to_have_text("1")
    type(reception).objects.filter(pk=where).update(state="cancelled", cancel_reason="下大雨")
    phone.context.set_offline(False)
    person.sees("已经取消")
    phone.locator(".offline-move select").select_option(str(other.pk))
    person.press("现在发送")
    expect(phone.locator("#count")).to_have_text("0")
    assert VisitorRecord.objects.filter(reception=other, message__text="桥栏杆松了。").exists()
    assert json.loads(phone.evaluate(STORE))["records"] == []

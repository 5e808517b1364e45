"""Leaving a message: in steps, without a cookie, once each, and nothing harmful kept."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lianxin.faces.portal import abuse
from lianxin.foundation import form_tokens
from lianxin.foundation.files.tests import factories as files
from lianxin.foundation.people.models import Seat
from lianxin.work.voices import queries, workflow
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.tests.factories import TODAY, Place

pytestmark = pytest.mark.django_db
TEXT = "柳溪村口的路灯坏了半个月，晚上老人出门看不见，请尽快修好。"


@pytest.fixture
def place():
    return Place()


@pytest.fixture
def door(place):
    return reverse("portal:to_station", args=[place.station.code])


def token_on(page) -> str:
    return page.content.decode().partition('name="token" value="')[2].partition('"')[0]


def sent(client, door, *, token=None, text=TEXT, headers=None, **more):
    """Both steps; what the last one answers."""
    token = token or token_on(client.get(door))
    client.post(door, {"text": text, "token": token})
    values = {"text": text, "token": token, "step": "send", **more}
    return client.post(door, values, headers=headers)


def test_a_voter_writes_in_two_steps_and_takes_a_receipt_home(client, place, door):
    first = client.get(door)
    assert place.station.name in first.content.decode()
    second = client.post(door, {"text": TEXT, "token": token_on(first)})
    told = second.content.decode()
    assert "办理单位看不到，除非您在上面打了勾" in told
    assert 'name="shares_with_office" id="id_shares_with_office"' in told
    third = client.post(
        door,
        {
            "text": TEXT,
            "token": token_on(second),
            "step": "send",
            "place": "村口",
            "phone": "138 0000 0001",
            "pictures": SimpleUploadedFile("a.jpg", files.jpeg(has_place=True)),
        },
    )

    message = VoterMessage.objects.get()
    receipt = client.get(third["Location"]).content.decode()
    assert message.number in receipt
    code = receipt.partition('receipt__code">')[2].partition("<")[0]
    assert queries.by_code(code) == message
    assert (message.channel, message.station, message.place) == (
        "station_code",
        place.station,
        "村口",
    )
    assert message.contact.phone == "13800000001"
    assert not message.contact.shares_with_office
    assert message.created_by is None
    assert not any(page.cookies for page in (first, second, third))
    card = client.get(reverse("portal:card", args=[code]))
    assert Image.open(io.BytesIO(card.content)).format == "PNG"


def test_the_codes_of_a_deputy_and_of_a_body_reach_them(client, place):
    seat = Seat.objects.get(person=place.deputy.person)
    sent(client, reverse("portal:to_deputy", args=[seat.pk]))
    sent(client, reverse("portal:to_body", args=[place.body.code]))

    to_deputy, to_body = VoterMessage.objects.order_by("pk")
    assert (to_deputy.deputy, to_deputy.channel) == (place.deputy.person, "deputy_code")
    assert (to_body.body, to_body.deputy, to_body.station) == (place.body, None, None)


def test_a_retry_after_a_lost_answer_is_the_same_message_with_the_same_code(client, door):
    token = token_on(client.get(door))
    once = sent(client, door, token=token)
    again = sent(client, door, token=token)

    assert once["Location"] == again["Location"]
    assert VoterMessage.objects.count() == 1


def test_a_message_whose_code_cannot_be_told_again_says_so(client, door):
    token = token_on(client.get(door))
    sent(client, door, token=token)
    VoterMessage.objects.update(query_hash="0" * 64)
    again = sent(client, door, token=token)
    assert again.status_code == 409
    assert "不用再发" in again.content.decode()


def test_who_is_signed_in_leaves_no_trace_in_a_voters_message(client, place, door):
    client.force_login(place.deputy)
    sent(client, door)
    assert VoterMessage.objects.get().created_by is None


def test_joining_an_earlier_message_keeps_a_code_of_ones_own(client, place, door):
    first = place.post().message
    workflow.publish(first, by=place.clerk, today=TODAY)
    hidden = place.post(text=TEXT + "还有井盖也松了。").message
    token = token_on(client.get(door))
    offered = client.post(door, {"text": "村口路灯坏了，晚上看不见。", "token": token})
    page = offered.content.decode()
    assert "有人反映过同样的事" in page
    # Enter in a field presses the first button: that sends, and joins nothing.
    assert page.index('aria-hidden="true">发送') < page.index('name="join"')
    assert f'value="{first.pk}"' in page
    assert f'value="{hidden.pk}"' not in page
    joined = sent(client, door, token=token, join=str(first.pk))

    mine = VoterMessage.objects.order_by("-pk").first()
    assert mine.merged_into_id == first.pk
    shown = client.get(joined["Location"].replace("receipt/", "")).content.decode()
    assert first.number in shown
    # What is not released cannot be joined by guessing its number.
    sent(client, door, join=str(hidden.pk))
    assert VoterMessage.objects.order_by("-pk").first().merged_into is None


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}],
)
def test_what_another_site_sends_is_refused_in_words(client, door, headers):
    page = sent(client, door, headers=headers)
    assert page.status_code == 422
    assert "不是从本站的页面发出的" in page.content.decode()
    assert not VoterMessage.objects.exists()


@pytest.mark.parametrize("typed", ["", "forged", "other form"])
def test_without_a_token_of_this_form_nothing_is_taken_and_the_words_stay(client, door, typed):
    token = form_tokens.new_token("message.b1") if typed == "other form" else typed
    page = client.post(door, {"text": TEXT, "token": token, "step": "send"})
    assert page.status_code == 422
    assert TEXT in page.content.decode()
    assert "打开得太久" in page.content.decode()
    assert not VoterMessage.objects.exists()


def test_an_old_token_is_renewed_for_the_same_message(client, door, monkeypatch):
    token = token_on(client.get(door))
    key = form_tokens.read_token(f"message.s{place_of(door)}", token).key
    monkeypatch.setattr(form_tokens, "MAX_AGE", -1)
    page = client.post(door, {"text": TEXT, "token": token, "step": "send"})
    monkeypatch.undo()
    assert form_tokens.read_token(f"message.s{place_of(door)}", token_on(page)).key == key


def place_of(door) -> int:
    from lianxin.work.stations.models import Station

    return Station.objects.get(code=door.rstrip("/").rpartition("/")[2]).pk


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "还没有写内容"),
        ({"text": "坏了"}, "写得太短"),
        ({"text": "长" * 5001}, "最多 5000 字"),
        ({"phone": "12345"}, "电话号码看起来不对"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, door, values, words):
    page = sent(client, door, **values)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert values.get("text", TEXT) in page.content.decode()
    assert not VoterMessage.objects.exists()


SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\0\x03" + b"\0" * 300 + b"PE\0\0"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def office(kind=WORD, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}"/></Types>')
        archive.writestr("word/document.xml", "<w/>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}", content)
    return out.getvalue()


def bomb() -> bytes:
    return office(**{f"part{number}": b"\0" * 50_000_000 for number in range(7)})


def wide_png() -> bytes:
    content = bytearray(files.png())
    content[16:24] = (50_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def packed_pdf(inside: bytes) -> bytes:
    """A PDF whose objects lie compressed in an object stream, as most are today."""
    body = zlib.compress(b"1 0 2 20 " + inside)
    return files.pdf("x").replace(
        b"xref\n",
        b"9 0 obj\n<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\n"
        b"endobj\nxref\n" % (len(body), body),
        1,
    )


def _gif(frames: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("P", (4000, 4000), colour) for colour in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def _tiff() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "TIFF")
    return out.getvalue()


HOSTILE = {
    "svg with a script": ("a.svg", lambda: SVG, "矢量图"),
    "svg named as a picture": ("a.png", lambda: SVG, "矢量图"),
    "html named as a picture": ("a.jpg", lambda: b"<!doctype html>" + SCRIPT, "网页"),
    "script named as a picture": ("a.jpg", lambda: b"#!/bin/sh\nrm -rf /", "程序"),
    "zip bomb": ("a.docx", bomb, "展开以后过大"),
    "huge dimensions": ("a.png", wide_png, "像素"),
    "empty": ("a.jpg", lambda: b"", "空的"),
    "exe": ("a.exe", lambda: EXE, "程序"),
    "double extension": ("a.jpg.exe", lambda: EXE, "程序"),
    "wrong extension": ("a.jpg", lambda: files.pdf("x"), "不是图片"),
    "null bytes in a text": ("a.txt", lambda: b"abc\0def" * 50, "不支持"),
    "broken jpeg": ("a.jpg", lambda: files.jpeg()[:200], "已损坏"),
    "jpeg head and nothing": ("a.jpg", lambda: b"\xff\xd8\xff\xe0" + b"x" * 500, "已损坏"),
    "pdf with javascript": (
        "a.pdf",
        lambda: files.pdf("x", extra=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        "脚本",
    ),
    "pdf with a script packed away": (
        "a.pdf",
        lambda: packed_pdf(b"<</S/JavaScript/JS(x)>>"),
        "脚本",
    ),
    "pdf with a password": (
        "a.pdf",
        lambda: files.pdf("x").replace(b"trailer<<", b"trailer<</Encrypt 9 0 R"),
        "不是图片",
    ),
    "docx with a macro": ("a.docx", lambda: office(kind=MACRO), "宏"),
    "docx": ("a.docx", lambda: office(), "不是图片"),
    "tiff": ("a.tif", _tiff, "不支持"),
    "archive": ("a.zip", lambda: b"PK\x03\x04" + b"\0" * 100, "已损坏"),
    "password": (
        "a.docx",
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0\0"
            + "EncryptedPackage".encode("utf-16-le")
            + b"\0\0" * 300
        ),
        "密码",
    ),
    "video": ("a.mp4", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 300, "录像"),
    "text": ("a.txt", lambda: "名单".encode(), "不是图片"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_uploads_are_refused_in_words_and_the_words_stay(client, door, case):
    name, content, why = HOSTILE[case]
    page = sent(client, door, pictures=SimpleUploadedFile(name, content(), "image/jpeg"))
    said = page.content.decode()
    assert page.status_code == 422, said
    assert why in said
    assert TEXT in said
    assert not VoterMessage.objects.exists()


def test_too_many_pictures_and_one_too_large_are_refused_in_words(client, door, settings):
    five = [SimpleUploadedFile(f"{number}.png", files.png()) for number in range(5)]
    assert "最多 4 张图片，这次选了 5 张" in sent(client, door, pictures=five).content.decode()
    settings.LIANXIN_MAX_UPLOAD_MB = 1
    large = SimpleUploadedFile("a.jpg", files.jpeg() + b"\0" * 1_100_000)
    assert "超过 1 MB" in sent(client, door, pictures=large).content.decode()
    assert not VoterMessage.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../etc/passwd.png", files.png),
        ("长" * 300 + ".png", files.png),
        ("a\u202egnp.exe", files.png),
        ("moving.gif", lambda: _gif(3)),
        ("polyglot.jpg", lambda: files.jpeg() + b"PK\x03\x04" + SCRIPT),
    ],
)
def test_what_only_looks_dangerous_is_kept_as_a_plain_picture(client, door, name, content):
    sent(client, door, pictures=SimpleUploadedFile(name, content()))
    stored = VoterMessage.objects.get().attachments.get().file
    assert stored.content_type in {"image/png", "image/jpeg"}
    assert not set("/\\\u202e") & set(stored.original_name)
    assert len(stored.original_name) <= 120
    kept = stored.file.read()
    assert SCRIPT not in kept
    assert b"PK\x03\x04" not in kept


def test_after_some_messages_a_sum_is_asked_and_never_a_wall_put_up(client, door, monkeypatch):
    monkeypatch.setattr(abuse, "POSTS_UNASKED", 2)
    for number in range(2):
        assert sent(client, door, text=f"{TEXT}{number}").status_code == 302
    token = token_on(client.get(door))
    asked = client.post(door, {"text": TEXT, "token": token})
    assert "等于几" in asked.content.decode()
    wrong = sent(client, door, token=token, sum="0")
    assert "算得不对" in wrong.content.decode()
    assert TEXT in wrong.content.decode()
    key = form_tokens.read_token(f"message.s{place_of(door)}", token).key
    right = sent(client, door, token=token, sum=str(abuse.question(key).answer))
    assert right.status_code == 302
    # Elsewhere nobody is asked.
    away = token_on(client.get(door, REMOTE_ADDR="203.0.113.9"))
    page = client.post(door, {"text": TEXT, "token": away}, REMOTE_ADDR="203.0.113.9")
    assert "等于几" not in page.content.decode()


def test_sent_again_after_a_lost_answer_nothing_more_is_asked(client, door, monkeypatch):
    token = token_on(client.get(door))
    once = sent(client, door, token=token)
    monkeypatch.setattr(abuse, "POSTS_UNASKED", 1)
    monkeypatch.setattr(abuse, "POSTS_MOST", 1)
    assert sent(client, door, token=token)["Location"] == once["Location"]
    assert sent(client, door, text=TEXT + "另一件").status_code == 422


def test_a_flood_waits_with_the_minutes_told_and_words_kept(client, door, monkeypatch):
    monkeypatch.setattr(abuse, "POSTS_MOST", 1)
    sent(client, door)
    page = sent(client, door, text=TEXT + "第二件")
    assert "请等" in page.content.decode()
    assert "第二件" in page.content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(abuse, "PICTURES_MOST", 0)
    page = sent(client, door, pictures=SimpleUploadedFile("a.png", files.png()))
    assert "可以先不带图片发送" in page.content.decode()
    assert VoterMessage.objects.count() == 1


def test_a_closed_or_hidden_station_has_no_door(client, place, door):
    place.station.is_public = False
    place.station.save()
    assert client.get(door).status_code == 404

"""Each way out, against what its other side documents; and where nothing may be sent."""

import json
import socket
from base64 import b64encode
from hashlib import sha256
from hmac import new as hmac
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
import respx

from lianxin.foundation.notices.channels import (
    ADAPTERS,
    Line,
    Message,
    NotSent,
    TryLater,
    ready_channels,
)
from lianxin.foundation.notices.channels.webhook import signature, verify
from lianxin.foundation.notices.posting import post

PUBLIC = "93.184.215.14"
MESSAGE = Message(
    UUID("12345678-1234-5678-1234-567812345678"),
    "user1",
    "13900000001",
    "连心：新交办",
    "正文",
    (Line("test.urgent", "新交办：“修桥”", "您是经办人。", "https://lx.example/notices/1/"),),
)


@pytest.fixture(autouse=True)
def names(monkeypatch):
    """Every name lies at a public address; no test asks a name server."""
    found: dict[str, list[str]] = {}

    def getaddrinfo(host, port, *args, **kwargs):
        addresses = found.get(host, [PUBLIC])
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return found


@pytest.fixture
def other_side():
    with respx.mock(assert_all_called=False) as router:
        yield router


def answers(router, status=200, **more):
    return router.post(url__startswith=f"https://{PUBLIC}").mock(
        return_value=httpx.Response(status, **more)
    )


def test_a_webhook_is_signed_over_timestamp_and_body(webhook, other_side):
    route = answers(other_side)

    ADAPTERS["webhook"].send(MESSAGE)

    sent = route.calls.last.request
    stamp, given = sent.headers["X-Lianxin-Timestamp"], sent.headers["X-Lianxin-Signature"]
    expected = hmac(b"only-for-tests", f"{stamp}.".encode() + sent.content, sha256).hexdigest()
    assert given == f"sha256={expected}"
    assert verify("only-for-tests", stamp, sent.content, given)
    assert sent.headers["Host"] == "oa.hewang.example"
    assert sent.headers["Idempotency-Key"] == str(MESSAGE.message_id)
    content = json.loads(sent.content)
    assert content["to"] == "user1"
    assert content["notices"][0]["words"] == "新交办：“修桥”"
    assert "13900000001" not in sent.content.decode()


def test_a_repeat_bears_the_same_key_and_the_same_body(webhook, other_side):
    route = answers(other_side)

    ADAPTERS["webhook"].send(MESSAGE)
    ADAPTERS["webhook"].send(MESSAGE)

    first, second = (call.request for call in route.calls)
    assert first.content == second.content
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


@pytest.mark.parametrize(
    ("secret", "stamp", "body", "now"),
    [
        ("another", "1000", b"{}", 1000),
        ("secret", "1001", b"{}", 1000),
        ("secret", "1000", b"{ }", 1000),
        ("secret", "1000", b"{}", 1301),
        ("secret", "soon", b"{}", 1000),
    ],
)
def test_what_was_changed_or_is_old_is_not_believed(secret, stamp, body, now):
    given = signature("secret", "1000", b"{}")

    assert verify("secret", "1000", b"{}", given, now=1000)
    assert not verify(secret, stamp, body, given, now=now)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::ffff:10.0.0.8",
        "fe80::1%eth0",
        "fd00::1",
    ],
)
def test_an_address_in_the_inner_network_is_refused(webhook, other_side, names, address):
    route = answers(other_side)
    # One public address among them makes the other no better.
    names["oa.hewang.example"] = [PUBLIC, address]

    with pytest.raises(NotSent, match="LIANXIN_WEBHOOK_PRIVATE"):
        ADAPTERS["webhook"].send(MESSAGE)

    assert not route.called


def test_the_inner_network_may_be_allowed(webhook, other_side, names, settings):
    settings.LIANXIN_WEBHOOK_PRIVATE = True
    settings.LIANXIN_WEBHOOK_URL = "http://oa.inner:8080/notices"
    names["oa.inner"] = ["10.0.0.8"]
    route = other_side.post("http://10.0.0.8:8080/notices").mock(return_value=httpx.Response(204))

    ADAPTERS["webhook"].send(MESSAGE)

    assert route.calls.last.request.headers["Host"] == "oa.inner:8080"


def test_the_connection_goes_to_the_address_that_was_looked_at(webhook, other_side, names):
    """A name that gives another address the second time (DNS rebinding) gains nothing."""
    route = answers(other_side)

    ADAPTERS["webhook"].send(MESSAGE)

    assert route.calls.last.request.url.host == PUBLIC
    assert route.calls.last.request.extensions["sni_hostname"] == "oa.hewang.example"


def test_without_tls_nothing_is_sent(webhook, settings):
    settings.LIANXIN_WEBHOOK_URL = "http://oa.hewang.example/notices"

    with pytest.raises(NotSent, match="https"):
        ADAPTERS["webhook"].send(MESSAGE)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 410])
def test_a_refusal_or_a_redirect_is_final(webhook, other_side, status):
    route = answers(other_side, status, headers={"Location": "http://169.254.169.254/"})

    with pytest.raises(NotSent):
        ADAPTERS["webhook"].send(MESSAGE)

    assert route.call_count == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_trouble_on_the_other_side_is_tried_again(webhook, other_side, status):
    answers(other_side, status)

    with pytest.raises(TryLater):
        ADAPTERS["webhook"].send(MESSAGE)


def test_a_timeout_is_tried_again(webhook, other_side):
    other_side.post(url__startswith=f"https://{PUBLIC}").mock(side_effect=httpx.ReadTimeout)

    with pytest.raises(TryLater, match="ReadTimeout"):
        ADAPTERS["webhook"].send(MESSAGE)


def test_an_endless_answer_is_not_read_to_its_end(other_side):
    answers(other_side, content=b"x" * 200_000)

    with pytest.raises(NotSent, match="过长"):
        post("https://oa.hewang.example/", b"{}")


def test_dingtalk_is_signed_as_its_manual_says(settings, other_side):
    settings.LIANXIN_DINGTALK_TOKEN, settings.LIANXIN_DINGTALK_SECRET = "token", "SECxyz"
    route = answers(other_side, json={"errcode": 0, "errmsg": "ok"})

    ADAPTERS["dingtalk"].send(MESSAGE)

    request = route.calls.last.request
    asked = parse_qs(urlsplit(str(request.url)).query)
    signed = f"{asked['timestamp'][0]}\nSECxyz".encode()
    assert asked["sign"] == [b64encode(hmac(b"SECxyz", signed, sha256).digest()).decode()]
    assert asked["access_token"] == ["token"]
    assert len(asked["timestamp"][0]) == 13
    content = json.loads(request.content)
    assert content["msgtype"] == "text"
    assert content["at"]["atMobiles"] == ["13900000001"]
    assert content["text"]["content"].endswith("编号 12345678")


def test_wecom_names_who_is_meant_and_stays_within_its_limit(settings, other_side):
    settings.LIANXIN_WECOM_KEY = "robot-key"
    route = answers(other_side, json={"errcode": 0})
    many = Message(MESSAGE.message_id, "user1", "13900000001", "连心", "", (*MESSAGE.lines * 100,))

    ADAPTERS["wecom"].send(many)

    request = route.calls.last.request
    content = json.loads(request.content)["text"]
    assert parse_qs(urlsplit(str(request.url)).query)["key"] == ["robot-key"]
    assert content["mentioned_mobile_list"] == ["13900000001"]
    assert len(content["content"].encode()) <= 2048
    assert content["content"].endswith("编号 12345678")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"json": {"errcode": 45009}}, TryLater),
        ({"json": {"errcode": 93000}}, NotSent),
        ({"text": "<html>"}, TryLater),
        ({"json": {"fine": True}}, TryLater),
    ],
)
def test_a_robot_says_trouble_with_status_200(settings, other_side, answer, error):
    settings.LIANXIN_WECOM_KEY = "robot-key"
    answers(other_side, **answer)

    with pytest.raises(error):
        ADAPTERS["wecom"].send(MESSAGE)


def test_sms_goes_by_template_with_a_short_title(settings, other_side):
    settings.LIANXIN_SMS_URL = "https://sms.hewang.example/send"
    settings.LIANXIN_SMS_SECRET, settings.LIANXIN_SMS_TEMPLATE = "only-for-tests", "SMS_1"
    route = answers(other_side)

    ADAPTERS["sms"].send(MESSAGE)

    content = json.loads(route.calls.last.request.content)
    assert content["phone"] == "13900000001"
    assert content["template"] == "SMS_1"
    assert content["params"] == {
        "title": "新交办：“修桥”",
        "number": 1,
        "url": "https://lx.example/notices/1/",
    }


def test_only_channels_that_are_set_up_are_offered(settings, webhook):
    assert ready_channels() == ["webhook"]

    settings.LIANXIN_DINGTALK_TOKEN = "token-without-its-secret"
    assert ready_channels() == ["webhook"]

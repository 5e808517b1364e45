"""The outbox: at least once, under one id, by one worker at a time, and never forgotten."""

import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
import respx
import time_machine
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from lianxin.foundation.notices.channels import ADAPTERS, NotSent, TryLater
from lianxin.foundation.notices.delivering import (
    LEASE,
    PAUSES,
    claim,
    compose,
    deliver,
    deliver_due,
    masked,
)
from lianxin.foundation.notices.models import Address, Delivery, Notice, Preference
from lianxin.foundation.notices.telling import tell

HOW: dict[str, Any] = {"why": "您是经办人。", "url": "/suggestions/1/"}


class Recorder:
    """An adapter that keeps what it is given, or fails as told."""

    def __init__(self):
        self.sent = []
        self.trouble = None

    def is_ready(self):
        return True

    def send(self, message):
        self.sent.append(message)
        if self.trouble:
            raise self.trouble


@pytest.fixture
def recorder(monkeypatch):
    found = Recorder()
    monkeypatch.setitem(ADAPTERS, "webhook", found)
    return found


@pytest.fixture
def waiting(handler, recorder):
    """One message that is due."""
    Preference.objects.create(
        account=handler, paces={"webhook": "at_once"}, quiet_from="08:00", quiet_until="08:00"
    )
    tell([handler], "test.urgent", "新交办", outside="一件新交办", **HOW)
    return Delivery.objects.get()


def test_what_is_due_is_sent_once(waiting, recorder):
    assert deliver_due() == {"sent": 1}
    assert deliver_due() == {}

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("sent", 1)
    assert [message.message_id for message in recorder.sent] == [waiting.message_id]


def test_a_message_says_no_more_outside_than_it_may(waiting, recorder, settings):
    settings.LIANXIN_URL = "https://lianxin.hewang.example"
    deliver_due()

    message = recorder.sent[0]
    assert message.subject == "连心：一件新交办"
    assert "新交办" in Notice.objects.get().words
    assert message.lines[0].url == (
        f"https://lianxin.hewang.example/notices/{Notice.objects.get().pk}/"
    )
    assert "为何通知您：您是经办人。" in message.text
    assert waiting.account.name not in message.text


def test_trouble_is_tried_again_with_growing_pauses_and_then_given_up(waiting, recorder):
    recorder.trouble = TryLater("对方暂时不能接收。")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number, pause in enumerate(PAUSES, start=1):
            assert deliver_due() == {"waiting": 1}
            waiting.refresh_from_db()
            assert waiting.attempts == number
            assert waiting.next_try_at == timezone.now() + pause
            assert waiting.error == "对方暂时不能接收。"
            assert deliver_due() == {}
            clock.shift(pause)
        assert deliver_due() == {"failed": 1}

    assert {message.message_id for message in recorder.sent} == {waiting.message_id}
    assert len(recorder.sent) == len(PAUSES) + 1


def test_a_refusal_is_not_tried_again(waiting, recorder):
    recorder.trouble = NotSent("对方拒收。")

    assert deliver_due() == {"failed": 1}
    assert deliver_due() == {}


def test_only_one_worker_gets_a_message(waiting):
    now = timezone.now()

    assert claim(now) == waiting
    assert claim(now) is None


def test_a_worker_that_died_after_sending_is_followed_by_the_same_message(waiting, recorder):
    """At least once: between sending and marking nothing is known, and the id tells the repeat."""
    first = claim(timezone.now())
    assert first is not None
    # Here the power fails, before the row is marked.
    ADAPTERS["webhook"].send(compose(first))

    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert deliver_due() == {"sent": 1}

    before, after = recorder.sent
    assert before == after


def test_a_worker_slower_than_its_claim_does_not_overwrite_the_next_ones_word(waiting, recorder):
    slow = claim(timezone.now())
    assert slow is not None
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        deliver_due()
    recorder.trouble = NotSent("对方拒收。")

    deliver(slow)

    waiting.refresh_from_db()
    assert waiting.state == "sent"


def test_a_message_that_kills_its_workers_is_given_up(waiting):
    Delivery.objects.update(attempts=len(PAUSES) + 1)

    assert deliver_due() == {"failed": 1}


def test_a_closed_account_gets_nothing_more(waiting, recorder, handler):
    handler.is_active = False
    handler.save()

    assert deliver_due() == {"dropped": 1}
    assert recorder.sent == []


def test_a_channel_switched_off_meanwhile_keeps_its_messages(waiting, monkeypatch):
    monkeypatch.undo()

    assert deliver_due() == {"waiting": 1}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("wu@hewang.example", "w***@hewang.example"),
        ("13900000001", "139****0001"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_the_log_shows_no_whole_address(address, shown):
    assert masked(address) == shown


class Inbox:
    """What an SMTP server received; may refuse a recipient."""

    def __init__(self):
        self.mails = []
        self.answer = ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def smtp(settings, mail):
    inbox = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 5
    yield inbox
    controller.stop()


@pytest.fixture
def mailed(handler, smtp):
    Address.objects.create(account=handler, email="wu@hewang.example", confirmed_at=timezone.now())
    Preference.objects.create(account=handler, quiet_from="08:00", quiet_until="08:00")
    tell([handler], "test.urgent", "新交办：“修桥”", **HOW)
    return Delivery.objects.get()


def test_a_mail_arrives_with_the_messages_own_id(mailed, smtp):
    assert deliver_due() == {"sent": 1}

    ((recipients, content),) = smtp.mails
    received = message_from_bytes(content, policy=policy.default)
    assert recipients == ["wu@hewang.example"]
    assert received["Message-ID"] == f"<{mailed.message_id}@hewang.example>"
    assert received["Subject"] == "连心：新交办：“修桥”"
    assert received["Auto-Submitted"] == "auto-generated"
    assert "为何通知您" in received.get_content()
    mailed.refresh_from_db()
    assert mailed.sent_to == "w***@hewang.example"


def test_a_mail_sent_again_bears_the_same_id(mailed, smtp):
    deliver_due()
    Delivery.objects.update(state="sending", claimed_until=timezone.now() - LEASE)
    deliver_due()

    ids = {message_from_bytes(content)["Message-ID"] for _to, content in smtp.mails}
    assert len(smtp.mails) == 2
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("550 no such user", {"failed": 1}), ("451 try again later", {"waiting": 1})],
)
def test_a_server_that_refuses_an_address_is_believed(mailed, smtp, answer, outcome):
    smtp.answer = answer

    assert deliver_due() == outcome
    assert smtp.mails == []


def test_a_server_that_is_down_is_tried_again(mailed, settings):
    settings.EMAIL_PORT = 1

    assert deliver_due() == {"waiting": 1}


def test_a_line_feed_in_a_title_makes_no_new_header(handler, smtp):
    Address.objects.create(account=handler, email="wu@hewang.example", confirmed_at=timezone.now())
    Preference.objects.create(account=handler, quiet_from="08:00", quiet_until="08:00")
    tell([handler], "test.urgent", "新交办\nBcc: all@hewang.example", **HOW)

    assert deliver_due() == {"sent": 1}

    received = message_from_bytes(smtp.mails[0][1], policy=policy.default)
    assert received["Bcc"] is None


KILLED = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from django.db import connections
connections.databases["default"]["NAME"] = sys.argv[1]
settings.LIANXIN_WEBHOOK_URL = sys.argv[2]
settings.LIANXIN_WEBHOOK_SECRET = "only-for-tests"
settings.LIANXIN_WEBHOOK_PRIVATE = True
from lianxin.foundation.notices import delivering
delivering._mark = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
delivering.deliver_due()
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_sending_and_marking_loses_and_doubles_nothing(
    handler, webhook, settings, receiving
):
    """kill -9 after the other side has it: it comes again, under the same key and body."""
    settings.LIANXIN_WEBHOOK_URL, received = receiving
    settings.LIANXIN_WEBHOOK_PRIVATE = True
    Preference.objects.create(
        account=handler, paces={"webhook": "at_once"}, quiet_from="08:00", quiet_until="08:00"
    )
    tell([handler], "test.urgent", "新交办", **HOW)

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            KILLED,
            str(connection.settings_dict["NAME"]),
            settings.LIANXIN_WEBHOOK_URL,
        ],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "lianxin.settings.testing",
            "LIANXIN_URL": settings.LIANXIN_URL,
        },
        check=False,
        timeout=120,
    )

    assert done.returncode == -signal.SIGKILL
    assert Delivery.objects.get().state == "sending"
    assert deliver_due() == {}
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=5)):
        assert deliver_due() == {"sent": 1}
    assert len(received) == 2
    assert received[0] == received[1]
    assert received[0][0] == str(Delivery.objects.get().message_id)


@pytest.fixture
def receiving():
    """A real server of the other side; keeps key and body of what it got."""
    received = []

    class OtherSide(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.headers["Idempotency-Key"], body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), OtherSide)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/notices", received
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_message_and_its_words_stay_when_the_answer_is_lost(handler, webhook, monkeypatch):
    """The other side has it but its answer was lost: tried again under the same key."""
    monkeypatch.setattr(
        "lianxin.foundation.notices.posting._address_of", lambda *args, **kwargs: "93.184.215.14"
    )
    Preference.objects.create(
        account=handler, paces={"webhook": "at_once"}, quiet_from="08:00", quiet_until="08:00"
    )
    tell([handler], "test.urgent", "新交办", **HOW)

    with respx.mock() as router:
        route = router.post(url__startswith="https://93.184.215.14").mock(
            side_effect=[httpx.ReadTimeout, httpx.Response(200)]
        )
        assert deliver_due() == {"waiting": 1}
        with time_machine.travel(timezone.now() + PAUSES[0]):
            assert deliver_due() == {"sent": 1}

    first, second = (call.request for call in route.calls)
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert first.content == second.content

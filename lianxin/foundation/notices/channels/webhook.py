"""A signed webhook: the reference that other systems (OA, 政务平台) are connected by.

POST, JSON, with these headers:

    X-Lianxin-Timestamp: 1767225600
    X-Lianxin-Signature: sha256=<hex HMAC-SHA256 of "<timestamp>.<body>" with the secret>
    Idempotency-Key: <id of the message, the same when it is sent again>

`verify` is what a receiver does. A repeat bears the same key and the same body;
only timestamp and signature are new.
"""

import hashlib
import hmac
import json
import time
from typing import Any

from django.conf import settings

from lianxin.foundation.notices.channels.base import Adapter, Message
from lianxin.foundation.notices.posting import post

TOLERANCE = 300
"""Seconds by which a receiver's clock and ours may differ."""


class Webhook(Adapter):
    """LIANXIN_WEBHOOK_URL, LIANXIN_WEBHOOK_SECRET."""

    def is_ready(self) -> bool:
        return bool(settings.LIANXIN_WEBHOOK_URL and settings.LIANXIN_WEBHOOK_SECRET)

    def send(self, message: Message) -> None:
        send_signed(
            settings.LIANXIN_WEBHOOK_URL,
            settings.LIANXIN_WEBHOOK_SECRET,
            message,
            {
                "id": str(message.message_id),
                "to": message.account,
                "subject": message.subject,
                "notices": [
                    {"kind": line.kind, "words": line.words, "why": line.why, "url": line.url}
                    for line in message.lines
                ],
            },
        )


def send_signed(url: str, secret: str, message: Message, content: dict[str, Any]) -> None:
    """Post `content` signed with `secret`, the message's id as idempotency key."""
    body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    stamp = str(int(time.time()))
    post(
        url,
        body,
        {
            "X-Lianxin-Timestamp": stamp,
            "X-Lianxin-Signature": signature(secret, stamp, body),
            "Idempotency-Key": str(message.message_id),
        },
    )


def signature(secret: str, stamp: str, body: bytes) -> str:
    """`sha256=` and the hexadecimal HMAC-SHA256 of timestamp, full stop and body."""
    signed = stamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def verify(secret: str, stamp: str, body: bytes, given: str, *, now: float | None = None) -> bool:
    """Whether a receiver may believe a message: signature right and not older than TOLERANCE."""
    try:
        age = abs((time.time() if now is None else now) - int(stamp))
    except ValueError:
        return False
    return age <= TOLERANCE and hmac.compare_digest(
        signature(secret, stamp, body).encode(), given.encode()
    )

"""Robots of 企业微信 and 钉钉 groups: a message into a work group, naming who is meant.

Neither knows an idempotency key; a repeat is recognisable by the message's
number in its last line.
"""

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.foundation.notices.channels.base import (
    Adapter,
    Message,
    NotSent,
    TryLater,
    shortened,
)
from lianxin.foundation.notices.posting import post

WECOM_URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
DINGTALK_URL = "https://oapi.dingtalk.com/robot/send"
# Too many messages a minute, or busy: said with HTTP 200.
WECOM_LATER = {-1, 45009, 45033}
DINGTALK_LATER = {-1, 130101, 410100}


class WeCom(Adapter):
    """LIANXIN_WECOM_KEY: the key in the robot's address; it is the whole secret."""

    MOST_BYTES = 2048

    def is_ready(self) -> bool:
        return bool(settings.LIANXIN_WECOM_KEY)

    def send(self, message: Message) -> None:
        text: dict[str, Any] = {"content": _content(message, self.MOST_BYTES)}
        if message.address:
            text["mentioned_mobile_list"] = [message.address]
        url = f"{WECOM_URL}?{urlencode({'key': settings.LIANXIN_WECOM_KEY})}"
        _send(url, {"msgtype": "text", "text": text}, WECOM_LATER)


class DingTalk(Adapter):
    """LIANXIN_DINGTALK_TOKEN, LIANXIN_DINGTALK_SECRET (加签)."""

    MOST_BYTES = 15_000

    def is_ready(self) -> bool:
        return bool(settings.LIANXIN_DINGTALK_TOKEN and settings.LIANXIN_DINGTALK_SECRET)

    def send(self, message: Message) -> None:
        stamp = str(round(time.time() * 1000))
        query = urlencode(
            {
                "access_token": settings.LIANXIN_DINGTALK_TOKEN,
                "timestamp": stamp,
                "sign": dingtalk_sign(settings.LIANXIN_DINGTALK_SECRET, stamp),
            }
        )
        content: dict[str, Any] = {
            "msgtype": "text",
            "text": {"content": _content(message, self.MOST_BYTES)},
        }
        if message.address:
            content["at"] = {"atMobiles": [message.address], "isAtAll": False}
        _send(f"{DINGTALK_URL}?{query}", content, DINGTALK_LATER)


def dingtalk_sign(secret: str, stamp: str) -> str:
    """Base64 of HMAC-SHA256 over timestamp (milliseconds), line feed and secret."""
    signed = f"{stamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


def _content(message: Message, most_bytes: int) -> str:
    number = _("编号 %s") % str(message.message_id)[:8]
    body = "\n".join([message.subject, *(f"{line.words} {line.url}" for line in message.lines)])
    return f"{shortened(body, most_bytes - len(number.encode()) - 1)}\n{number}"


def _send(url: str, content: dict[str, Any], later: set[int]) -> None:
    answer = post(url, json.dumps(content, ensure_ascii=False).encode())
    try:
        code = int(json.loads(answer)["errcode"])
    except (ValueError, KeyError, TypeError) as error:
        raise TryLater(_("机器人的回答看不懂。")) from error
    if code in later:
        raise TryLater(_("机器人暂时不收（%s）。") % code)
    if code:
        raise NotSent(_("机器人拒收（%s）。") % code)

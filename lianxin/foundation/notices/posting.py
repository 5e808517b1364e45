"""Posting JSON to an address of a setting, without becoming a way into the inner network.

The name is resolved once, every address it gives is looked at, and the
connection is made to the one that was looked at: a name that answers otherwise
the second time (DNS rebinding) gains nothing. Redirects are not followed.
"""

import ipaddress
import socket

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.foundation.notices.channels.base import NotSent, TryLater

TIMEOUT = httpx.Timeout(10, connect=5)
MOST_BYTES = 64 * 1024
RETRIED = {408, 425, 429}


def post(url: str, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """Send JSON and return the answer's body, at most MOST_BYTES of it.

    Raises TryLater when the other side cannot be reached or asks for patience,
    NotSent when it refuses, redirects, or lies where nothing may be sent.
    """
    target = httpx.URL(url)
    private = settings.LIANXIN_WEBHOOK_PRIVATE
    if target.scheme != "https" and not (private and target.scheme == "http"):
        raise NotSent(_("接口地址应当以 https:// 开头。"))
    address = _address_of(target.host, target.port or _port(target.scheme), private=private)
    pinned = target.copy_with(host=address)
    sent = {"Content-Type": "application/json", "Host": target.netloc.decode(), **(headers or {})}
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST",
                pinned,
                content=body,
                headers=sent,
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            read = b""
            for part in answer.iter_bytes():
                read += part
                if len(read) > MOST_BYTES:
                    raise NotSent(_("对方的回答过长，没有读完。"))
    except httpx.HTTPError as error:
        raise TryLater(_("连接失败（%s）。") % type(error).__name__) from error
    status = answer.status_code
    if answer.is_success:
        return read
    if answer.is_redirect:
        raise NotSent(_("对方要求跳转（HTTP %s），为安全起见不跟随。请改正接口地址。") % status)
    if status >= 500 or status in RETRIED:
        raise TryLater(_("对方暂时不能接收（HTTP %s）。") % status)
    raise NotSent(_("对方拒收（HTTP %s）。") % status)


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _address_of(host: str, port: int, *, private: bool) -> str:
    """The address to connect to. Raises NotSent if any that the name gives is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TryLater(_("找不到接口地址的主机。")) from error
    addresses = [str(one[4][0]) for one in found]
    if not private and not all(_is_public(address) for address in addresses):
        raise NotSent(
            _(
                "接口地址指向内部网络，没有发送。确需发往内部系统的，请设置 LIANXIN_WEBHOOK_PRIVATE=1。"
            )
        )
    return addresses[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        parsed = mapped
    return parsed.is_global and not parsed.is_multicast

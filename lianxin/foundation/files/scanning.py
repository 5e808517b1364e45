"""Virus scan by a clamd beside us, when LIANXIN_CLAMD names one.

Our own client: the one on the package index is of 2014, and the protocol is a
dozen lines (clamd(8), INSTREAM). Switched on, it fails closed: without an
answer nothing is kept.
"""

import logging
import socket
import struct
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused

CHUNK = 64 * 1024
PATIENCE = 20
"""Seconds to wait for clamd, at each step."""
log = logging.getLogger(__name__)


def scan(file: IO[bytes]) -> None:
    """Have clamd look at the file; `file` is left at its beginning.

    Does nothing unless switched on. Raises Refused, in words, for a file that
    carries a virus, and when clamd does not answer or not as expected.
    """
    address = settings.LIANXIN_CLAMD
    if not address:
        return
    file.seek(0)
    try:
        answer = _ask(address, file)
    except (OSError, ValueError):
        log.exception("clamd does not answer")
        answer = ""
    finally:
        file.seek(0)
    if answer.endswith(" FOUND"):
        name = answer.removeprefix("stream:").removesuffix("FOUND").strip()
        log.warning("clamd found %s in an upload", name)
        raise Refused(
            _(
                "杀毒软件在这个文件里发现病毒（%s），没有保存。请给发送文件的电脑杀毒后重新制作文件。"
            )
            % name
        )
    if not answer.endswith(" OK"):
        raise Refused(
            _("杀毒服务现在不能用，文件没有保存。请稍后再上传；一直不行的，请联系系统管理员。")
        )


def _ask(address: str, file: IO[bytes]) -> str:
    """clamd's answer to one stream: `stream: OK`, `stream: NAME FOUND` or an error."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # Past its StreamMaxLength clamd answers and hangs up; the answer says so.
            pass
        answer = b""
        while b"\0" not in answer and len(answer) < 4096 and (more := line.recv(4096)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    """address: `/run/clamav/clamd.ctl` or `host:3310`."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)

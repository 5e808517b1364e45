"""Whether a PDF would do something by itself when opened."""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused

# Long enough not to turn up by chance in compressed pictures.
ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia|EmbeddedFiles?)(?![A-Za-z])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes looked at of the lists a PDF keeps compressed."""


def refuse_active(content: bytes) -> None:
    """Raise Refused, in words, for a PDF with scripts, automatic actions or packed-in files.

    A browser runs none of it, but office PDF programs ask the reader, and
    readers press "yes". Names written with escapes and those inside compressed
    object streams are found too; what is encrypted cannot be seen and is kept.
    """
    if any(ACTIVE.search(_plain(part)) for part in (content, *_object_streams(content))):
        raise Refused(
            _(
                "这份 PDF 带有脚本、自动动作或者夹带的文件，不能上传。"
                "请打开后用“打印”另存为 PDF，再上传。"
            )
        )


def _plain(content: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript` to a reader of PDF."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _object_streams(content: bytes) -> Iterator[bytes]:
    left = MOST_UNPACKED
    for found in _STREAM.finditer(content):
        if left <= 0:
            return
        if b"ObjStm" not in _plain(content[max(0, found.start() - 400) : found.start()]):
            continue
        try:
            end = content.find(b"endstream", found.end())
            part = zlib.decompressobj().decompress(content[found.end() : end], left)
        except zlib.error:
            continue
        left -= len(part)
        yield part

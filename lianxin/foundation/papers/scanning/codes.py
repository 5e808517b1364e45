"""What the QR of a form says: which paper or record it belongs to, signed.

The code opens nothing: whoever copies it learns a number, no more. The signature
keeps a form of another system, or one made up, from being filed by itself.
"""

from dataclasses import dataclass
from typing import Any

import segno
from django.core.signing import BadSignature, Signer

from lianxin.foundation.papers.scanning.targets import target_of

PREFIX = "LX1:"
SALT = "papers.scan"


class NotOurs(Exception):
    """A code of some other system."""


class Changed(Exception):
    """It looks like ours, but its signature does not fit."""


@dataclass(frozen=True)
class Named:
    """What a code names: a paper by its key, or a target's record and which form of it."""

    paper_id: int | None = None
    target: str = ""
    record_id: int | None = None
    form: str = ""


def paper_code(paper: Any) -> str:
    """Text of the QR on an official paper; its signed copy finds its way back by it.

    paper: saved.
    """
    return _signed(f"p.{paper.pk}")


def form_code(record: Any, form: str = "") -> str:
    """Text of the QR on a form of `record` that is no official paper.

    record: of a kind that was registered with `targets`. form: a key of its forms.
    Raises ValueError for any other record.
    """
    target = target_of(record)
    if target is None:
        raise ValueError(f"no target is registered for {record!r}")
    return _signed(f"r.{target.code}.{record.pk}.{form}")


def code_svg(code: str) -> str:
    """The QR as SVG, with room for dirt and creases (error correction Q)."""
    return segno.make(code, error="q", micro=False).svg_inline(scale=1, border=2)


def read_code(text: str) -> Named:
    """What a code names. Raises NotOurs, Changed."""
    if not text.startswith(PREFIX):
        raise NotOurs
    try:
        parts = Signer(salt=SALT).unsign(text.removeprefix(PREFIX)).split(".")
        if parts[0] == "p":
            return Named(paper_id=int(parts[1]))
        return Named(target=parts[1], record_id=int(parts[2]), form=parts[3])
    except (BadSignature, ValueError, IndexError) as error:
        raise Changed from error


def _signed(words: str) -> str:
    return PREFIX + Signer(salt=SALT).sign(words)

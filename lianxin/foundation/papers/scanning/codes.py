"""What the QR of a form says: which paper or record it belongs to, signed.

The code is an address of this site, so that a telephone finds the record too; it
opens nothing to anyone who may not see the record. The signature keeps a form of
another system, or one made up, from being filed by itself.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lianxin.foundation.papers.scanning.targets import target_of

SALT = "papers.scan"
_ADDRESS = re.compile(r"/papers/c/([^/?#\s]+)/?$")


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
    """Path for the QR on an official paper; its signed copy finds its way back by it.

    paper: saved.
    """
    return _path(f"p.{paper.pk}")


def form_code(record: Any, form: str = "") -> str:
    """Path for the QR on a form of `record` that is no official paper.

    record: of a kind that was registered with `targets`. form: a key of its forms.
    Raises ValueError for any other record.
    """
    target = target_of(record)
    if target is None:
        raise ValueError(f"no target is registered for {record!r}")
    return _path(f"r.{target.code}.{record.pk}.{form}")


def read_code(text: str) -> Named:
    """What the text of a QR names. Raises NotOurs, Changed."""
    found = _ADDRESS.search(text)
    if found is None:
        raise NotOurs
    return read_token(found.group(1))


def read_token(token: str) -> Named:
    """What the last part of the address names. Raises Changed."""
    try:
        parts = _signer().unsign(token).split(".")
        if parts[0] == "p":
            return Named(paper_id=int(parts[1]))
        return Named(target=parts[1], record_id=int(parts[2]), form=parts[3])
    except (BadSignature, ValueError, IndexError) as error:
        raise Changed from error


def _path(words: str) -> str:
    return reverse("papers:by_code", args=[_signer().sign(words)])


def _signer() -> Signer:
    # A colon would be written as %3A in an address and make the code larger.
    return Signer(salt=SALT, sep="~")

"""Addresses on paper: a sheet names paths, what is printed needs the whole address."""

import io

import segno
from django.conf import settings

from lianxin.foundation.papers.sheet import Block


def absolute(path: str) -> str:
    """The whole address of a path of this site; an address stays what it is."""
    return f"{settings.LIANXIN_URL}{path}" if path.startswith("/") else path


def qr_svg(url: str, *, error: str = "m") -> str:
    """A QR code of a path or address as SVG.

    error: level of correction, "q" where paper gets dirty and creased.
    """
    out = io.BytesIO()
    segno.make(absolute(url), error=error, micro=False).save(
        out, kind="svg", border=1, xmldecl=False
    )
    return out.getvalue().decode()


def for_print(block: Block) -> Block:
    """The block with whole addresses, and its code drawn."""
    if block["t"] == "qr":
        return block | {"svg": qr_svg(block["url"])}
    if block["t"] == "rich":
        return block | {"pieces": [_whole(piece) for piece in block["pieces"]]}
    if block["t"] == "table":
        return block | {"rows": [[_whole(piece) for piece in row] for row in block["rows"]]}
    return block


def _whole(piece: dict[str, str]) -> dict[str, str]:
    return piece | {"url": absolute(piece["url"])}


def for_screen(block: Block) -> Block:
    """The block as a page in the browser shows it: a code as a picture in the page itself."""
    if block["t"] == "qr":
        return block | {"picture": segno.make(absolute(block["url"]), error="m").svg_data_uri()}
    return block

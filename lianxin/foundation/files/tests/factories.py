"""Pictures and PDFs for tests, made on the spot."""

import io

from PIL import Image

PLACE = "LX-PLACE-HEWANG"
"""Stands where a telephone writes the place; must never be found in what is kept."""


def png(size=(8, 8), mode="RGB", colour=None) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour if colour is not None else 0).save(out, "PNG")
    return out.getvalue()


def jpeg(size=(64, 48), *, has_place=False, turned=0, **kwargs) -> bytes:
    """A photograph: left half red, right half blue.

    has_place: with EXIF as a telephone writes it: maker, place, comment.
    turned: the EXIF orientation.
    """
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if has_place:
        exif[0x010F] = "LX-CAMERA"
        exif[0x010E] = PLACE
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N", (31.0, 14.0, 27.25)
        gps[3], gps[4] = "E", (121.0, 28.0, 11.5)
        gps[29] = "2026:03:14"
    if turned:
        exif[0x0112] = turned
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, exif=exif, **kwargs)
    return out.getvalue()


def pdf(
    *texts: str, turned: int = 0, extra: bytes = b"", meaning: dict[str, str] | None = None
) -> bytes:
    """A PDF with one page for each text, in Latin letters, at the same place.

    turned: degrees every page is turned by.
    extra: put into the catalogue, such as an action.
    meaning: Latin letters that stand for others, as programs' own fonts have it.
    """
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(texts)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % extra,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(texts)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s>>"
        % (b"/ToUnicode %d 0 R" % (4 + 2 * len(texts)) if meaning else b""),
    ]
    for place, text in enumerate(texts):
        drawn = b"BT /F1 24 Tf 100 700 Td (%s) Tj ET" % text.encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (turned, 5 + 2 * place)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    if meaning:
        objects.append(_meaning(meaning))
    out, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    listed = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, listed, len(objects) + 1, len(out))
    )


def _meaning(letters: dict[str, str]) -> bytes:
    """The table that tells which characters a font's letters stand for."""
    rows = "".join(f"<{ord(one):02X}> <{ord(other):04X}>\n" for one, other in letters.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{rows}endbfchar\nendcmap end end"
    ).encode()
    return b"<</Length %d>>stream\n%s\nendstream" % (len(table), table)

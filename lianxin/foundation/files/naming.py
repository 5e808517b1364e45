"""File names as they are kept and given back: Chinese stays, tricks go."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
LONGEST_BYTES = 240
"""File systems end at 255 bytes, and browsers append 「 (1)」 to a second download."""
# attr-char of RFC 5987: what need not be escaped.
_PLAIN_IN_HEADER = "!#$&+-.^_`|~"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def clean_file_name(typed: str, extensions: tuple[str, ...]) -> str:
    """`..\\\\合同.PDF` → `合同.pdf`; a name without a fitting ending gets the first one.

    extensions: the endings that fit what the file contains.
    Directions of writing and other invisible characters, which make
    `gpj.exe` read as something else, are taken out.
    """
    name = unicodedata.normalize("NFC", typed).replace("\\", "/").rpartition("/")[2]
    name = "".join(
        " " if char.isspace() else char
        for char in name
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    ending = ending.lower()
    if ending not in extensions:
        # Only a short Latin ending is taken for one: 「第1.2节」 has none.
        if dot and not re.fullmatch(r"[a-z0-9]{1,5}", ending):
            stem = name
        ending = extensions[0]
        stem = stem.removesuffix("." + ending)
    stem = stem.strip(". ")[: LONGEST - len(ending) - 1].strip(". ") or "附件"
    if _DEVICES.fullmatch(stem):
        stem = "_" + stem
    return _within(f"{stem}.{ending}", LONGEST_BYTES)


def content_disposition(name: str, *, is_shown: bool) -> str:
    """The header that gives a download its name, for every browser (RFC 6266, RFC 5987).

    name: as kept by `clean_file_name`; whatever else it holds is made harmless.
    is_shown: open in the browser instead of saving.
    Old browsers and download managers read the plain `filename`, in which all
    but Latin letters and digits is replaced; all others read `filename*`.
    """
    name = _within(clean_file_name(name, (_ending(name) or "bin",)), LONGEST_BYTES)
    stem, _dot, ending = name.rpartition(".")
    plain = re.sub(r"[^A-Za-z0-9.-]+", "_", stem).strip("._-") or "file"
    kind = "inline" if is_shown else "attachment"
    return (
        f'{kind}; filename="{plain}.{ending}"; '
        f"filename*=UTF-8''{quote(name, safe=_PLAIN_IN_HEADER)}"
    )


def _ending(name: str) -> str:
    found = re.search(r"\.([A-Za-z0-9]{1,5})\s*$", name)
    return found[1].lower() if found else ""


def _within(name: str, most: int) -> str:
    """The name cut to so many bytes in UTF-8, between characters, with its ending."""
    stem, dot, ending = name.rpartition(".")
    room = most - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore").strip(". ") + dot + ending

"""File names as they are kept and given back: Chinese stays, tricks go."""

import re
import unicodedata

LONGEST = 120
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
    return f"{stem}.{ending}"

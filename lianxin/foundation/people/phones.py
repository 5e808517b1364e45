"""Mobile numbers as people type them, and as they are kept: eleven digits."""

import re
import unicodedata

MOBILE = re.compile(r"1[3-9]\d{9}")
_SEPARATORS = re.compile(r"[\s\-‐-―()]+")


def clean_phone(text: str) -> str:
    """「+86 138-0000-0001」 → 「13800000001」; empty when it is not a mainland mobile number."""
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    digits = digits.removeprefix("+86").removeprefix("0086")
    if len(digits) == 13:
        digits = digits.removeprefix("86")
    return digits if MOBILE.fullmatch(digits) else ""

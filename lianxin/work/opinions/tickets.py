"""One-time codes of a survey: shown once, on the printed sheet; kept as keyed hashes."""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
_SALT = "lianxin.opinions.ticket"


def new_code() -> str:
    """As printed, "7KQM-2XWA": about 10¹² of them."""
    kept = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return f"{kept[:4]}-{kept[4:]}"


def typed(code: str) -> str:
    """What was typed, in any case and width, with dashes or none; "" if it can be no code."""
    folded = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in code)
    kept = "".join(one for one in folded.upper() if one.isalnum())
    return kept if len(kept) == LENGTH and all(one in ALPHABET for one in kept) else ""


def digest(survey, code: str) -> str:
    """What the database keeps of a code of this survey."""
    return _digest(survey, typed(code), settings.SECRET_KEY)


def digests(survey, code: str) -> list[str]:
    """Under the present key and those it replaced; none for what can be no code."""
    if not (kept := typed(code)):
        return []
    return [
        _digest(survey, kept, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def _digest(survey, code: str, key: str | bytes) -> str:
    return salted_hmac(_SALT, f"{survey.pk}:{code}", secret=key, algorithm="sha256").hexdigest()

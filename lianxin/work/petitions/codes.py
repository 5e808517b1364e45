"""Query codes: what a petitioner keeps, and the keyed hash of which alone is stored."""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

# None of these is easily mistaken for another.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12
_SALT = "lianxin.petitions.query_code"


def new_code() -> str:
    """Twelve characters in three groups: 59 bits, too many to guess."""
    chars = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(chars[place : place + 4] for place in range(0, LENGTH, 4))


def hash_of(code: str) -> str:
    """What the database keeps of a code: useless to who has not the installation's key."""
    return _digest(_typed(code), settings.SECRET_KEY)


def hashes_of(code: str) -> list[str]:
    """Under the present key and those it replaced; none for what can be no code."""
    plain = _typed(code)
    if len(plain) != LENGTH or any(one not in ALPHABET for one in plain):
        return []
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_digest(plain, str(key)) for key in keys]


def _typed(code: str) -> str:
    """In any case, with spaces, dashes or none; full-width as from a Chinese keyboard."""
    folded = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in code)
    return "".join(one for one in folded.upper() if one.isalnum())


def _digest(code: str, key: str) -> str:
    return salted_hmac(_SALT, code, secret=key, algorithm="sha256").hexdigest()

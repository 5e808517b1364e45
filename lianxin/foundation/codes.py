"""Codes on paper: drawn by chance, typed back by hand, kept only as keyed hashes.

Who reads a stolen copy of the database without the installation's key can
neither read such codes nor try them.
"""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

# None of these is easily mistaken for another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def drawn(length: int) -> str:
    """A code as it is shown, "7KQM-2XWA-9CRT" for twelve characters."""
    return shown("".join(secrets.choice(ALPHABET) for _place in range(length)))


def shown(code: str) -> str:
    """In groups of four, as on paper."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(code: str, length: int) -> str:
    """What was typed, in any case, with spaces, dashes or none; "" if it can be no code."""
    # Full-width letters and digits come from Chinese keyboards.
    folded = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in code)
    kept = "".join(one for one in folded.upper() if one.isalnum())
    return kept if len(kept) == length and all(one in ALPHABET for one in kept) else ""


def digests(salt: str, kept: str) -> list[str]:
    """What the database keeps of a code: under the present key first, then those it replaced."""
    return [
        salted_hmac(salt, kept, secret=key, algorithm="sha256").hexdigest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]

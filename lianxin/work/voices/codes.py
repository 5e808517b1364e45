"""The query code: what opens a message to the voter who sent it, and to nobody else.

Twelve characters that are not mistaken for one another, shown as 4-4-4: about
10¹⁷ of them. The database keeps a keyed hash: who reads a stolen copy of it
without the installation's key can neither read codes nor try them.
"""

import hmac
from hashlib import sha256

from django.utils.crypto import salted_hmac

from lianxin.foundation import codes
from lianxin.foundation.codes import ALPHABET, shown

LENGTH = 12
_SALT = "lianxin.voices.query_code"
# A key that a browser made up by chance; a shorter one could be guessed.
LEAST_POST_KEY = 20


def post_key_of(page: str, *words: str) -> str:
    """The key of one post from one opened form: pressed twice, the same.

    page: the random name the form was given. words: what was typed; who goes back and
    writes down another voter's words in the same form makes another message.
    """
    if len(page) < LEAST_POST_KEY:
        return ""
    return sha256("\n".join((page, *words)).encode()).hexdigest()[:32]


def new_code(post_key: str = "") -> str:
    """A code as it is shown, "7KQM-2XWA-9CRT".

    post_key: the random name a browser gave its message: the same one gives the
        same code, so that a message sent again after a lost answer keeps its code.
    """
    if len(post_key) >= LEAST_POST_KEY:
        number = int.from_bytes(
            salted_hmac(f"{_SALT}.of_post", post_key, algorithm="sha256").digest(), "big"
        )
        characters = []
        for _place in range(LENGTH):
            number, rest = divmod(number, len(ALPHABET))
            characters.append(ALPHABET[rest])
        return shown("".join(characters))
    return codes.drawn(LENGTH)


def typed(code: str) -> str:
    """What was typed, in any case, with spaces, dashes or none; "" if it can be no code."""
    return codes.typed(code, LENGTH)


def digest(code: str) -> str:
    """What the database keeps of a code."""
    return codes.digests(_SALT, typed(code))[0]


def digests(code: str) -> list[str]:
    """Under the present key and those it replaced; none for what can be no code."""
    kept = typed(code)
    return codes.digests(_SALT, kept) if kept else []


def is_same(code: str, stored: str) -> bool:
    """Whether the code belongs to the stored digest, in constant time."""
    return any(hmac.compare_digest(one, stored) for one in digests(code))

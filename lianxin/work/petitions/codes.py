"""Query codes: what a petitioner keeps, and the keyed hash of which alone is stored."""

from lianxin.foundation import codes

LENGTH = 12
_SALT = "lianxin.petitions.query_code"


def new_code() -> str:
    """Twelve characters in three groups: 59 bits, too many to guess."""
    return codes.drawn(LENGTH)


def hash_of(code: str) -> str:
    """What the database keeps of a code: useless to who has not the installation's key."""
    return codes.digests(_SALT, codes.typed(code, LENGTH))[0]


def hashes_of(code: str) -> list[str]:
    """Under the present key and those it replaced; none for what can be no code."""
    kept = codes.typed(code, LENGTH)
    return codes.digests(_SALT, kept) if kept else []

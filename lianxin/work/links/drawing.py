"""Drawing voters by chance so that anyone can draw the same again.

Each id is hashed with the seed, SHA-256 of 「seed:id」 as text; the smallest come first.
No program's random generator is needed to repeat it, nor its version.
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256


def new_seed() -> str:
    """32 hexadecimal digits drawn by the system; nobody chooses them."""
    return secrets.token_hex(16)


def drawn(seed: str, pool: Iterable[int], size: int) -> list[int]:
    """The first `size` ids of `pool` in the order the seed gives them.

    The order of the pool does not matter; ids that stand in it twice count once.
    """
    return sorted(set(pool), key=lambda one: sha256(f"{seed}:{one}".encode()).hexdigest())[:size]

"""Which suggestions may be on the same matter: titles compared by pairs of characters."""

import re

# Words that every title has and that tell nothing.
EMPTY = re.compile(r"^(关于|有关|对)|的?(建议|议案|意见|批评|提案)$|[\s，。、“”《》（）()]")
MOST_COMPARED = 3000


def alike(title: str, others: list[tuple[int, str]], *, most: int = 8, least: float = 0.25):
    """Ids of `others`, pairs of id and title, that look most like `title`, the likest first.

    least: share of common pairs below which two titles count as different.
    """
    mine = _pairs(title)
    scored = [(_dice(mine, _pairs(other)), pk) for pk, other in others]
    scored = [(score, pk) for score, pk in scored if score >= least]
    return [pk for score, pk in sorted(scored, key=lambda item: (-item[0], -item[1]))[:most]]


def _pairs(title: str) -> set[str]:
    bare = EMPTY.sub("", EMPTY.sub("", title.strip()))
    return {bare[at : at + 2] for at in range(len(bare) - 1)} or {bare}


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))

"""What a search is narrowed to: by permission first, then by what the reader chose."""

import re
from dataclasses import dataclass

from lianxin.foundation.search.kinds import KINDS

NOT_LETTERS = re.compile("[^a-z]")


@dataclass(frozen=True)
class Narrowing:
    """What a search is narrowed to; empty means all."""

    keys: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    year: int | None = None
    body_id: int | None = None
    county_id: int | None = None
    status: str = ""

    @property
    def groups(self) -> list[list[str]]:
        """Key words of the index: one of each group must be there. No keys: everyone's sight."""
        found = [list(self.keys)] if self.keys else []
        if self.kinds:
            known = [KINDS[code].number for code in self.kinds if code in KINDS]
            found.append([f"k{number}" for number in known or [0]])
        if self.year is not None:
            found.append([f"y{self.year}"])
        if self.body_id is not None:
            found.append([f"w{self.body_id}"])
        if self.county_id is not None:
            found.append([f"v{self.county_id}"])
        if self.status:
            found.append(["s" + NOT_LETTERS.sub("", self.status)])
        return found

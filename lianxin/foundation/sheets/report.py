"""What an import did, in one shape for the page, the command line and other programs."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Remark(NamedTuple):
    """A refusal or a warning: row as the spreadsheet numbers it (0: the whole file), field, why."""

    row: int
    field: str
    reason: str


@dataclass
class ImportReport:
    """Counts of rows, and every refusal and warning.

    rows: rows of content read. A row is created, updated, unchanged or refused, exactly one.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def refuse(self, row: int, field: str, reason: object):
        self.refused.append(Remark(row, field, str(reason)))

    def warn(self, row: int, field: str, reason: object):
        self.warnings.append(Remark(row, field, str(reason)))

    @classmethod
    def from_json(cls, told: dict) -> "ImportReport":
        """What `as_json` gave; other keys are passed over."""
        return cls(
            rows=told["rows"],
            created=told["created"],
            updated=told["updated"],
            unchanged=told["unchanged"],
            refused=[Remark(**remark) for remark in told["refused"]],
            warnings=[Remark(**remark) for remark in told["warnings"]],
        )

    def as_json(self) -> dict:
        """Plain values under exactly these keys; programs rely on them."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [remark._asdict() for remark in self.refused],
            "warnings": [remark._asdict() for remark in self.warnings],
        }

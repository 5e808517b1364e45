"""Who keeps the cases, who reads them, who opens one for himself."""

from enum import StrEnum

from lianxin.foundation.people.permissions import body_of, is_chair, register
from lianxin.work.care.kinds import LIBERTY
from lianxin.work.care.models import RightsCase
from lianxin.work.care.queries import bodies_kept


class Permission(StrEnum):
    KEEP = "care.keep"
    """Open, coordinate, close a case; enter visits (record: a Body, RightsCase or Visit)."""

    READ = "care.read"
    """Read what a case is about, with a reason (record: the case)."""

    ASK = "care.ask"
    """Ask for help, judge the result, take it back: the deputy alone (record: the case)."""

    NAME = "care.name"
    """Name the officers who keep the cases: the chair (record: a Body or CareOfficer)."""


def keeps(by, record) -> bool:
    """The body's chair, its named officers or, without any, its clerks; not in their own case."""
    return body_of(record).pk in bodies_kept(by) and not concerns(by, record)


def concerns(by, record) -> bool:
    """Whether the record is a case about `by`: one does not handle one's own."""
    return (
        isinstance(record, RightsCase)
        and by.person_id is not None
        and by.person_id == record.seat.person_id
    )


def is_its_deputy(by, case) -> bool:
    return by.person_id is not None and by.person_id == case.seat.person_id and case.kind != LIBERTY


register(
    {
        Permission.KEEP: [keeps],
        Permission.READ: [keeps],
        Permission.ASK: [is_its_deputy],
        Permission.NAME: [is_chair],
    }
)

"""Who may take scans in and file them."""

from enum import StrEnum

from lianxin.foundation.people.permissions import is_clerk, register


class Permission(StrEnum):
    SCAN = "paper.scan"
    """Take in scanned forms and put them where they belong (record: the body or a scan)."""


register({Permission.SCAN: [is_clerk]})

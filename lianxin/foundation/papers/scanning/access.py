"""Who may open a scan that is not filed yet: the clerks who file it."""

from lianxin.foundation.papers.models import Scan
from lianxin.foundation.papers.scanning.permissions import Permission
from lianxin.foundation.people.permissions import may


def may_open_scan(user, stored) -> bool:
    """Filed, it is opened by whoever may open it with its record; that room says so."""
    if not getattr(user, "is_authenticated", False):
        return False
    scan = (
        Scan.objects.filter(file=stored)
        .exclude(state=Scan.State.ATTACHED)
        .select_related("body")
        .first()
    )
    return scan is not None and may(user, Permission.SCAN, scan)

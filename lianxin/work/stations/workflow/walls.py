"""A wall sheet is printed: what it says is kept, so that it shows when it no longer holds."""

from django.db import transaction
from django.utils.translation import gettext

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.stations.models import Station, WallSheet
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.walls import data_of, digest


@transaction.atomic
def print_sheet(station: Station, kind: str, *, size: str, by: Account | None) -> WallSheet:
    """Keep one sheet as it says today; the newest of its kind is the one that hangs.

    kind: of WallSheet.Kind. size: of WallSheet.Size.
    Raises PermissionDenied, WrongStatus for a closed station, Refused for an unknown size.
    """
    require(by, Permission.PRINT, station)
    if station.closed_on is not None:
        raise WrongStatus(gettext("%s已经撤销，不再打印公示。") % station.name)
    data = data_of(station, kind)
    sheet = WallSheet(
        station=station, kind=kind, size=size, data=data, digest=digest(data), printed_by=by
    )
    save(sheet)
    record(
        by,
        "station.wall",
        station,
        gettext("打印上墙公示：%(kind)s（%(size)s）")
        % {"kind": sheet.get_kind_display(), "size": sheet.get_size_display()},
        after={"sheet": sheet.pk, "digest": sheet.digest},
    )
    return sheet

"""What may happen at a station: each function one step, one transaction, one ledger event."""

from lianxin.work.stations.workflow.network import (
    appoint,
    attach_deputy,
    change_station,
    close_station,
    detach_deputy,
    end_post,
    introduce,
    open_station,
)

__all__ = [
    "appoint",
    "attach_deputy",
    "change_station",
    "close_station",
    "detach_deputy",
    "end_post",
    "introduce",
    "open_station",
]

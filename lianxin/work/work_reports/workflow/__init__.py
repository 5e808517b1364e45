"""How a report is written, discussed, signed, adopted and published.

Nothing else writes a report, its sections or its versions. Each function is one step, in
one transaction, with one event in the ledger.
"""

from lianxin.work.work_reports.workflow.common import MOVES, ChangedMeanwhile
from lianxin.work.work_reports.workflow.figures import drop_figure, give_source, state_figure
from lianxin.work.work_reports.workflow.remarks import comment, resolve
from lianxin.work.work_reports.workflow.steps import (
    adopt,
    lay_before,
    publish,
    send_back,
    sign,
    take_down,
)
from lianxin.work.work_reports.workflow.writing import (
    add_section,
    begin,
    remove_section,
    restore,
    write,
)

__all__ = [
    "MOVES",
    "ChangedMeanwhile",
    "add_section",
    "adopt",
    "begin",
    "comment",
    "drop_figure",
    "give_source",
    "lay_before",
    "publish",
    "remove_section",
    "resolve",
    "restore",
    "send_back",
    "sign",
    "state_figure",
    "take_down",
    "write",
]

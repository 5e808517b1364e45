"""How a reception goes from its rule to its record. Nothing else writes receptions."""

from lianxin.work.receptions.workflow.announcing import announce, cancel, change
from lianxin.work.receptions.workflow.holding import (
    Recorded,
    check_in,
    close,
    quiet,
    record_visitor,
    reopen,
)
from lianxin.work.receptions.workflow.planning import (
    add_reception,
    change_rule,
    end_excuse,
    excuse,
    generate,
    make_rule,
    preview,
    stop_rule,
)
from lianxin.work.receptions.workflow.turning import ask_leave, put_on, stand_in, swap

__all__ = [
    "Recorded",
    "add_reception",
    "announce",
    "ask_leave",
    "cancel",
    "change",
    "change_rule",
    "check_in",
    "close",
    "end_excuse",
    "excuse",
    "generate",
    "make_rule",
    "preview",
    "put_on",
    "quiet",
    "record_visitor",
    "reopen",
    "stand_in",
    "stop_rule",
    "swap",
]

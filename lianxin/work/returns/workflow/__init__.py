"""All that may happen to a return, a filing and a task from above."""

from lianxin.work.returns.workflow.asking import (
    add_layout,
    ask,
    change_return,
    close,
    copy_return,
    draft_return,
    send_back,
)
from lianxin.work.returns.workflow.filing import correct, fill, send
from lianxin.work.returns.workflow.lines import (
    add_line,
    change_line,
    drop_line,
    narrow_line,
    part_choices,
)
from lianxin.work.returns.workflow.tasks import receive, report, take

__all__ = [
    "add_layout",
    "add_line",
    "ask",
    "change_line",
    "change_return",
    "close",
    "copy_return",
    "correct",
    "draft_return",
    "drop_line",
    "fill",
    "narrow_line",
    "part_choices",
    "receive",
    "report",
    "send",
    "send_back",
    "take",
]

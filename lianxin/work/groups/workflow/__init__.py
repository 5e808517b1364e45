"""What may happen to a group: each function one step, one transaction, one ledger event."""

from lianxin.work.groups.workflow.forming import end_vice, form, name_vice
from lianxin.work.groups.workflow.yearly import (
    link_item,
    send_plan,
    send_summary,
    sign_letter,
    take_plan_back,
    write_letter,
    write_plan,
    write_summary,
)

__all__ = [
    "end_vice",
    "form",
    "link_item",
    "name_vice",
    "send_plan",
    "send_summary",
    "sign_letter",
    "take_plan_back",
    "write_letter",
    "write_plan",
    "write_summary",
]

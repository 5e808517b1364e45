"""Steps of this room: objections, tasks, campaigns, points."""

from lianxin.work.duty.workflow.objections import object_to, settle
from lianxin.work.duty.workflow.tasks import (
    change_list,
    put_in_force,
    remove_item,
    set_item,
    start_list,
    withdraw_list,
)

__all__ = [
    "change_list",
    "object_to",
    "put_in_force",
    "remove_item",
    "set_item",
    "settle",
    "start_list",
    "withdraw_list",
]

"""Steps of this room: objections, tasks, campaigns, points."""

from lianxin.work.duty.workflow.campaigns import (
    cancel_campaign,
    change_campaign,
    choose_project,
    link_activity,
    plan_campaign,
    pledge,
    report_progress,
    settle_pledge,
    start_campaign,
    sum_up,
    takes_part,
    unlink_activity,
)
from lianxin.work.duty.workflow.objections import object_to, settle
from lianxin.work.duty.workflow.points import (
    put_scheme_in_force,
    set_point_item,
    start_scheme,
    withdraw_scheme,
)
from lianxin.work.duty.workflow.tasks import (
    change_list,
    put_in_force,
    remove_item,
    set_item,
    start_list,
    withdraw_list,
)

__all__ = [
    "cancel_campaign",
    "change_campaign",
    "change_list",
    "choose_project",
    "link_activity",
    "object_to",
    "plan_campaign",
    "pledge",
    "put_in_force",
    "put_scheme_in_force",
    "remove_item",
    "report_progress",
    "set_item",
    "set_point_item",
    "settle",
    "settle_pledge",
    "start_campaign",
    "start_list",
    "start_scheme",
    "sum_up",
    "takes_part",
    "unlink_activity",
    "withdraw_list",
    "withdraw_scheme",
]

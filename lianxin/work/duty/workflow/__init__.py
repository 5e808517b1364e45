"""Steps of this room: objections, tasks, campaigns, points."""

from lianxin.work.duty.workflow.objections import object_to, settle

__all__ = ["object_to", "settle"]

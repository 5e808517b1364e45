"""What the duty room keeps itself: task lists, campaigns, schemes of points, objections.

What deputies did is not among it: that is read from `engines.deeds`.
"""

from lianxin.work.duty.models.campaigns import Campaign, CampaignActivity, Pledge, PledgeStep
from lianxin.work.duty.models.objections import Objection
from lianxin.work.duty.models.points import Band, PointItem, Scheme
from lianxin.work.duty.models.tasks import TaskItem, TaskList

__all__ = [
    "Band",
    "Campaign",
    "CampaignActivity",
    "Objection",
    "Pledge",
    "PledgeStep",
    "PointItem",
    "Scheme",
    "TaskItem",
    "TaskList",
]

"""Stations, what they are checked by, what they plan, and what hangs on their walls."""

from lianxin.work.stations.models.checks import (
    ChecklistItem,
    ChecklistTemplate,
    Evidence,
    StarGrant,
)
from lianxin.work.stations.models.network import (
    CODE_ALPHABET,
    WHOLE_BODY_ROLES,
    Attachment,
    InForceQuerySet,
    Staff,
    Station,
    StationQuerySet,
    new_code,
)
from lianxin.work.stations.models.plans import PlanItem, PlanTemplate, YearPlan
from lianxin.work.stations.models.walls import WallSheet

__all__ = [
    "CODE_ALPHABET",
    "WHOLE_BODY_ROLES",
    "Attachment",
    "ChecklistItem",
    "ChecklistTemplate",
    "Evidence",
    "InForceQuerySet",
    "PlanItem",
    "PlanTemplate",
    "Staff",
    "StarGrant",
    "Station",
    "StationQuerySet",
    "WallSheet",
    "YearPlan",
    "new_code",
]

"""Duty rules, receptions, who is on duty, who came, and what was announced."""

from lianxin.work.receptions.models.receptions import Announcement, Duty, Reception, VisitorRecord
from lianxin.work.receptions.models.rules import Away, DutyRule

__all__ = ["Announcement", "Away", "Duty", "DutyRule", "Reception", "VisitorRecord"]

"""How activity money is budgeted, paid in, claimed and approved. Nothing else writes funds."""

from lianxin.work.funds.workflow.budgets import allocate, count_again, draw_up
from lianxin.work.funds.workflow.claims import add_receipt, approve, claim, refuse, withdraw
from lianxin.work.funds.workflow.facilities import drop_facility, save_facility

__all__ = [
    "add_receipt",
    "allocate",
    "approve",
    "claim",
    "count_again",
    "draw_up",
    "drop_facility",
    "refuse",
    "save_facility",
    "withdraw",
]

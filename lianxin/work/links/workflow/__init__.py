"""What may happen to links: each function one step, one transaction, one ledger event."""

from lianxin.work.links.workflow.checking import draw_check, record_call
from lianxin.work.links.workflow.contacting import Kept, keep_in_touch, withdraw_contact
from lianxin.work.links.workflow.importing import import_voters
from lianxin.work.links.workflow.linking import end_link, link
from lianxin.work.links.workflow.registering import (
    change_voter,
    end_voter,
    read_voter,
    register_voter,
)
from lianxin.work.links.workflow.seats import end_all, hand_over

__all__ = [
    "Kept",
    "change_voter",
    "draw_check",
    "end_all",
    "end_link",
    "end_voter",
    "hand_over",
    "import_voters",
    "keep_in_touch",
    "link",
    "read_voter",
    "record_call",
    "register_voter",
    "withdraw_contact",
]

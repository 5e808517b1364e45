"""How a suggestion comes to be accepted; from there `engines.matters.workflow` takes over.

Nothing else writes a suggestion. Each function is one step a person takes,
in one transaction, leaving one event in the ledger.
"""

from lianxin.work.suggestions.workflow.history import (
    amend_existing,
    register_all_existing,
    register_existing,
)
from lianxin.work.suggestions.workflow.motions import convert_motion, put_motion_on_agenda
from lianxin.work.suggestions.workflow.reviewing import (
    accept,
    call_back,
    give_number,
    merge,
    refuse,
    return_for_correction,
    set_topic,
    split,
)
from lianxin.work.suggestions.workflow.writing import (
    answer_invitation,
    discard_draft,
    draft,
    edit,
    invite,
    submit,
    uninvite,
    withdraw,
)

__all__ = [
    "accept",
    "amend_existing",
    "answer_invitation",
    "call_back",
    "convert_motion",
    "discard_draft",
    "draft",
    "edit",
    "give_number",
    "invite",
    "merge",
    "put_motion_on_agenda",
    "refuse",
    "register_all_existing",
    "register_existing",
    "return_for_correction",
    "set_topic",
    "split",
    "submit",
    "uninvite",
    "withdraw",
]

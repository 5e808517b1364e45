"""How a petition travels from registration to the closed and reviewed file.

Nothing else writes a petition's status. Each function is one step a person
takes, in one transaction, leaving one event in the ledger; none of the events
names the petitioner. `by` is the account that acts, `today` the day of it.
"""

from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.petitions.workflow.analysing import offer_topic
from lianxin.work.petitions.workflow.answering import (
    archive,
    close,
    extend,
    grade,
    reply,
    report_up,
)
from lianxin.work.petitions.workflow.deciding import (
    accept,
    decline,
    hand_back,
    turn_into_message,
    turn_into_suggestion,
    withdraw,
)
from lianxin.work.petitions.workflow.following import (
    appoint,
    attach_spokesperson,
    flag_old_case,
    hold_appointment,
    record_contact,
    supervise,
    urge,
)
from lianxin.work.petitions.workflow.referring import (
    answer,
    decide_objection,
    object_to,
    receive,
    refer,
    separate_litigation,
    take_back,
)
from lianxin.work.petitions.workflow.registering import (
    Registered,
    name_accused,
    read_petitioners,
    register,
)
from lianxin.work.petitions.workflow.reviewing import ask_review, decide_review

__all__ = [
    "Refused",
    "Registered",
    "WrongStatus",
    "accept",
    "answer",
    "appoint",
    "archive",
    "ask_review",
    "attach_spokesperson",
    "close",
    "decide_objection",
    "decide_review",
    "decline",
    "extend",
    "flag_old_case",
    "grade",
    "hand_back",
    "hold_appointment",
    "name_accused",
    "object_to",
    "offer_topic",
    "read_petitioners",
    "receive",
    "record_contact",
    "refer",
    "register",
    "reply",
    "report_up",
    "separate_litigation",
    "supervise",
    "take_back",
    "turn_into_message",
    "turn_into_suggestion",
    "urge",
    "withdraw",
]

"""The way of a voter's message, from whatever door to the voter's own judgement.

Each function is one step a person takes, in one transaction, leaving one event
in the ledger. `by` is the account that acts, None for the voter; `today` the day.
"""

from lianxin.engines.matters.workflow.moves import Refused, WrongStatus
from lianxin.work.voices.grounds import GROUNDS, HIDING
from lianxin.work.voices.workflow.answering import answer
from lianxin.work.voices.workflow.grading import close_ungraded, conciliate, grade
from lianxin.work.voices.workflow.moderating import hide, publish, set_topic, show, withhold
from lianxin.work.voices.workflow.posting import OPEN_DOORS, Posted, add_words, post
from lianxin.work.voices.workflow.routing import (
    hand_to_office,
    hand_to_village,
    merge,
    pass_up,
    refuse,
    take_back,
    turn_into_suggestion,
)

__all__ = [
    "GROUNDS",
    "HIDING",
    "OPEN_DOORS",
    "Posted",
    "Refused",
    "WrongStatus",
    "add_words",
    "answer",
    "close_ungraded",
    "conciliate",
    "grade",
    "hand_to_office",
    "hand_to_village",
    "hide",
    "merge",
    "pass_up",
    "post",
    "publish",
    "refuse",
    "set_topic",
    "show",
    "take_back",
    "turn_into_suggestion",
    "withhold",
]

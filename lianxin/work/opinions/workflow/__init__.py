"""What is done with cards, boxes, sessions and surveys.

Each function is one step a person takes, in one transaction, leaving one event
in the ledger. What anybody says becomes a voter's message; nothing is kept twice.
"""

from lianxin.work.opinions.workflow.boxes import add_slip, close_box, open_box, put_up
from lianxin.work.opinions.workflow.cards import (
    Said,
    close_round,
    hand_on,
    open_round,
    return_card,
)
from lianxin.work.opinions.workflow.sessions import (
    call_off,
    close_session,
    hold,
    plan,
    record_opinion,
)
from lianxin.work.opinions.workflow.surveys import (
    add_question,
    close_survey,
    draw_up,
    fill_in,
    make_message,
    make_tickets,
    publish,
    remove_question,
)

__all__ = [
    "Said",
    "add_question",
    "add_slip",
    "call_off",
    "close_box",
    "close_round",
    "close_session",
    "close_survey",
    "draw_up",
    "fill_in",
    "hand_on",
    "hold",
    "make_message",
    "make_tickets",
    "open_box",
    "open_round",
    "plan",
    "publish",
    "put_up",
    "record_opinion",
    "remove_question",
    "return_card",
]

"""How a matter travels from acceptance to the kept promise.

Nothing else writes a matter's status. Each function is one step a person
takes, in one transaction, leaving one event in the ledger. `by` is the
account that acts and `today` the day of the step; `behalf` names the person
for whom a clerk acts (代录).
"""

from lianxin.engines.matters.workflow.answering import (
    issue_reply,
    save_reply,
    send_for_signature,
    withdraw_draft,
)
from lianxin.engines.matters.workflow.following import (
    archive,
    attach,
    close,
    close_without_feedback,
    conciliate,
    detach,
    draw_look_backs,
    finish_look_back,
    publish,
    remind,
    remind_deputies,
    set_key,
    supervise,
    withhold,
)
from lianxin.engines.matters.workflow.handling import (
    ask_extension,
    contact,
    decide_extension,
    note_progress,
    plan,
    receive,
)
from lianxin.engines.matters.workflow.handover import (
    add_offices,
    ask_return,
    assign,
    decide_return,
    hand_over_many,
    hold_handover_meeting,
    take_back,
)
from lianxin.engines.matters.workflow.judging import judge
from lianxin.engines.matters.workflow.moves import MOVES, Refused, WrongStatus
from lianxin.engines.matters.workflow.promising import (
    explain_promise,
    judge_promise,
    keep_promise,
    report_promise,
)

__all__ = [
    "MOVES",
    "Refused",
    "WrongStatus",
    "add_offices",
    "archive",
    "ask_extension",
    "ask_return",
    "assign",
    "attach",
    "close",
    "close_without_feedback",
    "conciliate",
    "contact",
    "decide_extension",
    "decide_return",
    "detach",
    "draw_look_backs",
    "explain_promise",
    "finish_look_back",
    "hand_over_many",
    "hold_handover_meeting",
    "issue_reply",
    "judge",
    "judge_promise",
    "keep_promise",
    "note_progress",
    "plan",
    "publish",
    "receive",
    "remind",
    "remind_deputies",
    "report_promise",
    "save_reply",
    "send_for_signature",
    "set_key",
    "supervise",
    "take_back",
    "withdraw_draft",
    "withhold",
]

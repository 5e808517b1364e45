"""How an activity goes from its plan to what counts. Nothing else writes activities."""

from lianxin.work.activities.queries import Clash, candidates, clashes
from lianxin.work.activities.workflow.answering import confirm, object_to, settle
from lianxin.work.activities.workflow.coming import ask_leave, check_in, mark, sign_up
from lianxin.work.activities.workflow.opinions import (
    add_expense,
    add_file,
    add_opinion,
    drop_expense,
    drop_file,
    drop_opinion,
    keep_file,
    opinion_to_message,
    opinion_to_suggestion,
)
from lianxin.work.activities.workflow.planning import (
    announce,
    cancel,
    change,
    copy,
    invite,
    plan,
    strike,
)
from lianxin.work.activities.workflow.publishing import publish, unpublish
from lianxin.work.activities.workflow.quizzes import answer_quiz, set_quiz
from lianxin.work.activities.workflow.recording import accept, correct, record, refuse, tell
from lianxin.work.activities.workflow.rules import (
    change_rule,
    generate,
    in_words,
    make_rule,
    preview,
    save_kind,
    stop_rule,
)

__all__ = [
    "Clash",
    "accept",
    "add_expense",
    "add_file",
    "add_opinion",
    "announce",
    "answer_quiz",
    "ask_leave",
    "cancel",
    "candidates",
    "change",
    "change_rule",
    "check_in",
    "clashes",
    "confirm",
    "copy",
    "correct",
    "drop_expense",
    "drop_file",
    "drop_opinion",
    "generate",
    "in_words",
    "invite",
    "keep_file",
    "make_rule",
    "mark",
    "object_to",
    "opinion_to_message",
    "opinion_to_suggestion",
    "plan",
    "preview",
    "publish",
    "record",
    "refuse",
    "save_kind",
    "set_quiz",
    "settle",
    "sign_up",
    "stop_rule",
    "strike",
    "tell",
    "unpublish",
]

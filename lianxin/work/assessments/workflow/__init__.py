"""What is done with schemes and rounds; each function one step, one event."""

from lianxin.work.assessments.workflow.rounds import (
    answer_dispute,
    check,
    look_again,
    object_to,
    open_round,
    publish,
    review,
    send,
    settle,
    show,
    tell,
)
from lianxin.work.assessments.workflow.schemes import (
    change_scheme,
    copy_scheme,
    copy_shipped,
    put_in_use,
    remove_item,
    retire,
    save_item,
    shortcomings,
)

__all__ = [
    "answer_dispute",
    "change_scheme",
    "check",
    "copy_scheme",
    "copy_shipped",
    "look_again",
    "object_to",
    "open_round",
    "publish",
    "put_in_use",
    "remove_item",
    "retire",
    "review",
    "save_item",
    "send",
    "settle",
    "shortcomings",
    "show",
    "tell",
]

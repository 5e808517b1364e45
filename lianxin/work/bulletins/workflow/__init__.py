"""What may happen to a bulletin: each function one step, one transaction, one ledger event."""

from lianxin.work.bulletins.workflow.asking import answer, ask, suggest
from lianxin.work.bulletins.workflow.counting import COUNTED_FOR, follow_seats, recount
from lianxin.work.bulletins.workflow.drafting import (
    add_file,
    add_item,
    change,
    change_item,
    discard,
    draft,
    drop_file,
    drop_item,
    supply,
)
from lianxin.work.bulletins.workflow.issuing import correct, issue, withdraw
from lianxin.work.bulletins.workflow.keeping import (
    collect,
    deliver,
    drop_contribution,
    drop_delivery,
    subscribe,
)
from lianxin.work.bulletins.workflow.reading import (
    hand_over,
    read,
    remind,
    remind_every,
    take_back,
)

__all__ = [
    "COUNTED_FOR",
    "add_file",
    "add_item",
    "answer",
    "ask",
    "change",
    "change_item",
    "collect",
    "correct",
    "deliver",
    "discard",
    "draft",
    "drop_contribution",
    "drop_delivery",
    "drop_file",
    "drop_item",
    "follow_seats",
    "hand_over",
    "issue",
    "read",
    "recount",
    "remind",
    "remind_every",
    "subscribe",
    "suggest",
    "supply",
    "take_back",
    "withdraw",
]

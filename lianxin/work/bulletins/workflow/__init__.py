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
from lianxin.work.bulletins.workflow.offering import (
    accept_offer,
    call_for_papers,
    offer,
    offer_again,
    return_offer,
    take_offer_back,
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
    "accept_offer",
    "add_file",
    "add_item",
    "answer",
    "ask",
    "call_for_papers",
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
    "offer",
    "offer_again",
    "read",
    "recount",
    "remind",
    "remind_every",
    "return_offer",
    "subscribe",
    "suggest",
    "supply",
    "take_back",
    "take_offer_back",
    "withdraw",
]

"""What may happen to honours: each function one step, one transaction, one ledger event."""

from lianxin.work.honours.workflow.awarding import (
    log_outside,
    pay,
    set_award,
    set_reward,
    take_over_awards,
)
from lianxin.work.honours.workflow.electing import (
    Verdict,
    name_chosen,
    object_to,
    publicise,
    review,
    settle,
)
from lianxin.work.honours.workflow.nominating import (
    attach_facts,
    drop_fact,
    nominate,
    open_round,
    withdraw,
)

__all__ = [
    "Verdict",
    "attach_facts",
    "drop_fact",
    "log_outside",
    "name_chosen",
    "nominate",
    "object_to",
    "open_round",
    "pay",
    "publicise",
    "review",
    "set_award",
    "set_reward",
    "settle",
    "take_over_awards",
    "withdraw",
]

"""Who may do what with returns and tasks from above."""

from enum import StrEnum

from lianxin.foundation.people.permissions import is_chair, is_clerk, register


class Permission(StrEnum):
    ASK = "return.ask"
    """Define a return, ask it of bodies, send back and close (record: a Body or a Return)."""

    FILL = "return.fill"
    """Fill in, sign, send and correct (record: a Filing)."""

    TASKS = "return.tasks"
    """Keep the register of tasks from above (record: a Body or a Task)."""


register(
    {
        Permission.ASK: [is_clerk],
        Permission.FILL: [is_clerk],
        Permission.TASKS: [is_clerk, is_chair],
    }
)

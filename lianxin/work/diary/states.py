"""How a dated duty stands, in words and in a sign that needs no colour."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    DONE = "done"
    LATE = "late"
    DUE = "due"
    UPCOMING = "upcoming"
    MISSED = "missed"
    BEFORE = "before"


STATE_NAMES: dict[str, Any] = {
    State.DONE: _("已完成"),
    State.LATE: _("迟后完成"),
    State.DUE: _("该办"),
    State.UPCOMING: _("未到期"),
    State.MISSED: _("逾期未办"),
    State.BEFORE: _("起用以前"),
}
STATE_SIGNS = {
    State.DONE: "✓",
    State.LATE: "✓",
    State.DUE: "●",
    State.UPCOMING: "○",
    State.MISSED: "✕",
    State.BEFORE: "—",
}
FULFILLED = (State.DONE, State.LATE)

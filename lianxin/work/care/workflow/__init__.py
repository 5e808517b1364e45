"""Steps on rights cases, requests under art. 39, visits and officers."""

from lianxin.work.care.workflow.cases import (
    ask_for_help,
    close_case,
    judge,
    note_contact,
    open_case,
    read_case,
    reopen,
    withdraw_case,
)
from lianxin.work.care.workflow.liberty import (
    answer_organ,
    decide,
    register_liberty,
    submit,
)
from lianxin.work.care.workflow.officers import end_officer, name_officer
from lianxin.work.care.workflow.visits import log_visit, withdraw_visit

__all__ = [
    "answer_organ",
    "ask_for_help",
    "close_case",
    "decide",
    "end_officer",
    "judge",
    "log_visit",
    "name_officer",
    "note_contact",
    "open_case",
    "read_case",
    "register_liberty",
    "reopen",
    "submit",
    "withdraw_case",
    "withdraw_visit",
]

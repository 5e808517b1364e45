"""What must be answered: matters, their handling, answers, judgements and promises."""

from lianxin.engines.matters.models.answers import Evaluation, Reply, ReplyItem, ResultClass
from lianxin.engines.matters.models.assignments import (
    Assignment,
    Contact,
    Extension,
    HandoverMeeting,
    Progress,
    Reminder,
    ReturnRequest,
)
from lianxin.engines.matters.models.deadlines import Deadline
from lianxin.engines.matters.models.matter import Attachment, Matter, NumberSeries, Proposer
from lianxin.engines.matters.models.promises import Promise, PromiseReport
from lianxin.engines.matters.models.supervision import LookBack, Supervision

__all__ = [
    "Assignment",
    "Attachment",
    "Contact",
    "Deadline",
    "Evaluation",
    "Extension",
    "HandoverMeeting",
    "LookBack",
    "Matter",
    "NumberSeries",
    "Progress",
    "Promise",
    "PromiseReport",
    "Proposer",
    "Reminder",
    "Reply",
    "ReplyItem",
    "ResultClass",
    "ReturnRequest",
    "Supervision",
]

"""Kinds, rules, activities, who took part, what was said, what it cost."""

from lianxin.work.activities.models.activities import Activity, ActivityFile
from lianxin.work.activities.models.attendance import Attendance
from lianxin.work.activities.models.kinds import OwnKind
from lianxin.work.activities.models.outcomes import Expense, Opinion
from lianxin.work.activities.models.publications import Publication
from lianxin.work.activities.models.rules import ActivityRule
from lianxin.work.activities.models.training import Quiz, QuizResult

__all__ = [
    "Activity",
    "ActivityFile",
    "ActivityRule",
    "Attendance",
    "Expense",
    "Opinion",
    "OwnKind",
    "Publication",
    "Quiz",
    "QuizResult",
]

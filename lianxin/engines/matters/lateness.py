"""Lateness in words with its cause: computed from dates, never typed, never by colour alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Grade(StrEnum):
    NONE = "none"
    FINE = "fine"
    SOON = "soon"
    LATE = "late"
    SERIOUS = "serious"


@dataclass(frozen=True)
class Lateness:
    """How a due date stands today, and why."""

    grade: Grade
    days: int
    words: str
    cause: str = ""

    @property
    def is_late(self) -> bool:
        return self.grade in {Grade.LATE, Grade.SERIOUS}


CAUSES = {
    "assist": gettext_lazy("待协办"),
    "deputy": gettext_lazy("待代表"),
    "clerk": gettext_lazy("待人大办"),
    "presidium": gettext_lazy("待主席团"),
}


def lateness(
    due_on: date | None,
    today: date,
    *,
    waiting_for: str = "",
    is_extended: bool = False,
    soon_days: int = 15,
    serious_days: int = 30,
) -> Lateness:
    """Grade a due date.

    soon_days: days before the date from which it is 将到期.
    serious_days: days after the date from which it is 严重超期.
    is_extended: the date is one of an approved extension; until it has
        passed the matter is never late or soon late, only 已批延期.
    Source: practice.md §3.3 (8); rulebook keys suggestion.due_soon_days,
    suggestion.seriously_late_days.
    """
    if due_on is None or not waiting_for:
        return Lateness(Grade.NONE, 0, "")
    cause = str(CAUSES.get(waiting_for, ""))
    days = (today - due_on).days
    if days <= 0 and is_extended:
        return Lateness(Grade.FINE, days, _("已批延期"), cause)
    if days > 0:
        grade = Grade.SERIOUS if days >= serious_days else Grade.LATE
        words = _("严重超期") if grade is Grade.SERIOUS else _("已超期")
        return Lateness(
            grade, days, _("%(words)s %(days)s 天") % {"words": words, "days": days}, cause
        )
    if -days <= soon_days:
        words = _("今天到期") if days == 0 else _("还剩 %(days)s 天，将到期") % {"days": -days}
        return Lateness(Grade.SOON, days, words, cause)
    return Lateness(Grade.FINE, days, _("还剩 %(days)s 天") % {"days": -days}, cause)

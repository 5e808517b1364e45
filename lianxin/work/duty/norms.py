"""What rules ask of a deputy in a year, and what the file shows; only where a rule sets it.

What a group must hold in a year is the group's norm, not the deputy's.
Source: rules.md DP-08, DP-12.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.engines.tenure import days_in_duty, share_of
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.duty.files import File


@dataclass(frozen=True)
class Norm:
    """One norm as the page shows it. asked: for the seat's days in duty. source: its article."""

    title: str
    asked: int
    done: int
    unit: str
    source: str

    @property
    def left(self) -> int:
        return max(self.asked - self.done, 0)


def _of(*keys: str) -> Callable[[File], int]:
    return lambda file: sum(file.done[key] for key in keys)


NORMS: dict[str, Callable[[File], int]] = {
    "duty_days_per_year": lambda file: file.days,
    "duty.receptions_per_year": _of("receptions.received"),
    "duty.visits_per_year": _of("activities.visit", "links.contacts"),
}


def norms_of(file: File) -> list[Norm]:
    """Norms that the rules of the seat's body set, for a file of one year; none for a term."""
    if file.period.year is None:
        return []
    since = file.period.since.replace(month=1, day=1)
    until = since.replace(month=12, day=31)
    share = share_of(days_in_duty(file.seat, since, until), since, until)
    found = []
    for key, done in NORMS.items():
        norm = rule(key, body=file.seat.body, on=file.period.until)
        if norm.value:
            asked = share.of_quota(norm.value)
            unit = str(_("天") if norm.unit == "day" else _("次"))
            found.append(Norm(norm.title, asked, done(file), unit, norm.source))
    return [norm for norm in found if norm.asked]


def remarks_of(file: File) -> list[str]:
    """What only the office reads (三不代表), in neutral words; no list is made of it.

    Source: systems.md S-044 (不参加会议、不参加活动、不反映民意).
    """
    found = []
    if file.missed:
        found.append(
            _("本期有 %d 次未请假缺席，列在各部分中。请先核对是否通知到本人、是否补假。")
            % len(file.missed)
        )
    spoken = any(
        file.done[key]
        for key in (
            "suggestions.led",
            "suggestions.cosigned",
            "opinions.cards",
            "voices.answered",
            "links.contacts",
            "activities.visit",
            "receptions.received",
        )
    )
    if not spoken:
        found.append(_("本期还没有反映民意的记录（建议、意见卡、接待、走访、答复留言）。"))
    return found

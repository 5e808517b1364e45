"""What raters may choose: grades as data, and what follows from the counts.

A meeting copies its scale when it is planned; what is changed here later changes no
meeting that was held.

Sources: systems.md S-053 (优秀、称职、不称职), S-090; practice.md §2.5 述职测评表 (五好);
evaluations.json E03 (80 %, 50 %), E04 (半数以上).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class VerdictRule(StrEnum):
    """What the counts decide."""

    NONE = "none"
    """Only counts and shares are told."""
    SHARES = "shares"
    """First grade ≥ 80 % of the returned: the first; 50 to 80 %: the second; below: the third."""
    MAJORITY = "majority"
    """More than half of the base: the first; with the second grade: the second; else the third."""


@dataclass(frozen=True)
class Scale:
    """grades: best first. good: how many of them count as satisfied. rows: what is rated
    one by one (五好); one row without a name where the whole is rated. source: the document
    that set a scale of a body's own; shipped ones say it in their name."""

    key: str
    name: Any
    grades: Sequence[Any]
    good: int = 1
    rows: Sequence[Any] = ("",)
    verdict: str = VerdictRule.NONE
    source: str = ""


SCALES: dict[str, Scale] = {
    one.key: one
    for one in (
        Scale("excellent", _("优秀、称职、不称职"), (_("优秀"), _("称职"), _("不称职")), 2),
        Scale(
            "competent",
            _("称职、基本称职、不称职（80%、50% 定等次）"),
            (_("称职"), _("基本称职"), _("不称职")),
            2,
            verdict=VerdictRule.SHARES,
        ),
        Scale("satisfied", _("满意、基本满意、不满意"), (_("满意"), _("基本满意"), _("不满意")), 2),
        Scale(
            "majority",
            _("满意、基本满意、不满意（过半数定等次）"),
            (_("满意"), _("基本满意"), _("不满意")),
            2,
            verdict=VerdictRule.MAJORITY,
        ),
        Scale("two", _("满意、不满意"), (_("满意"), _("不满意")), 1),
        Scale(
            "five_good",
            _("五好，每项满意、基本满意、不满意"),
            (_("满意"), _("基本满意"), _("不满意")),
            2,
            rows=(
                _("思想品德好"),
                _("遵纪守法好"),
                _("依法履职好"),
                _("为民办事好"),
                _("模范带头好"),
            ),
        ),
        Scale(
            "passed",
            _("合格、基本合格、不合格"),
            (_("合格"), _("基本合格"), _("不合格")),
            2,
        ),
    )
}


VERDICT_WORDS = {
    VerdictRule.NONE: _("只报票数和比例，不定等次"),
    VerdictRule.SHARES: _("第一等 80% 以上定第一等，50% 以上定第二等，其余第三等"),
    VerdictRule.MAJORITY: _("第一等过半数定第一等，前两等合计过半数定第二等，其余第三等"),
}


def choices() -> list[tuple[str, Any]]:
    return [(one.key, one.name) for one in SCALES.values()]

"""What is counted, in one place: a figure and the list behind it use the same condition.

Each measure is a condition on matters (or promises). Rates name the measures
of their numerator and denominator, so that a page can open either.
Definitions: practice.md §2.6, systems.md §4 (T01-T08).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Matter, Promise
from lianxin.engines.matters.results import KEY as LETTERS_KEY
from lianxin.foundation.rulebook.rules import rule

S = Matter.Status

UNSUBMITTED = (S.DRAFT, S.COSIGNING)
WITH_OFFICE = (
    S.ASSIGNED,
    S.REPLIED,
    S.REWORK,
    S.CONCILIATION,
    S.TRACKING,
    S.JUDGED,
    S.CLOSED,
    S.ARCHIVED,
)
HANDLED = (S.ACCEPTED, *WITH_OFFICE)
REPLIED = tuple(status for status in WITH_OFFICE if status != S.ASSIGNED)
CLOSED = (S.CLOSED, S.ARCHIVED)
UNDER_REVIEW = (S.SUBMITTED, S.PRESIDIUM)
# What the deputy sent back is not solved, whatever the answer's letter.
SENT_BACK = (S.REWORK, S.CONCILIATION)
ANSWERING = (Assignment.Role.LEAD, Assignment.Role.SEPARATE)


@dataclass(frozen=True)
class Yardstick:
    """What a place counts by on a day; from the rulebook.

    solved: result classes that count as 办成. basically: whether 基本满意 counts as
    满意. min_n: below this number of items a rate says little.
    letters: result class → letter used here.
    """

    on: date
    solved: frozenset[str]
    basically: bool
    min_n: int
    letters: dict[str, str]


def yardstick(body, on: date) -> Yardstick:
    """The yardstick of `body` on a day."""
    letters = rule(LETTERS_KEY, body, on).value
    solved = {name for name, entry in letters.items() if entry["counts_as_solved"]}
    if rule("suggestion.partial_counts_as_solved", body, on).value:
        solved.add("partial")
    return Yardstick(
        on=on,
        solved=frozenset(solved),
        basically=rule("suggestion.basically_counts_as_satisfied", body, on).value,
        min_n=rule("suggestion.rate_min_n", body, on).value,
        letters={name: entry["letter"] for name, entry in letters.items()},
    )


Measure = Callable[[Yardstick], Q]


def _has_times(yard: Yardstick) -> Q:
    """Its days are known; old papers often do not tell them."""
    known = Assignment.objects.filter(
        matter=OuterRef("pk"),
        role__in=ANSWERING,
        due_on__isnull=False,
        answered_on__isnull=False,
    )
    return Q(is_historical=False) | Q(Exists(known))


def _overdue(yard: Yardstick) -> Q:
    """Not answered, and the day has passed."""
    on_paper = Assignment.objects.filter(
        matter=OuterRef("pk"), role__in=ANSWERING, answered_on__isnull=True, due_on__lt=yard.on
    ).exclude(status=Assignment.Status.TAKEN_BACK)
    late = Q(due_on__lt=yard.on) | (Q(is_historical=True) & Q(Exists(on_paper)))
    return Q(status=S.ASSIGNED) & late


def _replied(yard: Yardstick) -> Q:
    return Q(status__in=REPLIED)


def _satisfied(yard: Yardstick) -> Q:
    grades = ["satisfied", "basically"] if yard.basically else ["satisfied"]
    return Q(status__in=REPLIED, satisfaction__in=grades)


def _judged(yard: Yardstick) -> Q:
    return Q(status__in=REPLIED) & ~Q(satisfaction="")


MEASURES: dict[str, Measure] = {
    # Papers received; parts of a split one are not papers of their own.
    "received": lambda yard: (
        ~Q(status__in=UNSUBMITTED)
        & Q(split_from__isnull=True)
        & ~Q(status=S.WITHDRAWN, submitted_on__isnull=True, is_historical=False)
    ),
    # What stands: merged ones count once, split ones as their parts.
    "total": lambda yard: Q(status__in=(*UNDER_REVIEW, *HANDLED)),
    "under_review": lambda yard: Q(status__in=UNDER_REVIEW),
    "accepted": lambda yard: Q(status__in=(*HANDLED, S.MERGED)),
    "handled": lambda yard: Q(status__in=HANDLED),
    "merged": lambda yard: Q(status=S.MERGED),
    "split": lambda yard: Q(status=S.SPLIT),
    "split_parts": lambda yard: Q(status__in=(*UNDER_REVIEW, *HANDLED), split_from__isnull=False),
    "returned": lambda yard: Q(status=S.RETURNED),
    "refused": lambda yard: Q(status=S.REFUSED),
    "withdrawn": lambda yard: Q(status=S.WITHDRAWN, submitted_on__isnull=False),
    "assigned": lambda yard: Q(status__in=WITH_OFFICE),
    "replied": _replied,
    "pending": lambda yard: Q(status=S.ASSIGNED),
    "overdue": _overdue,
    "not_yet_due": lambda yard: Q(status=S.ASSIGNED) & ~_overdue(yard),
    "late": lambda yard: _replied(yard) & Q(is_answered_late=True),
    "due": lambda yard: (_replied(yard) & _has_times(yard)) | _overdue(yard),
    "on_time": lambda yard: _replied(yard) & _has_times(yard) & Q(is_answered_late=False),
    "extended": lambda yard: (
        Q(status__in=WITH_OFFICE)
        & Q(Exists(Assignment.objects.filter(matter=OuterRef("pk"), extensions__decision="agreed")))
    ),
    "contacted": lambda yard: Q(status__in=WITH_OFFICE, is_contacted=True),
    "met": lambda yard: Q(status__in=WITH_OFFICE) & (Q(is_met_face=True) | Q(is_met_online=True)),
    "met_face": lambda yard: Q(status__in=WITH_OFFICE, is_met_face=True),
    "met_online": lambda yard: Q(status__in=WITH_OFFICE, is_met_online=True),
    "closed": lambda yard: Q(status__in=CLOSED),
    "solved": lambda yard: (
        Q(status__in=[one for one in REPLIED if one not in SENT_BACK])
        & Q(result_class__in=yard.solved)
    ),
    "judged": _judged,
    "satisfied": _satisfied,
    "fully_satisfied": lambda yard: Q(status__in=REPLIED, satisfaction="satisfied"),
    "basically_satisfied": lambda yard: Q(status__in=REPLIED, satisfaction="basically"),
    "dissatisfied": lambda yard: Q(status__in=REPLIED, satisfaction="dissatisfied"),
    # Closed without a word although reminded: out of the denominator (重庆 art. 29).
    "should_judge": lambda yard: _judged(yard) | Q(status=S.REPLIED),
    "silent": lambda yard: Q(
        status__in=[one for one in REPLIED if one != S.REPLIED],
        satisfaction="",
        is_historical=False,
    ),
    "reworked": lambda yard: Q(status__in=REPLIED, rework_count__gt=0),
    "key": lambda yard: Q(status__in=HANDLED, is_key=True),
    "confidential": lambda yard: Q(status__in=HANDLED, is_confidential=True),
    "historical": lambda yard: Q(status__in=HANDLED, is_historical=True),
}

# What a tally of a whole county leaves out: it asks another table for each item.
ASKS_ELSEWHERE = {"extended"}

# On promises; each counts for itself, whatever the number in one answer.
PROMISE_MEASURES: dict[str, Measure] = {
    "promises": lambda yard: Q(),
    "promises_due": lambda yard: ~Q(state=Promise.State.OPEN) | Q(due_on__lt=yard.on),
    "promises_kept": lambda yard: Q(state__in=[Promise.State.KEPT, Promise.State.CONFIRMED]),
    "promises_explained": lambda yard: Q(state=Promise.State.EXPLAINED),
    "promises_overdue": lambda yard: Q(state=Promise.State.OPEN, due_on__lt=yard.on),
    "promises_open": lambda yard: Q(state=Promise.State.OPEN, due_on__gte=yard.on),
}

LABELS = {
    "received": _("收到"),
    "total": _("件数"),
    "under_review": _("待审查"),
    "accepted": _("受理（含并案）"),
    "handled": _("应办"),
    "merged": _("并案"),
    "split": _("已分案"),
    "split_parts": _("分案所得"),
    "returned": _("退回修改"),
    "refused": _("不作为建议"),
    "withdrawn": _("撤回"),
    "assigned": _("已交办"),
    "replied": _("已答复"),
    "pending": _("待答复"),
    "overdue": _("超期未答复"),
    "not_yet_due": _("未到期"),
    "late": _("超期答复"),
    "due": _("应答复（已答复和已到期）"),
    "on_time": _("期限内答复（含批准延期）"),
    "extended": _("批准延期"),
    "contacted": _("已联系代表"),
    "met": _("已面商"),
    "met_face": _("当面面商"),
    "met_online": _("视频面商"),
    "closed": _("已办结"),
    "solved": _("已办成"),
    "judged": _("已反馈"),
    "satisfied": _("满意（按本地口径）"),
    "fully_satisfied": _("满意"),
    "basically_satisfied": _("基本满意"),
    "dissatisfied": _("不满意"),
    "should_judge": _("应反馈"),
    "silent": _("催后未反馈"),
    "reworked": _("重新办理"),
    "key": _("重点督办"),
    "confidential": _("保密"),
    "historical": _("历史补录"),
    "promises": _("承诺事项"),
    "promises_due": _("已到期承诺"),
    "promises_kept": _("已兑现承诺"),
    "promises_explained": _("未兑现已说明"),
    "promises_overdue": _("到期未兑现"),
    "promises_open": _("兑现中"),
}


@dataclass(frozen=True)
class RateKind:
    """A rate: its key, its Chinese name, the two measures, and how it is understood."""

    key: str
    label: object
    numerator: str
    denominator: str
    meaning: object

    @property
    def is_of_promises(self) -> bool:
        return self.numerator in PROMISE_MEASURES


RATES = [
    RateKind("handover", _("交办率"), "assigned", "handled", _("已交办 ÷ 受理后应办")),
    RateKind(
        "on_time",
        _("按期答复率"),
        "on_time",
        "due",
        _("期限内答复（含批准延期）÷ 已答复和到期应答复；未到期的不计"),
    ),
    RateKind("reply", _("答复率"), "replied", "assigned", _("已书面答复 ÷ 已交办")),
    RateKind("contact", _("联系率"), "contacted", "assigned", _("有联系记录的件 ÷ 已交办")),
    RateKind("meeting", _("面商率"), "met", "assigned", _("有面商记录的件 ÷ 已交办")),
    RateKind("meeting_face", _("当面面商率"), "met_face", "assigned", _("当面面商的件 ÷ 已交办")),
    RateKind(
        "meeting_online", _("视频面商率"), "met_online", "assigned", _("视频面商的件 ÷ 已交办")
    ),
    RateKind("closing", _("办结率"), "closed", "assigned", _("验收办结的件 ÷ 已交办")),
    RateKind("solving", _("办成率"), "solved", "assigned", _("问题已解决的件 ÷ 已交办")),
    RateKind(
        "satisfaction",
        _("满意率"),
        "satisfied",
        "judged",
        _("满意和基本满意（按本地口径）÷ 已反馈"),
    ),
    RateKind(
        "full_satisfaction",
        _("满意率（不含基本满意）"),
        "fully_satisfied",
        "judged",
        _("满意 ÷ 已反馈"),
    ),
    RateKind(
        "feedback", _("反馈率"), "judged", "should_judge", _("已反馈 ÷ 应反馈；催后仍未反馈的不计")
    ),
    RateKind(
        "promise",
        _("落实率"),
        "promises_kept",
        "promises_due",
        _("已兑现承诺 ÷ 已到期承诺（含提前兑现和已说明的）"),
    ),
    RateKind("rework", _("重办率"), "reworked", "replied", _("重新办理过的件 ÷ 已答复")),
]
RATES_BY_KEY = {kind.key: kind for kind in RATES}

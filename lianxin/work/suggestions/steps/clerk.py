"""The congress office's buttons: which step is open in which status, and to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import (
    Assignment,
    Extension,
    LookBack,
    Matter,
    Promise,
    Proposer,
)
from lianxin.engines.matters.permissions import Permission as Matters
from lianxin.foundation.people.permissions import may
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.steps import Step

S = Matter.Status
IN_HAND = frozenset({S.ASSIGNED, S.REWORK})
# From acceptance to closing: what may still be pressed, named key, shown or not.
UNDER_WAY = frozenset(
    {S.ACCEPTED, S.ASSIGNED, S.REPLIED, S.REWORK, S.CONCILIATION, S.TRACKING, S.JUDGED}
)
UNWRITTEN = frozenset({S.DRAFT, S.COSIGNING, S.RETURNED})
OWED = frozenset({Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED})


def _always(suggestion, assignments) -> bool:
    return True


def _someone_owes(suggestion, assignments) -> bool:
    return suggestion.status == S.TRACKING or any(item.status in OWED for item in assignments)


def _is_answered(suggestion, assignments) -> bool:
    return any(
        item.status == Assignment.Status.ANSWERED and item.role != Assignment.Role.ASSIST
        for item in assignments
    )


def _has_kept_promise(suggestion, assignments) -> bool:
    return Promise.objects.filter(
        reply__assignment__matter=suggestion, state=Promise.State.KEPT
    ).exists()


def _is_drawn(suggestion, assignments) -> bool:
    return LookBack.objects.filter(matter=suggestion, finding=LookBack.Finding.DRAWN).exists()


def _has_invited(suggestion, assignments) -> bool:
    return suggestion.proposers.filter(state=Proposer.State.INVITED).exists()


@dataclass(frozen=True)
class Way:
    """One step of the congress office.

    name: also of its address, which takes the suggestion's id.
    main_in: statuses in which it is what the page is mainly for.
    when: asked last, with the suggestion and its active assignments.
    """

    name: str
    label: Any
    permission: str
    statuses: frozenset[str]
    main_in: frozenset[str] = frozenset()
    is_grave: bool = False
    when: Callable = _always


def _way(name, label, permission, *statuses, main=False, **options) -> Way:
    open_in = frozenset(statuses)
    return Way(name, label, permission, open_in, open_in if main else frozenset(), **options)


WAYS = {
    way.name: way
    for way in (
        _way("accept", gettext_lazy("受理并编号"), Permission.REVIEW, S.SUBMITTED, main=True),
        _way(
            "put_on_agenda",
            gettext_lazy("列入大会议程"),
            Permission.DECIDE_MOTION,
            S.PRESIDIUM,
            main=True,
        ),
        _way("convert_motion", gettext_lazy("转为建议"), Permission.DECIDE_MOTION, S.PRESIDIUM),
        _way("hand_over", gettext_lazy("交办"), Matters.ASSIGN, S.ACCEPTED, main=True),
        _way(
            "conciliate",
            gettext_lazy("登记协调评估"),
            Matters.CLOSE,
            S.CONCILIATION,
            main=True,
        ),
        _way("close", gettext_lazy("办结"), Matters.CLOSE, S.JUDGED, main=True),
        _way("archive", gettext_lazy("归档"), Matters.CLOSE, S.CLOSED, main=True),
        _way(
            "finish_look_back",
            gettext_lazy("登记回头看结果"),
            Matters.CLOSE,
            S.CLOSED,
            S.ARCHIVED,
            when=_is_drawn,
        ),
        _way("bundle", gettext_lazy("归档卷"), Matters.CLOSE, S.CLOSED, S.ARCHIVED),
        _way("call_back", gettext_lazy("登记回访"), Permission.REVIEW, S.SUBMITTED, S.ACCEPTED),
        _way("return_for_correction", gettext_lazy("退回修改"), Permission.REVIEW, S.SUBMITTED),
        _way("merge", gettext_lazy("并案"), Permission.REVIEW, S.SUBMITTED, S.ACCEPTED),
        _way("split", gettext_lazy("分案"), Permission.REVIEW, S.SUBMITTED, S.ACCEPTED),
        _way("give_number", gettext_lazy("编号"), Permission.REVIEW, S.ACCEPTED, S.ON_AGENDA),
        _way(
            "remind",
            gettext_lazy("催办"),
            Matters.FOLLOW,
            *IN_HAND,
            S.TRACKING,
            when=_someone_owes,
        ),
        Way(
            "judge_for",
            gettext_lazy("代录代表评价"),
            Matters.JUDGE_FOR,
            frozenset({S.ASSIGNED, S.REPLIED, S.TRACKING, S.JUDGED, S.REWORK}),
            main_in=frozenset({S.REPLIED}),
            when=_is_answered,
        ),
        _way(
            "judge_promise_for",
            gettext_lazy("代录承诺再评价"),
            Matters.JUDGE_FOR,
            S.TRACKING,
            S.REPLIED,
            S.JUDGED,
            when=_has_kept_promise,
        ),
        _way("remind_deputies", gettext_lazy("提醒代表评价"), Matters.FOLLOW, S.REPLIED),
        _way("close_without_feedback", gettext_lazy("按未反馈处理"), Matters.CLOSE, S.REPLIED),
        _way(
            "add_offices",
            gettext_lazy("增加承办单位"),
            Matters.ASSIGN,
            *IN_HAND,
        ),
        _way("supervise", gettext_lazy("登记督办"), Matters.FOLLOW, *UNDER_WAY),
        _way("set_key", gettext_lazy("重点督办"), Matters.CLOSE, *UNDER_WAY),
        _way(
            "publicity",
            gettext_lazy("是否公开"),
            Matters.CLOSE,
            *UNDER_WAY,
            S.CLOSED,
            S.ARCHIVED,
        ),
        _way(
            "confirm_cosigner",
            gettext_lazy("登记纸面联名"),
            Permission.WRITE_FOR,
            *UNWRITTEN,
            when=_has_invited,
        ),
        _way(
            "refuse",
            gettext_lazy("不作为建议"),
            Permission.REVIEW,
            S.SUBMITTED,
            is_grave=True,
        ),
    )
}


def steps(user, suggestion, assignments) -> list[Step]:
    """What `user` may do now for the congress office, the main steps first."""
    found = _of_offices(user, suggestion, assignments)
    allowed: dict[str, bool] = {}
    for way in WAYS.values():
        if suggestion.status not in way.statuses:
            continue
        if way.permission not in allowed:
            allowed[way.permission] = may(user, way.permission, suggestion)
        if allowed[way.permission] and way.when(suggestion, assignments):
            found.append(
                Step(
                    way.name,
                    str(way.label),
                    reverse(f"suggestions:{way.name}", args=[suggestion.pk]),
                    is_main=suggestion.status in way.main_in,
                    is_grave=way.is_grave,
                )
            )
    return found


def _of_offices(user, suggestion, assignments) -> list[Step]:
    """Steps on one office's assignment: its return, its extension, taking it back."""
    if suggestion.status not in IN_HAND or not may(user, Matters.ASSIGN, suggestion):
        return []
    asking = set(
        Extension.objects.filter(
            assignment__in=assignments, decision=Extension.Decision.PENDING
        ).values_list("assignment_id", flat=True)
    )
    found = []
    for item in assignments:
        office = {"office": item.office}
        if item.status == Assignment.Status.RETURN_ASKED:
            words = _("审核%(office)s的退办申请") % office
            found.append(_step("decide_return", words, item, is_main=True))
        if item.pk in asking:
            words = _("审批%(office)s的延期申请") % office
            found.append(_step("decide_extension", words, item, is_main=True))
        if item.status in OWED:
            found.append(_step("take_back", _("从%(office)s收回改派") % office, item))
    return found


def _step(name, words, assignment, **options) -> Step:
    return Step(name, words, reverse(f"suggestions:{name}", args=[assignment.pk]), **options)

"""Which buttons someone sees on a message: only steps that would be allowed now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Matter
from lianxin.foundation.people.permissions import may
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.permissions import Permission as Can

S = Matter.Status
Route = VoterMessage.Route
# Nobody has it in hand: whoever received it decides.
OPEN = frozenset({S.SUBMITTED, S.ACCEPTED, S.REWORK})
IN_HAND = frozenset({S.ASSIGNED, S.REWORK})
OVER = frozenset({S.MERGED, S.REFUSED, S.WITHDRAWN})


@dataclass(frozen=True)
class Step:
    """One button: its words, its address, and whether it is the page's main one.

    is_rare: folded away under 其他操作.
    """

    name: str
    label: Any
    url: str
    is_main: bool = False
    is_grave: bool = False
    is_rare: bool = False


def _with_receiver(message, assignments) -> bool:
    if message.status == S.CONCILIATION:
        return True
    held = any(item.role != Assignment.Role.ASSIST for item in assignments)
    if message.route == Route.SUGGESTION and message.status != S.REWORK:
        return False
    return message.status in OPEN and not held


def _answerable(message, assignments) -> bool:
    return _with_receiver(message, assignments) or (
        message.route == Route.VILLAGE and message.status in IN_HAND
    )


def _takes_back(message, assignments) -> bool:
    open_ones = {Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED}
    return message.status in IN_HAND and any(one.status in open_ones for one in assignments)


def _return_asked(message, assignments) -> bool:
    return any(one.status == Assignment.Status.RETURN_ASKED for one in assignments)


def _is_new(message, assignments) -> bool:
    return message.status in {S.SUBMITTED, S.ACCEPTED} and _with_receiver(message, assignments)


def _going_up(message, assignments) -> bool:
    return (
        message.body.parent_id is not None
        and message.route != Route.HIGHER
        and _with_receiver(message, assignments)
    )


def _releasable(message, assignments) -> bool:
    return (
        message.publicity != Matter.Publicity.PUBLIC
        and not message.is_confidential
        and not message.is_hidden
        and message.status not in {S.REFUSED, S.WITHDRAWN}
    )


def _gradable(message, assignments) -> bool:
    return message.status in {S.REPLIED, S.CLOSED} and message.voter_satisfaction != "dissatisfied"


@dataclass(frozen=True)
class Way:
    """One step: its name is also that of its address, which takes the message's id.

    when: asked with the message and its active assignments.
    """

    name: str
    label: Any
    permission: str
    when: Callable[[Any, Any], bool]
    main_when: Callable[[Any, Any], bool] | None = None
    is_grave: bool = False


WAYS = (
    Way("decide_return", _("审核退回"), Can.HANDLE, _return_asked, _return_asked),
    Way("answer", _("答复选民"), Can.HANDLE, _answerable, _with_receiver),
    Way("conciliate", _("登记协调结果"), Can.CONCILIATE, lambda m, a: m.status == S.CONCILIATION),
    Way("hand_to_village", _("交村（社区）"), Can.HANDLE, _with_receiver),
    Way("hand_to_office", _("交承办单位"), Can.HANDLE, _with_receiver),
    Way("turn", _("转为代表建议"), Can.HANDLE, _with_receiver),
    Way("pass_up", _("请上级代表反映"), Can.HANDLE, _going_up),
    Way("merge", _("与同样的留言合并"), Can.HANDLE, _is_new),
    Way("take_back", _("收回另办"), Can.HANDLE, _takes_back),
    Way("grade", _("代录选民评价"), Can.HANDLE, _gradable),
    Way("set_topic", _("定类别"), Can.HANDLE, lambda m, a: m.status not in OVER),
    Way("publish", _("公开"), Can.MODERATE, _releasable),
    Way(
        "withhold",
        _("不公开"),
        Can.MODERATE,
        lambda m, a: m.publicity != Matter.Publicity.WITHHELD and m.status != S.REFUSED,
    ),
    Way("refuse", _("告知不受理"), Can.HANDLE, _is_new, is_grave=True),
    Way("hide", _("屏蔽"), Can.MODERATE, lambda m, a: not m.is_hidden, is_grave=True),
    Way("show", _("取消屏蔽"), Can.MODERATE, lambda m, a: m.is_hidden),
)
# What most messages never need; the page folds these away.
RARE = frozenset({"merge", "set_topic", "publish", "withhold", "refuse", "hide", "show"})


def steps_for(user, message, assignments) -> list[Step]:
    """All steps `user` may take now, the main one first.

    assignments: the message's active assignments, read once by the page.
    """
    allowed = {name: may(user, name, message) for name in {way.permission for way in WAYS}}
    found = [
        Step(
            way.name,
            way.label,
            reverse(f"voices:{way.name}", args=[message.pk]),
            is_main=bool(way.main_when and way.main_when(message, assignments)),
            is_grave=way.is_grave,
            is_rare=way.name in RARE,
        )
        for way in WAYS
        if allowed[way.permission] and way.when(message, assignments)
    ]
    offices = user.office_ids()
    for one in assignments:
        works = {Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED}
        if one.office_id in offices and one.status in works:
            url = reverse("voices:office", args=[one.pk])
            found.append(Step("office", _("办理"), url, is_main=True))
    return sorted(found, key=lambda step: not step.is_main)


def is_open(user, message, name: str) -> bool:
    """Whether the step of this name is offered now; its page says why where it is not."""
    active = list(message.assignments.active())
    return any(step.name == name for step in steps_for(user, message, active))

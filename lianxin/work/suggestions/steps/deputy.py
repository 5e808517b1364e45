"""Buttons of the deputies, and of those who write for them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter, Proposer
from lianxin.engines.matters.workflow import MOVES
from lianxin.foundation.people.permissions import may
from lianxin.work.suggestions import mine
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.steps import Step

S = Matter.Status
UNSUBMITTED = {S.DRAFT, S.COSIGNING}
EDITABLE = {S.DRAFT, S.COSIGNING, S.RETURNED}


def steps(user, suggestion, assignments) -> list[Step]:
    """Steps of the proposers; a clerk's or liaison's for them (代录) among these."""
    found: list[Step] = []
    if suggestion.status in EDITABLE:
        found += _writing(user, suggestion)
    followed = suggestion.merged_into or suggestion
    if followed.status in mine.OPEN_FOR_JUDGEMENT:
        found += _judging(user, followed)
    withdrawable, _target = MOVES["withdraw"]
    may_withdraw = suggestion.status in withdrawable and suggestion.status not in UNSUBMITTED
    if may_withdraw and may(user, Permission.EDIT, suggestion):
        # A clerk's "撤回" would be read as taking the matter back from an office.
        label = _("撤回") if user.person_id else _("登记代表撤回")
        found.append(_step("withdraw", label, suggestion, is_grave=True))
    return found


def _writing(user, suggestion) -> list[Step]:
    found = []
    if may(user, Permission.EDIT, suggestion):
        found.append(_step("edit", _("修改"), suggestion))
        found.append(_step("submission", _("核对并提交"), suggestion, is_main=True))
        found.append(_step("cosigners", _("联名代表"), suggestion))
    if user.person_id:
        invited = suggestion.proposers.filter(
            person_id=user.person_id, is_lead=False, state=Proposer.State.INVITED
        )
        if invited.exists():
            found.append(_step("cosigning", _("确认联名"), suggestion, is_main=True))
    return found


def _judging(user, followed) -> list[Step]:
    if not user.person_id:
        return []
    person, found = user.person_id, []
    is_judge = mine.is_judge_of(person, followed.pk)
    for reply in mine.replies_to_judge(person, [followed.pk]).filter(is_judge):
        label = _("评价%s的答复") % reply.assignment.office
        found.append(_step("judge", label, reply, is_main=True))
    if followed.status in mine.OPEN_FOR_PROMISES:
        for promise in mine.promises_to_judge(person, [followed.pk]).filter(is_judge):
            found.append(_step("judge_promise", _("再评价承诺"), promise, is_main=True))
    return found


def _step(name, label, record, **more) -> Step:
    return Step(name, label, reverse(f"suggestions:{name}", args=[record.pk]), **more)

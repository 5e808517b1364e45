"""A deputy's desk: invitations, corrections, answers to judge, drafts."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness, lateness
from lianxin.engines.matters.models import Matter, Proposer
from lianxin.faces.desk.duties import Count, Duty, Part
from lianxin.work.suggestions import mine

S = Matter.Status


def parts(account, today: date) -> list[Part]:
    if account.person_id is None:
        return []
    rows = mine.rows_of(account.person)
    may_write = bool(mine.bodies_to_write_to(account))
    if not rows and not may_write:
        return []
    page = reverse("suggestions:mine")
    in_hand = sum(not row.button and not row.is_ended for row in rows)
    ended = sum(not row.button and row.is_ended for row in rows)
    links = [(_("写建议"), reverse("suggestions:write"))] if may_write else []
    return [
        Part(
            _("我的建议"),
            duties=[_duty(row, today) for row in rows if row.button],
            counts=[
                Count(_("等我办理"), sum(bool(row.button) for row in rows), f"{page}#waiting"),
                Count(_("正在办理"), in_hand, f"{page}#in-hand"),
                Count(_("已经办完"), ended, f"{page}#ended"),
            ],
            links=[*links, (_("我的建议"), page)],
        )
    ]


def _duty(row, today) -> Duty:
    due_on = row.followed.due_on if row.followed.status == S.REPLIED else None
    return Duty(
        f"matter-{row.followed.pk}",
        row.matter.title,
        _why(row),
        row.button,
        row.url,
        due_on,
        _lateness(due_on, today),
    )


def _lateness(due_on, today) -> Lateness:
    """A deputy is never told off: the day has passed, his word still counts."""
    state = lateness(due_on, today, waiting_for="deputy")
    if state.is_late:
        return Lateness(Grade.SOON, state.days, _("期限已过，仍可以评价"))
    return Lateness(state.grade, state.days, state.words)


def _why(row) -> str:
    if row.proposer.state == Proposer.State.INVITED:
        lead = next((one for one in row.matter.proposers.all() if one.is_lead), None)
        return _("%s代表邀请您联名") % lead.person.name if lead else _("邀请您联名")
    if row.matter.status == S.RETURNED:
        return _("退回修改")
    if row.matter.status in {S.DRAFT, S.COSIGNING}:
        return row.next_step
    if row.followed.status == S.TRACKING:
        return _("承诺的事说已办好，请您再评价")
    return _("承办单位已答复，请您评价")

"""Review (复查) and re-examination (复核) of the written answer."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.workflow.moves import save_or_refuse
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.petitions import clocks
from lianxin.work.petitions.models import Clock, Review
from lianxin.work.petitions.workflow.moves import S, managed, move, need_status, note, refresh

P = clocks.Purpose
Stage, Finding = Review.Stage, Review.Finding
ANSWERED = (S.REPLIED, S.CLOSED, S.ARCHIVED)
# Stage: time the petitioner has to ask, time the organ has to answer.
CLOCKS = {
    Stage.REVIEW: (P.REVIEW_REQUEST, P.REVIEW),
    Stage.REEXAMINATION: (P.REEXAMINATION_REQUEST, P.REEXAMINATION),
}


class TooLate(Refused):
    """The petitioner asked after the thirty days were over."""


@transaction.atomic
def ask_review(petition, *, organ: str, asked_on: date, reason: str, by, today: date) -> Review:
    """Write down that the petitioner asks for a review, or after one for a re-examination.

    organ: the next higher organ, which answers within 30 days of `asked_on`.
    Raises TooLate after the petitioner's 30 days, Refused where nothing is
    left to ask: after the re-examination the same facts are not taken up again.
    Source: 信访工作条例 (2022), arts. 35, 36.
    """
    managed(petition, by)
    need_status(petition, *ANSWERED)
    opinion = petition.opinions.order_by("pk").last()
    if opinion is None:
        raise Refused(_("本件没有书面处理意见，不能提出复查。"))
    stage = _next_stage(opinion)
    asking, answering = CLOCKS[Stage(stage)]
    clock = clocks.running(petition, asking).first()
    if clock is None:
        raise Refused(_("本件不属于可以请求复查、复核的申诉求决类事项。"))
    if asked_on > today or asked_on < clock.started_on:
        raise Refused(_("收到请求的日期应当在送达日期和今天之间。请改正。"))
    if asked_on > clock.due_on:
        raise TooLate(
            _("信访人应当在 %(day)s 前提出，现已逾期。请向信访人说明。") % {"day": clock.due_on},
            article=clock.article,
        )
    review = save_or_refuse(
        Review(
            petition=petition,
            opinion=opinion,
            stage=stage,
            organ=organ.strip(),
            asked_on=asked_on,
            reason=reason,
        )
    )
    clocks.meet(petition, asking, asked_on)
    clocks.start(petition, answering, asked_on)
    refresh(petition)
    note(
        petition,
        by,
        "ask_review",
        _("信访人请求%(stage)s，由%(organ)s办理")
        % {"stage": review.get_stage_display(), "organ": review.organ},
    )
    return review


def _next_stage(opinion) -> str:
    found = {one.stage: one for one in opinion.reviews.all()}
    if Stage.REEXAMINATION in found:
        raise Refused(
            _("本件已经复核，信访人仍以同一事实和理由提出的，不再受理。"),
            article=_("信访工作条例第三十六条第三款"),
        )
    if Stage.REVIEW not in found:
        return Stage.REVIEW
    if found[Stage.REVIEW].finding != Finding.UPHELD:
        raise Refused(_("复查还没有维持原意见的结论，不能请求复核。"))
    return Stage.REEXAMINATION


@transaction.atomic
def decide_review(
    review,
    *,
    finding: str,
    text: str,
    delivered_on: date,
    by,
    today: date,
    hearing_days: int = 0,
) -> None:
    """Write down what the higher organ found; a changed opinion is handled anew.

    hearing_days: days a hearing took, which are not counted (art. 36 para. 2).
    """
    petition = review.petition
    managed(petition, by)
    if finding not in (Finding.UPHELD, Finding.CHANGED) or not text.strip():
        raise Refused(_("请选择结论，并写明意见。"))
    if delivered_on > today or delivered_on < review.asked_on:
        raise Refused(_("送达日期应当在收到请求的日期和今天之间。请改正。"))
    changed = Review.objects.filter(pk=review.pk, decided_on__isnull=True).update(
        finding=finding,
        text=text,
        decided_on=delivered_on,
        delivered_on=delivered_on,
        hearing_days=hearing_days,
    )
    if not changed:
        raise WrongStatus(_("这次复查、复核已有人登记结论。请刷新页面。"))
    review.refresh_from_db()
    _asking, answering = CLOCKS[Stage(review.stage)]
    if hearing_days:
        for clock in clocks.running(petition, answering):
            Clock.objects.filter(pk=clock.pk).update(
                due_on=clock.due_on + timedelta(days=hearing_days)
            )
    clocks.meet(petition, answering, delivered_on)
    if finding == Finding.CHANGED:
        move(petition, "reopen")
        Matter.objects.filter(pk=petition.pk).update(closed_on=None, archived_on=None)
        petition.closed_on = petition.archived_on = None
        if petition.needs_opinion:
            clocks.start(petition, P.FINISH, today)
    elif review.stage == Stage.REVIEW:
        clocks.start(petition, P.REEXAMINATION_REQUEST, delivered_on)
    refresh(petition)
    words = _("%(stage)s意见：%(finding)s") % {
        "stage": review.get_stage_display(),
        "finding": review.get_finding_display(),
    }
    note(petition, by, "decide_review", words)

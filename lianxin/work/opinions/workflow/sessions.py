"""Sessions: planned, held with numbers, opinions one by one, closed with a report."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.saving import locked, need_words, save
from lianxin.work.opinions.models import Session, SessionOpinion
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.workflow.common import note
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

State = Session.State


@transaction.atomic
def plan(session: Session, *, guests: Sequence = (), by, today: date) -> Session:
    """Plan a session, or change one that was not held yet. guests: Offices invited."""
    require(by, Permission.HOLD_SESSION, session)
    is_new = session.pk is None
    if not is_new:
        _must_be(session, State.PLANNED)
    if is_new and session.on < today - timedelta(days=30):
        raise Refused(_("只能补登一个月以内的活动。请核对日期。"))
    save(session)
    session.guests.set(guests)
    note(
        by,
        "plan" if is_new else "change_session",
        session,
        _("安排%s") % session if is_new else _("修改安排：%s") % session,
        after={"on": session.on.isoformat(), "guests": [one.name for one in guests]},
    )
    return session


def _must_be(session: Session, *states: str) -> Session:
    row = locked(session)
    if row.state not in states:
        raise WrongStatus(_("这次活动%s，不能办理这一步。请刷新页面。") % row.get_state_display())
    return row


@transaction.atomic
def hold(session: Session, *, deputies: int, voters: int, officials: int, by, today: date) -> None:
    """It took place: how many deputies, voters and people of departments came."""
    require(by, Permission.HOLD_SESSION, session)
    _must_be(session, State.PLANNED, State.HELD)
    if today < session.on:
        raise Refused(_("还没到举行的日子，不能登记到会人数。改了日期的，请先修改安排。"))
    session.deputies, session.voters, session.officials = deputies, voters, officials
    session.state = State.HELD
    session.save(update_fields=["deputies", "voters", "officials", "state"])
    note(
        by,
        "hold",
        session,
        _("登记举行：代表 %(deputies)d 人，群众 %(voters)d 人，部门 %(officials)d 人")
        % {"deputies": deputies, "voters": voters, "officials": officials},
    )


@transaction.atomic
def record_opinion(
    session: Session,
    *,
    text: str,
    by,
    today: date,
    speaker: str = "",
    village=None,
    answer: str = "",
    answered_by=None,
    office=None,
    due_on: date | None = None,
    post_key: str = "",
) -> SessionOpinion:
    """Write down one opinion.

    answer, answered_by: what an Office (or the hosts) said at once. Otherwise it stays
    open until `due_on` (the rulebook's `session.answer` unless said), handed to `office`
    where one is named. post_key: the same form sent twice is kept once.
    Raises Refused, with what to do.
    """
    require(by, Permission.HOLD_SESSION, session)
    _must_be(session, State.HELD)
    text = need_words(text, _("请写下这条意见，一条一记。"))
    answer = answer.strip()
    if answer and office is not None:
        raise Refused(_("写了当场答复，又选了交办单位。当场答复了的不用交办，请只留一样。"))
    if due_on is not None and due_on < session.on:
        raise Refused(_("答复期限不能早于活动日期。请改一个日期。"))
    posted = voices.post(
        body=session.body,
        text=text,
        channel=VoterMessage.Channel.SESSION,
        today=today,
        station=session.station,
        village=village,
        by=by,
        post_key=post_key,
    )
    if not posted.is_new:
        return SessionOpinion.objects.get(message=posted.message)
    days = rule("session.answer", session.body, today).value
    opinion = SessionOpinion.objects.create(
        session=session,
        message=posted.message,
        speaker=speaker.strip()[:60],
        due_on=None if answer else due_on or session.on + timedelta(days=days),
        recorded_by=by,
    )
    if answer:
        signed = str(answered_by) if answered_by else session.where
        voices.answer(posted.message, text=answer, by=by, today=today, signed=signed)
    elif office is not None:
        voices.hand_to_office(posted.message, office, by=by, today=today)
    note(
        by,
        "session_opinion",
        session,
        _("记录意见 %(number)s，%(how)s")
        % {
            "number": posted.message.number,
            "how": _("当场答复") if answer else _("%s前答复") % opinion.due_on,
        },
        about=opinion,
    )
    return opinion


@transaction.atomic
def close_session(session: Session, *, report: str, by, today: date) -> None:
    """All is answered; say how it was followed up. Refused while an opinion is open."""
    require(by, Permission.HOLD_SESSION, session)
    _must_be(session, State.HELD)
    report = need_words(report, _("请写明意见怎样办理、主席团怎样跟进。"))
    rows = session.opinions.select_related("message")
    if waiting := sum(one.is_open for one in rows):
        raise Refused(
            _("还有 %d 条意见没有答复，不能办结。请先答复或者交办，得到答复再办结。") % waiting
        )
    session.report, session.state = report, State.CLOSED
    session.save(update_fields=["report", "state"])
    note(by, "close_session", session, _("办结：%s") % session, after={"report": report})


@transaction.atomic
def call_off(session: Session, *, reason: str, by, today: date) -> None:
    """It does not take place."""
    require(by, Permission.HOLD_SESSION, session)
    reason = need_words(reason, _("请写明取消的原因。"), most=200)
    _must_be(session, State.PLANNED)
    session.state, session.reason = State.CANCELLED, reason
    session.save(update_fields=["state", "reason"])
    note(by, "call_off", session, _("取消：%s") % session, reason=reason)

"""The meeting: planned, opened, held with numbers, opinions, told and filed."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Office
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.saving import locked, need_words, save
from lianxin.work.appraisals import codes
from lianxin.work.appraisals.models import (
    Meeting,
    MeetingOpinion,
    PhoneCount,
    Subject,
    Ticket,
    Turnout,
)
from lianxin.work.appraisals.models.meetings import Raters
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.workflow.common import must_be, note
from lianxin.work.appraisals.workflow.scales import scale_for
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

State = Meeting.State
MOST_TICKETS = 500


@transaction.atomic
def plan_meeting(
    body,
    *,
    title: str,
    on: date,
    from_time: time,
    place: str,
    scale: str,
    raters: Sequence[str],
    by,
    today: date,
    subjects: Sequence[Subject] = (),
    offices: Sequence[Office] = (),
    base: str = Meeting.Base.PRESENT,
    members: int | None = None,
    uses_codes: bool = False,
) -> Meeting:
    """Plan a meeting.

    subjects: deputies of batches who report there; offices: stations or villages.
    scale: key of a shipped scale, or of the body's own or of one above it. raters: kinds
    of raters, counted apart.
    Raises Refused without an object or a rater, for a day long gone, and for a scale that
    is no longer in use.
    """
    chosen = scale_for(body, scale)
    meeting = Meeting(
        body=body,
        title=title.strip(),
        on=on,
        from_time=from_time,
        place=place.strip(),
        scale=scale,
        scale_words=f"{chosen.name}（{chosen.source}）" if chosen.source else str(chosen.name),
        grades=[str(one) for one in chosen.grades],
        rows=[str(one) for one in chosen.rows],
        good=chosen.good,
        verdict=chosen.verdict,
        base=base,
        members=members,
        edge_up=bool(rule("appraisal.edge_up", body, on).value),
        uses_codes=uses_codes,
        by=by,
    )
    require(by, Permission.PLAN, meeting)
    if not subjects and not offices:
        raise Refused(_("还没有选择述职对象。请至少选一位代表，或者一个单位。"))
    if not raters:
        raise Refused(_("请选择由谁参加测评：选民、代表、其他人员。"))
    if (today - on).days > 365:
        raise Refused(_("只能补登一年以内的会议。请核对日期。"))
    save(meeting)
    _invite(meeting, subjects, offices)
    Turnout.objects.bulk_create(
        Turnout(meeting=meeting, raters=one) for one in Raters.values if one in raters
    )
    note(
        by,
        "plan_meeting",
        meeting,
        _("安排%(meeting)s，述职对象 %(number)d 个")
        % {"meeting": meeting, "number": len(subjects) + len(offices)},
        after={"on": on.isoformat(), "scale": scale, "raters": list(raters)},
    )
    return meeting


def _invite(meeting: Meeting, subjects: Sequence[Subject], offices: Sequence[Office]) -> None:
    for one in subjects:
        row = locked(one)
        if row.body_id != meeting.body_id or row.meeting_id is not None:
            raise Refused(_("%s已经安排了别的会议，或者不属于本级。请刷新名单。") % one.name)
        one.meeting = meeting
        one.until = max(one.since, meeting.on)
        one.save(update_fields=["meeting", "until"])
    for office in offices:
        if office.body_id != meeting.body_id:
            raise Refused(_("%s不属于本级，不能在这次会议上述职。") % office.name)
        save(
            Subject(
                body=meeting.body,
                meeting=meeting,
                office=office,
                since=date(meeting.on.year, 1, 1),
                until=meeting.on,
            )
        )


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by) -> None:
    """Call it off before it is opened; deputies wait for another meeting."""
    require(by, Permission.PLAN, meeting)
    must_be(meeting, State.PLANNED)
    meeting.reason = need_words(reason, _("请写明取消的原因。"))[:200]
    meeting.state = State.CANCELLED
    meeting.save(update_fields=["state", "reason"])
    told = list(meeting.subjects.values_list("pk", flat=True))
    meeting.subjects.filter(batch__isnull=False).update(meeting=None)
    words = _("取消%s") % meeting
    note(by, "cancel", meeting, words, reason=meeting.reason, after={"subjects": told})


@transaction.atomic
def print_codes(meeting: Meeting, *, raters: str, number: int, by) -> list[str]:
    """So many one-time codes for one kind of raters, to be printed now and never again."""
    require(by, Permission.PLAN, meeting)
    must_be(meeting, State.PLANNED, State.RATING)
    if not meeting.uses_codes:
        raise Refused(_("这次会议没有用手机测评，不用测评码。"))
    if not meeting.turnouts.filter(raters=raters).exists():
        raise Refused(_("这次会议没有这一类参评人。请重新选择。"))
    if not 1 <= number <= MOST_TICKETS:
        raise Refused(_("一次可以打印 1 到 %d 个测评码。") % MOST_TICKETS)
    made: list[str] = []
    while len(made) < number:
        code = codes.new_code()
        if code not in made:
            made.append(code)
    Ticket.objects.bulk_create(
        Ticket(meeting=meeting, raters=raters, digest=codes.digest(meeting, one)) for one in made
    )
    note(
        by,
        "print_codes",
        meeting,
        _("打印%(raters)s测评码 %(number)d 个")
        % {"raters": Raters(raters).label, "number": number},
    )
    return made


@transaction.atomic
def open_rating(meeting: Meeting, *, by, today: date) -> None:
    """The meeting has begun: from now on codes are taken on phones."""
    require(by, Permission.PLAN, meeting)
    must_be(meeting, State.PLANNED)
    if today < meeting.on:
        raise Refused(_("还没到开会的日子，不能开始测评。改了日期的，请取消后重新安排。"))
    if meeting.uses_codes and not meeting.tickets.exists():
        raise Refused(_("用手机测评的，请先打印测评码。"))
    meeting.state = State.RATING
    meeting.save(update_fields=["state"])
    PhoneCount.objects.bulk_create(
        PhoneCount(subject=subject, raters=turnout.raters, row=row, grade=grade)
        for subject in meeting.subjects.all()
        for turnout in meeting.turnouts.all()
        for row in range(len(meeting.rows))
        for grade in range(len(meeting.grades) + 1)
        if meeting.uses_codes
    )
    note(by, "open_rating", meeting, _("%s开始测评") % meeting)


@transaction.atomic
def close_rating(
    meeting: Meeting,
    *,
    turnout: Mapping[str, tuple[int, int]],
    attended: int,
    by,
    today: date,
) -> None:
    """The ballots are in; no more codes are taken.

    turnout: for each kind of raters, how many came and how many ballots were given out,
    paper and codes together. attended: voters and others at the meeting, rating or not.
    Raises Refused where fewer were given out than came back by phone.
    """
    require(by, Permission.PLAN, meeting)
    must_be(meeting, State.PLANNED, State.RATING)
    if today < meeting.on:
        raise Refused(_("还没到开会的日子，不能收票。"))
    if meeting.uses_codes and locked(meeting).state == State.PLANNED:
        raise WrongStatus(_("用手机测评的，请先开始测评，再收票。"))
    for row in meeting.turnouts.all():
        present, issued = turnout.get(row.raters, (0, 0))
        name = row.get_raters_display()
        if issued > present:
            raise Refused(
                _("%(name)s发出 %(issued)d 张，比到会的 %(present)d 人多。请核对。")
                % {"name": name, "issued": issued, "present": present}
            )
        used = meeting.tickets.filter(raters=row.raters, is_used=True).count()
        if used > issued:
            raise Refused(
                _(
                    "%(name)s手机已投 %(used)d 票，比发出的 %(issued)d 张多。发出的张数应当包括测评码。"
                )
                % {"name": name, "used": used, "issued": issued}
            )
        row.present, row.issued = present, issued
        row.save(update_fields=["present", "issued"])
    if not sum(issued for _present, issued in turnout.values()):
        raise Refused(_("还没有写发出多少张票。请填写到会人数和发出张数。"))
    meeting.state, meeting.attended = State.CLOSED, attended
    meeting.save(update_fields=["state", "attended"])
    note(
        by,
        "close_rating",
        meeting,
        _("%(meeting)s收票：到会参评 %(present)d 人，发出 %(issued)d 张")
        % {
            "meeting": meeting,
            "present": sum(present for present, _issued in turnout.values()),
            "issued": sum(issued for _present, issued in turnout.values()),
        },
        after={key: list(value) for key, value in turnout.items()},
    )


@transaction.atomic
def record_opinion(
    meeting: Meeting, *, text: str, by, today: date, subject: Subject | None = None
) -> MeetingOpinion:
    """Write down what was said to those who reported; it is answered like any message."""
    require(by, Permission.PLAN, meeting)
    must_be(meeting, State.RATING, *Meeting.HELD)
    if subject is not None and subject.meeting_id != meeting.pk:
        raise Refused(_("这个述职对象不在这次会议上。请刷新页面。"))
    posted = voices.post(
        body=meeting.body,
        text=need_words(text, _("请写下这条意见，一条一记。")),
        channel=VoterMessage.Channel.SESSION,
        today=today,
        place=meeting.place,
        by=by,
    )
    opinion = MeetingOpinion.objects.create(
        meeting=meeting, subject=subject, message=posted.message
    )
    note(by, "record_opinion", meeting, _("记下述职会上的意见 %s") % posted.message.number)
    return opinion


@transaction.atomic
def feed_back(subject: Subject, *, words: str, by, today: date) -> None:
    """Tell the one rated: the counts and what was said; seen by the one rated from now on."""
    require(by, Permission.PLAN, subject)
    meeting = subject.meeting
    if meeting is None:
        raise WrongStatus(_("还没有开会测评，没有结果可以反馈。"))
    must_be(meeting, State.COUNTED)
    subject.feedback = need_words(words, _("请写明反馈的意见：肯定什么，要改进什么。"))
    subject.feedback_on = today
    subject.save(update_fields=["feedback", "feedback_on"])
    note(by, "feed_back", subject, _("向%s反馈述职测评结果") % subject.name)


@transaction.atomic
def publish(meeting: Meeting, *, is_public: bool, by) -> None:
    """Show the counts on the public page, or take them off again."""
    require(by, Permission.PLAN, meeting)
    must_be(meeting, *Meeting.TOLD)
    meeting.is_public = is_public
    meeting.save(update_fields=["is_public"])
    note(
        by,
        "publish" if is_public else "withdraw",
        meeting,
        (_("公开%s的测评结果") if is_public else _("撤下%s的测评结果")) % meeting,
    )


@transaction.atomic
def file(meeting: Meeting, *, by, today: date) -> None:
    """Nothing more is owed: all were told. Raises Refused naming who was not."""
    require(by, Permission.PLAN, meeting)
    must_be(meeting, State.COUNTED)
    untold = [one.name for one in meeting.subjects.for_list() if one.feedback_on is None]
    if untold:
        raise Refused(_("还没有向%s反馈结果。反馈以后才能归档。") % "、".join(untold[:8]))
    meeting.state, meeting.filed_on = State.FILED, today
    meeting.save(update_fields=["state", "filed_on"])
    note(by, "file", meeting, _("%s归档") % meeting)

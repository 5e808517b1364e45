"""Telling the public in time, and what happens when a day changes."""

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.rules import NoRule, due
from lianxin.work.receptions.models import Announcement, Duty, Reception
from lianxin.work.receptions.permissions import Permission
from lianxin.work.receptions.telling import tell_announced, tell_cancelled, tell_changed
from lianxin.work.receptions.workflow.common import locked, note, open_only, reason_of

SCOPE = _(
    "听取对本地各方面工作的意见、建议和批评。依法应当通过诉讼、仲裁、行政复议"
    "等途径解决的事项，请到有关机关办理，接待人员会告诉您去哪里。"
)


@transaction.atomic
def announce(receptions, *, scope: str, by, today) -> Announcement:
    """Publish the notice (接待日公告) of receptions at one place, with its paper.

    receptions: planned ones of one station or of one body's reception room.
    Raises Refused where one begins sooner than the rulebook's days of notice
    (`reception.notice`), was announced already, or has nobody on duty.
    """
    chosen = sorted(receptions, key=lambda one: (one.on, one.pk))
    if not chosen:
        raise Refused(_("请至少勾选一次接待。"))
    first = chosen[0]
    if len({(one.body_id, one.station_id) for one in chosen}) > 1:
        raise Refused(_("一份公告只写一个站点的接待。请按站点分别公告。"))
    scope = scope.strip()
    if not scope:
        raise Refused(_("请写明受理范围。"))
    require(by, Permission.ANNOUNCE, first)
    for one in chosen:
        locked(one)
        if one.state != Reception.State.PLANNED:
            raise Refused(
                _("%(day)s的接待已经公告、结束或者取消，不能再公告。请刷新页面后重新勾选。")
                % {"day": named(one.on)}
            )
        require_notice(one, today)
        _require_people(one)
    announcement = Announcement.objects.create(
        body=first.body, station=first.station, scope=scope, published_on=today, by=by
    )
    Reception.objects.filter(pk__in=[one.pk for one in chosen]).update(
        state=Reception.State.ANNOUNCED, announcement=announcement
    )
    for one in chosen:
        one.state, one.announcement = Reception.State.ANNOUNCED, announcement
    event = note(
        by,
        "announce",
        announcement,
        _("公告 %(number)d 次接待：%(where)s")
        % {"number": len(chosen), "where": announcement.where},
        after={"receptions": [one.pk for one in chosen]},
    )
    _issue(announcement, by, today)
    tell_announced(chosen, event)
    return announcement


def _require_people(reception: Reception) -> None:
    """Somebody is on duty, and nobody whose seat has ended or is suspended."""
    planned = reception.duties.filter(state=Duty.State.PLANNED)
    if not planned.exists():
        raise Refused(
            _("%(day)s的接待还没有安排值班人员。请先安排，再公告。") % {"day": named(reception.on)}
        )
    gone = planned.filter(seat__isnull=False).exclude(seat__state=Seat.State.IN_OFFICE).first()
    if gone is not None:
        raise Refused(
            _("%(day)s值班的%(name)s现在不能执行代表职务。请先为他请假、另请一位，再公告。")
            % {"day": named(reception.on), "name": gone.name}
        )


def require_notice(reception: Reception, today) -> None:
    """Raise Refused, with its source, unless there is time for the notice."""
    try:
        latest = due("reception.notice", reception.on, body=reception.body)
    except NoRule:
        return
    if today > latest.due:
        raise Refused(
            _(
                "%(day)s的接待应当最迟在%(latest)s公告，现在来不及了。"
                "请把接待改到以后的日子；这一天照常接待的，不用公告，到时直接登记来访。"
            )
            % {"day": named(reception.on), "latest": named(latest.due)},
            article=latest.article,
        )


def _issue(announcement: Announcement, by, today, remarks: str = "") -> None:
    """Number and issue the paper of a notice as it stands; `remarks` say what changed."""
    paper = papers.draft(kind_of("reception_notice"), announcement, by=by, today=today)
    if remarks:
        values = {"title": paper.title, "addressee": "", "copies": ""}
        papers.change(paper, remarks=remarks, by=by, **values)
    papers.issue(paper, by=by, today=today)


@transaction.atomic
def change(reception: Reception, *, on, from_time, to_time, place, topic, others, by, today):
    """Move a reception or put right its place; those on duty are told.

    One that was announced is moved by the clerk only, with the days of notice
    before its new day; the public pages show it at once, and a new paper says
    what was put right.
    """
    require(by, Permission.KEEP, reception)
    open_only(reception)
    if on < today:
        raise Refused(_("日期已过。请选择今天以后的日子。"))
    if to_time <= from_time:
        raise Refused(_("结束时间应当晚于开始时间。"))
    before = {"on": str(reception.on), "hours": reception.hours, "place": reception.place}
    old, moved = reception.on, on != reception.on
    reception.on, reception.from_time, reception.to_time = on, from_time, to_time
    reception.place, reception.topic, reception.others = place, topic, others
    if moved and reception.state == Reception.State.ANNOUNCED:
        require(by, Permission.ANNOUNCE, reception)
        require_notice(reception, today)
    reception.save(update_fields=["on", "from_time", "to_time", "place", "topic", "others"])
    event = note(
        by,
        "change",
        reception,
        _("改为 %(day)s %(hours)s") % {"day": on, "hours": reception.hours},
        before=before,
        after={"on": str(on), "hours": reception.hours, "place": place},
    )
    if moved and reception.announcement is not None:
        words = _("原公告中%(before)s的接待改为%(after)s，以本公告为准。")
        days = {"before": named(old), "after": named(on)}
        _issue(reception.announcement, by, today, remarks=words % days)
    tell_changed(reception, event)


@transaction.atomic
def cancel(reception: Reception, *, reason: str, by, today) -> None:
    """Call it off. Refused once a visitor was recorded: then it was held."""
    reason = reason_of(reason, _("取消接待应当写明原因，公开页面会说明。"))
    require(by, Permission.KEEP, reception)
    open_only(reception)
    if reception.visitors.exists():
        raise Refused(_("已经登记了来访，不能取消。请按“结束接待”办理。"))
    reception.state, reception.cancel_reason = Reception.State.CANCELLED, reason
    reception.save(update_fields=["state", "cancel_reason"])
    event = note(by, "cancel", reception, _("取消接待"), reason=reason)
    tell_cancelled(reception, event)

"""Who is told of activities: those on the list, organisers, and each deputy once a week."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.notices.feeds import Entry
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell, tell_of
from lianxin.foundation.people.models import CLERKS, Account, Grant, Role, Seat
from lianxin.foundation.tasks import background, schedule
from lianxin.work.activities.kinds import name_of
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.stations.models import Staff

INVITED, REMINDER, CHANGED, LEAVE, TOLD, DECIDED, DIGEST, OBJECTED, SETTLED = (
    "activity.invited",
    "activity.reminder",
    "activity.changed",
    "activity.leave",
    "activity.told",
    "activity.decided",
    "activity.digest",
    "activity.objected",
    "activity.settled",
)
WHY = gettext_lazy("您在这次活动的名单上。")
ORGANISER = gettext_lazy("您负责组织或者核对这次活动。")


def register_notices() -> None:
    register(
        Kind(INVITED, gettext_lazy("活动通知")),
        Kind(REMINDER, gettext_lazy("活动提醒（前一天）"), is_urgent=True),
        Kind(CHANGED, gettext_lazy("活动改期或者取消"), is_urgent=True),
        Kind(LEAVE, gettext_lazy("活动请假")),
        Kind(TOLD, gettext_lazy("代表填报履职，等待核对")),
        Kind(DECIDED, gettext_lazy("填报的履职核对结果")),
        Kind(DIGEST, gettext_lazy("每周请您核对的履职记录")),
        Kind(OBJECTED, gettext_lazy("代表对活动记录有异议")),
        Kind(SETTLED, gettext_lazy("异议处理和记录更正")),
    )


def tell_invited(activity: Activity, rows: Iterable[Attendance], event) -> None:
    words = _("请参加%(kind)s“%(title)s”：%(when)s，%(where)s。") % {
        "kind": name_of(activity.body, activity.kind),
        "title": activity.title,
        "when": when(activity),
        "where": where(activity),
    }
    _tell(_people(row.seat_id for row in rows), INVITED, words, activity, event, WHY)


def tell_changed(activity: Activity, event) -> None:
    words = _("“%(title)s”有变动：%(when)s，%(where)s。") % {
        "title": activity.title,
        "when": when(activity),
        "where": where(activity),
    }
    _tell(_listed(activity), CHANGED, words, activity, event, WHY)


def tell_struck(activity: Activity, row: Attendance, event) -> None:
    words = _("%(when)s的“%(title)s”不用您参加了。") % {
        "title": activity.title,
        "when": when(activity),
    }
    url = reverse("activities:mine")
    _tell(_people([row.seat_id]), CHANGED, words, activity, event, WHY, url=url)


def tell_cancelled(activity: Activity, event) -> None:
    words = _("%(when)s的“%(title)s”已取消。原因：%(reason)s") % {
        "title": activity.title,
        "when": when(activity),
        "reason": activity.reason,
    }
    _tell(_listed(activity), CHANGED, words, activity, event, WHY)


def tell_leave(row: Attendance, event) -> None:
    words = _("%(name)s请假，不参加“%(title)s”：%(reason)s") % {
        "name": row.seat.person.name,
        "title": row.activity.title,
        "reason": row.reason,
    }
    _tell(organisers_of(row.activity), LEAVE, words, row.activity, event, ORGANISER)


def tell_told(activity: Activity, event) -> None:
    words = _("%(name)s填报：%(title)s（%(day)s），请核对。") % {
        "name": activity.told_by.name if activity.told_by else "",
        "title": activity.title,
        "day": named(activity.on),
    }
    _tell(organisers_of(activity), TOLD, words, activity, event, ORGANISER)


def tell_decided(activity: Activity, event) -> None:
    """The deputy who told reads what the office found."""
    is_accepted = activity.state == Activity.State.RECORDED
    words = _("您填报的“%s”已采认，计入履职档案。") if is_accepted else _("您填报的“%s”未予采认。")
    words %= activity.title
    if not is_accepted:
        words += _("原因：%s") % activity.reason
    accounts = Account.objects.filter(person=activity.told_by_id, is_active=True)
    _tell(accounts, DECIDED, words, activity, event, gettext_lazy("这是您填报的履职。"))


def tell_objected(row: Attendance, event) -> None:
    words = _("%(name)s对“%(title)s”的记录有异议：%(words)s") % {
        "name": row.seat.person.name,
        "title": row.activity.title,
        "words": row.objection,
    }
    _tell(organisers_of(row.activity), OBJECTED, words, row.activity, event, ORGANISER)


def tell_settled(row: Attendance, event) -> None:
    words = _("您对“%(title)s”的异议已处理：%(state)s。%(words)s") % {
        "title": row.activity.title,
        "state": row.get_state_display(),
        "words": row.settlement,
    }
    _tell(_people([row.seat_id]), SETTLED, words, row.activity, event, WHY)


def tell_corrected(activity: Activity, rows: Iterable[Attendance], event) -> None:
    """Those whose own line was put right."""
    for row in rows:
        words = _("“%(title)s”的记录已更正，您为%(state)s。如有不符，请提出异议。") % {
            "title": activity.title,
            "state": row.get_state_display(),
        }
        _tell(_people([row.seat_id]), SETTLED, words, activity, event, WHY)


def organisers_of(activity: Activity) -> list[Account]:
    """Leaders of its group; else staff of its station with accounts; and always the clerks.

    Of a told act: the clerks, and the leaders of the teller's group.
    """
    roles = Grant.objects.in_force()
    grants = roles.filter(body=activity.body_id, role__in=CLERKS)
    groups = [activity.group_id] if activity.group_id else []
    if activity.told_by_id:
        own = Seat.objects.live().filter(person=activity.told_by_id, group__isnull=False)
        groups += own.values_list("group_id", flat=True)
    if groups:
        grants |= roles.filter(group__in=groups, role=Role.GROUP_LEADER)
    found = set(grants.values_list("account", flat=True))
    if activity.station_id:
        staff = Staff.objects.on().filter(station=activity.station_id, account__isnull=False)
        found |= set(staff.values_list("account", flat=True))
    accounts = Account.objects.filter(pk__in=found, is_active=True)
    return [one for one in accounts if one.person_id != activity.told_by_id or not one.person_id]


def when(activity: Activity) -> str:
    return f"{named(activity.on)} {localtime(activity.starts_at):%H:%M}"


def where(activity: Activity) -> str:
    place = activity.place or _("地点另行通知")
    return _("线上") if activity.is_online and not activity.place else place


def remind(today: date) -> int:
    """Tell everyone who is expected tomorrow, once; number of notices written."""
    told = 0
    tomorrow = Activity.objects.filter(
        state=Activity.State.ANNOUNCED, on=today + timedelta(days=1)
    ).select_related("body")
    for activity in tomorrow:
        rows = activity.attendances.filter(
            state__in=(Attendance.State.INVITED, Attendance.State.COMING)
        )
        words = _("明天%(hour)s“%(title)s”，%(where)s。") % {
            "hour": f"{localtime(activity.starts_at):%H:%M}",
            "title": activity.title,
            "where": where(activity),
        }
        told += len(
            tell(
                _people(rows.values_list("seat", flat=True)),
                REMINDER,
                words,
                why=str(WHY),
                url=activity.get_absolute_url(),
                about=activity,
                once=f"{REMINDER}.{activity.pk}.{activity.on}",
            )
        )
    return told


def digest(today: date) -> int:
    """Once a week, each deputy reads what was recorded of him and may object to.

    What was told in an earlier week is not told again unless something new came.
    Returns the number of notices written.
    """
    since = datetime.combine(today - timedelta(days=6), time(), get_current_timezone())
    rows = Attendance.objects.filter(
        answer=Attendance.Answer.NONE,
        answer_by__gte=today,
        activity__state=Activity.State.RECORDED,
        activity__recorded_at__gte=since,
    )
    waiting = Counter(rows.values_list("seat__person", flat=True))
    year, week, _day = today.isocalendar()
    told = 0
    for account in Account.objects.filter(person__in=waiting, is_active=True):
        words = _("这一周记录了您的履职 %d 项，请看一看对不对；有误的，一键提出异议。")
        told += len(
            tell(
                [account],
                DIGEST,
                words % waiting[account.person_id or 0],
                why=str(_("记录涉及您本人；到期没有异议的，视为无异议。")),
                url=reverse("activities:mine"),
                once=f"{DIGEST}.{year}-{week}",
            )
        )
    return told


@background(title=gettext_lazy("活动提醒"), retries=3)
def remind_of_activities(job):
    """The evening before: who is expected tomorrow."""
    return remind(timezone.localdate())


@background(title=gettext_lazy("每周履职核对"), retries=3)
def digest_of_activities(job):
    """Monday morning: what was recorded last week."""
    return digest(timezone.localdate())


def schedule_reminders() -> None:
    schedule(remind_of_activities, cron="0 17 * * *")
    schedule(digest_of_activities, cron="0 8 * * 1")


def dates_of(account: Account, since: date) -> Iterable[Entry]:
    """Activities one is asked to, for the calendar on one's phone."""
    if account.person_id is None:
        return
    rows = (
        Attendance.objects.of_person(account.person_id)
        .filter(on__gte=since, activity__state__in=("announced", "recorded"))
        .exclude(state__in=("leave", "excused", "absent"))
        .select_related("activity")
    )
    for row in rows:
        activity = row.activity
        yield Entry(
            uid=f"activity-{activity.pk}",
            on=activity.on,
            title=_("%(hour)s %(title)s %(place)s")
            % {
                "hour": f"{localtime(activity.starts_at):%H:%M}",
                "title": activity.title,
                "place": activity.place,
            },
            path=activity.get_absolute_url(),
        )


def _listed(activity: Activity) -> list[Account]:
    rows = activity.attendances.exclude(state=Attendance.State.LEAVE)
    return _people(rows.values_list("seat", flat=True))


def _people(seats: Iterable[int]) -> list[Account]:
    return list(Account.objects.filter(person__seats__in=list(seats), is_active=True).distinct())


def _tell(accounts, kind, words, activity, event, why, *, url: str = "") -> None:
    tell_of(
        event,
        accounts,
        kind,
        words,
        why=str(why),
        url=url,
        about=activity,
        outside=_("%s的活动有通知或者变动，请登录查看。") % named(activity.on),
    )

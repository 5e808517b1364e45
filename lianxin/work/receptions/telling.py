"""Who is told of receptions: those on duty; the day before, once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.notices.feeds import Entry
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import CLERKS, Account, Grant, Role
from lianxin.foundation.tasks import background, schedule
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.queries import duties_of
from lianxin.work.stations.models import Staff

DUTY, REMINDER, CHANGED, LEAVE = (
    "reception.duty",
    "reception.reminder",
    "reception.changed",
    "reception.leave",
)
# An event older than this is of a made-up past, of which no message goes out.
JUST_NOW = timedelta(minutes=5)
# And what is older than this is no news to anybody.
NEWS_FOR = timedelta(days=30)


def register_notices() -> None:
    register(
        Kind(DUTY, gettext_lazy("接待值班安排")),
        Kind(REMINDER, gettext_lazy("接待值班提醒（前一天）"), is_urgent=True),
        Kind(CHANGED, gettext_lazy("接待改期或者取消"), is_urgent=True),
        Kind(LEAVE, gettext_lazy("接待值班请假")),
    )


def tell_announced(receptions: Iterable[Reception], event) -> None:
    """Everyone on duty once for all days of one notice."""
    days: dict[Account, list[Reception]] = defaultdict(list)
    for reception in receptions:
        for account in _on_duty(reception):
            days[account].append(reception)
    for account, own in days.items():
        words = _("接待已公告，您值班：%s。") % "、".join(
            f"{one.on:%m-%d} {one.where}" for one in own
        )
        _tell([account], DUTY, words, own[0], event)


def tell_changed(reception: Reception, event) -> None:
    words = _("接待有变动：%(where)s，%(day)s %(hours)s。") % {
        "where": reception.where,
        "day": named(reception.on),
        "hours": reception.hours,
    }
    _tell(_on_duty(reception), CHANGED, words, reception, event)


def tell_cancelled(reception: Reception, event) -> None:
    words = _("%(day)s %(where)s的接待已取消。原因：%(reason)s") % {
        "where": reception.where,
        "day": named(reception.on),
        "reason": reception.cancel_reason,
    }
    _tell(_on_duty(reception), CHANGED, words, reception, event)


def tell_put_on(duties: Iterable[Duty], event) -> None:
    """Those newly on duty."""
    for duty in duties:
        words = _("您在%(day)s到%(where)s值班接待。") % {
            "day": named(duty.reception.on),
            "where": duty.reception.where,
        }
        _tell(_accounts_of([duty]), DUTY, words, duty.reception, event)


def tell_leave(duty: Duty, event, *, has_substitute: bool) -> None:
    """The organisers, who must find someone where nobody stands in."""
    words = _("%(name)s %(day)s值班请假。") % {
        "name": duty.name,
        "day": named(duty.reception.on),
    }
    words += "" if has_substitute else _("还没有人代替，请安排。")
    _tell(organisers_of(duty.reception), LEAVE, words, duty.reception, event)


def organisers_of(reception: Reception) -> list[Account]:
    """The station's staff; where it has no accounts, and for the room, the body's clerks."""
    found = Account.objects.none()
    if reception.station_id:
        staff = Staff.objects.on().filter(station=reception.station_id, account__isnull=False)
        found = Account.objects.filter(pk__in=staff.values("account"), is_active=True)
    if found.exists():
        return list(found)
    roles = (*CLERKS, Role.LIAISON) if reception.station_id is None else CLERKS
    grants = Grant.objects.in_force().filter(body=reception.body_id, role__in=roles)
    return list(Account.objects.filter(pk__in=grants.values("account"), is_active=True))


def remind(today: date) -> int:
    """Tell everyone on duty tomorrow, once; number of notices written."""
    told = 0
    tomorrow = Reception.objects.open().filter(on=today + timedelta(days=1))
    for reception in tomorrow.select_related("station", "body"):
        words = _("明天%(hours)s您在%(where)s值班接待。") % {
            "hours": reception.hours,
            "where": reception.where,
        }
        told += len(
            tell(
                _on_duty(reception),
                REMINDER,
                words,
                why=str(WHY),
                url=reception.get_absolute_url(),
                about=reception,
                once=f"{REMINDER}.{reception.pk}.{reception.on}",
            )
        )
    return told


WHY = gettext_lazy("您在这次接待的值班名单上。")


@background(title=gettext_lazy("接待值班提醒"), retries=3)
def remind_of_receptions(job):
    """The evening before: who is on duty tomorrow."""
    return remind(timezone.localdate())


def schedule_reminders() -> None:
    schedule(remind_of_receptions, cron="0 17 * * *")


def dates_of(account: Account, since: date) -> Iterable[Entry]:
    """One's duties, for the calendar on one's phone."""
    for duty in duties_of(account, since).filter(state=Duty.State.PLANNED):
        yield Entry(
            uid=f"reception-duty-{duty.pk}",
            on=duty.reception.on,
            title=_("接待值班 %(hours)s %(where)s")
            % {"hours": duty.reception.hours, "where": duty.reception.where},
            path=duty.reception.get_absolute_url(),
        )


def _on_duty(reception: Reception) -> list[Account]:
    planned = reception.duties.filter(state=Duty.State.PLANNED)
    return _accounts_of(planned.select_related("seat", "staff"))


def _accounts_of(duties: Iterable[Duty]) -> list[Account]:
    persons = [one.seat.person_id for one in duties if one.seat]
    staff = [one.staff.account_id for one in duties if one.staff and one.staff.account_id]
    return list(Account.objects.filter(Q(person__in=persons) | Q(pk__in=staff), is_active=True))


def _tell(accounts, kind, words, reception, event) -> None:
    age = timezone.now() - event.happened_at
    if age > NEWS_FOR:
        return
    organisers = kind == LEAVE
    tell(
        [one for one in accounts if one.pk != event.actor_id],
        kind,
        words,
        why=str(_("您负责组织这次接待。") if organisers else WHY),
        url=reception.get_absolute_url(),
        about=reception,
        once=f"{kind}.{event.pk}",
        outside=_("%(day)s的接待值班有安排或者变动，请登录查看。") % {"day": named(reception.on)},
        at=event.happened_at if age > JUST_NOW else None,
    )

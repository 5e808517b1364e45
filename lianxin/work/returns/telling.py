"""Who is told of returns: the bodies asked, the county when one is sent, once before it is late."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.notices.feeds import Entry
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import CLERKS, Account, Body
from lianxin.foundation.tasks import background, schedule
from lianxin.work.returns.models import Filing, Task

ASKED, SENT, BACK, DUE = "return.asked", "return.sent", "return.back", "return.due"
AHEAD = timedelta(days=3)
BEHIND = timedelta(days=7)
JUST_NOW = timedelta(minutes=5)


def register_notices() -> None:
    register(
        Kind(ASKED, gettext_lazy("上级布置报表")),
        Kind(SENT, gettext_lazy("下级报送报表")),
        Kind(BACK, gettext_lazy("报表被退回"), is_urgent=True),
        Kind(DUE, gettext_lazy("报表、上级交办快到期或者已过期"), is_urgent=True),
    )


def tell_asked(filings: Iterable[Filing], event) -> None:
    for filing in filings:
        words = _("%(title)s，请在 %(day)s 以前报送。") % {
            "title": filing.asked_in.title,
            "day": filing.asked_in.due_on.isoformat(),
        }
        _tell(filing.body, ASKED, words, filing, event, why=_("您是填报单位的工作人员。"))


def tell_sent(filing: Filing, event) -> None:
    words = _("%(body)s报送了%(title)s（第 %(number)s 版）。") % {
        "body": filing.body.short_name,
        "title": filing.asked_in.title,
        "number": filing.version,
    }
    _tell(filing.asked_in.body, SENT, words, filing, event, why=_("报表由您这一级布置。"))


def tell_back(filing: Filing, event) -> None:
    words = _("%(title)s被退回：%(reason)s") % {
        "title": filing.asked_in.title,
        "reason": filing.reason,
    }
    _tell(filing.body, BACK, words, filing, event, why=_("您是填报单位的工作人员。"))


def _tell(body: Body, kind: str, words: str, filing: Filing, event, *, why: str) -> None:
    age = timezone.now() - event.happened_at
    tell(
        [one for one in clerks_of(body) if one.pk != event.actor_id],
        kind,
        words,
        why=why,
        url=filing.get_absolute_url(),
        about=filing,
        once=f"{kind}.{event.pk}.{filing.pk}",
        outside=_("有一张报表要您处理，请登录查看。"),
        at=event.happened_at if age > JUST_NOW else None,
    )


def clerks_of(body: Body) -> list[Account]:
    grants = body.grants.in_force().filter(role__in=CLERKS)
    return list(Account.objects.filter(grants__in=grants, is_active=True).distinct())


def remind(today: date) -> int:
    """Filings and tasks that come due or are overdue: once before, once after."""
    told = 0
    filings = Filing.objects.open().filter(
        asked_in__due_on__lte=today + AHEAD, asked_in__due_on__gte=today - BEHIND
    )
    for filing in filings.select_related("asked_in", "body"):
        told += _remind(filing, filing.asked_in.due_on, filing.asked_in.title, today)
    tasks = Task.objects.open().filter(due_on__lte=today + AHEAD, due_on__gte=today - BEHIND)
    for task in tasks.select_related("body"):
        if task.due_on:
            told += _remind(task, task.due_on, task.title, today)
    return told


def _remind(record, due: date, title: str, today: date) -> int:
    late = due < today
    words = (
        _("%(title)s：%(day)s 的期限已过，还没有报。") if late else _("%(title)s：%(day)s 到期。")
    )
    return len(
        tell(
            clerks_of(record.body),
            DUE,
            words % {"title": title, "day": due.isoformat()},
            why=_("您是%s的工作人员。") % record.body.short_name,
            url=record.get_absolute_url(),
            about=record,
            once=f"{DUE}.{record._meta.model_name}.{record.pk}.{due}.{'late' if late else 'soon'}",
            outside=_("有报表或者上级交办快到期，请登录查看。"),
        )
    )


@background(title=gettext_lazy("报表和上级交办提醒"), retries=3)
def remind_of_returns(job):
    """Every morning."""
    return remind(timezone.localdate())


def schedule_reminders() -> None:
    schedule(remind_of_returns, cron="55 7 * * *")


def dates_of(account: Account, since: date) -> Iterator[Entry]:
    """Due days of one's own body's filings and tasks."""
    bodies = {grant.body_id for grant in account.current_grants if grant.role in CLERKS}
    filings = Filing.objects.open().filter(body__in=bodies, asked_in__due_on__gte=since)
    for one in filings.select_related("asked_in", "body"):
        yield Entry(f"filing-{one.pk}", one.asked_in.due_on, str(one), one.get_absolute_url())
    for task in Task.objects.open().filter(body__in=bodies, due_on__gte=since):
        if task.due_on:
            yield Entry(f"task-{task.pk}", task.due_on, task.title, task.get_absolute_url())

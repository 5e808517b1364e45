"""Who is told of reports to voters: that one is due, when it is heard, what came of it."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger import chain
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import holders, tell, tell_of
from lianxin.foundation.people.models import CLERKS, OFFICE_ROLES, Account, Grant
from lianxin.foundation.tasks import background, schedule
from lianxin.work.appraisals.models import Batch, Meeting, Subject

DUE, SENT, BACK, DATE, RESULT = (
    "appraisal.due",
    "appraisal.sent",
    "appraisal.back",
    "appraisal.date",
    "appraisal.result",
)
AHEAD = timedelta(days=7)
WHY = gettext_lazy("您是这次述职的对象。")
OFFICE = gettext_lazy("本级代表述职由您组织。")


def register_notices() -> None:
    register(
        Kind(DUE, gettext_lazy("轮到您述职、述职报告快到期")),
        Kind(SENT, gettext_lazy("述职报告已报送，等待审阅")),
        Kind(BACK, gettext_lazy("述职报告退回修改"), is_urgent=True),
        Kind(DATE, gettext_lazy("述职测评会定期、取消"), is_urgent=True),
        Kind(RESULT, gettext_lazy("述职测评结果反馈")),
    )
    chain.listen(hear)


def hear(event, record, _about) -> None:
    """Those who are told of a step, in the step's transaction."""
    if tells := STEPS.get(event.step):
        tells(event, record)


def _put_in(event, batch: Batch) -> None:
    """Each one once, however often others are added."""
    for subject in _waiting(batch.subjects.all()):
        words = _("您列入%(batch)s述职，请在 %(day)s 以前报送述职报告。初稿可以由履职记录生成。")
        _tell(
            event,
            subject,
            DUE,
            words % {"batch": batch, "day": batch.due_on},
            once=f"{DUE}.{subject.pk}",
        )


def _planned(event, meeting: Meeting) -> None:
    words = _("您的述职测评会定在 %(day)s %(hour)s，%(place)s。") % _when(meeting)
    for subject in _of(meeting):
        _tell(event, subject, DATE, words, once=f"{DATE}.{subject.pk}.{meeting.pk}")


def _cancelled(event, meeting: Meeting) -> None:
    words = _("%(day)s的述职测评会已取消，另行安排。原因：%(reason)s") % {
        "day": meeting.on,
        "reason": meeting.reason,
    }
    # Those of a batch do not hang on the meeting any more.
    told = Subject.objects.filter(pk__in=event.after["subjects"])
    for subject in told.select_related("seat", "body"):
        _tell(event, subject, DATE, words, once=f"{DATE}.{event.pk}.{subject.pk}")


def _sent(event, subject: Subject) -> None:
    words = _("%s报送了述职报告，请审阅。") % subject.name
    told = holders([subject.body_id], CLERKS)
    tell_of(event, told, SENT, words, why=str(OFFICE), about=subject, outside=_outside())


def _reviewed(event, subject: Subject) -> None:
    if subject.report_state == Subject.Report.RETURNED:
        words = _("您的述职报告退回修改：%s") % subject.review
    else:
        words = _("您的述职报告已审阅通过。")
    _tell(event, subject, BACK, words)


def _fed_back(event, subject: Subject) -> None:
    _tell(event, subject, RESULT, _("您的述职测评结果和意见已反馈，请查看。"))


STEPS: dict[str, Callable] = {
    "appraisal.open_batch": _put_in,
    "appraisal.put_in": _put_in,
    "appraisal.plan_meeting": _planned,
    "appraisal.cancel": _cancelled,
    "appraisal.send_report": _sent,
    "appraisal.review_report": _reviewed,
    "appraisal.feed_back": _fed_back,
}


def remind(today: date) -> int:
    """A week before a batch's day, whoever has not sent a report: once."""
    told = 0
    batches = Batch.objects.filter(due_on__gte=today, due_on__lte=today + AHEAD)
    for batch in batches:
        for subject in _waiting(batch.subjects.all()):
            words = _("述职报告还没有报送，%s 到期。") % batch.due_on
            told += len(
                tell(
                    _people([subject]),
                    DUE,
                    words,
                    why=str(WHY),
                    url=subject.get_absolute_url(),
                    about=subject,
                    once=f"{DUE}.{subject.pk}.{batch.due_on}",
                    outside=_outside(),
                )
            )
    return told


@background(title=gettext_lazy("述职报告提醒"), retries=3)
def remind_of_reports(job):
    """Every morning."""
    return remind(timezone.localdate())


def schedule_reminders() -> None:
    schedule(remind_of_reports, cron="50 7 * * *")


def _waiting(subjects) -> Iterable[Subject]:
    found = subjects.filter(report_state__in=Subject.WRITABLE)
    return found.select_related("seat", "body")


def _of(meeting: Meeting) -> Iterable[Subject]:
    return meeting.subjects.select_related("seat", "body")


def _people(subjects: Iterable[Subject]) -> list[Account]:
    """Accounts of those who report: the deputies themselves, or whoever works for the office."""
    people = [one.seat.person_id for one in subjects if one.seat]
    offices = [one.office_id for one in subjects if one.office_id]
    works = Grant.objects.in_force().filter(office__in=offices, role__in=OFFICE_ROLES)
    found = Q(person__in=people) | Q(pk__in=works.values("account"))
    return list(Account.objects.filter(found, is_active=True))


def _tell(event, subject: Subject, kind: str, words: str, *, once: str = "") -> None:
    tell_of(
        event,
        _people([subject]),
        kind,
        words,
        why=str(WHY),
        about=subject,
        outside=_outside(),
        once=once,
    )


def _when(meeting: Meeting) -> dict[str, str]:
    return {
        "day": str(meeting.on),
        "hour": f"{meeting.from_time:%H:%M}",
        "place": meeting.place,
    }


def _outside() -> str:
    return _("代表述职有新的通知，请登录查看。")

"""The desk of a handling office: what it was handed, drafts to sign, promises."""

from datetime import date, timedelta

from django.db.models import Count as Number
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import Assignment, Reminder
from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part, kind_counts
from lianxin.work.suggestions import inbox

STATUS = Assignment.Status
# Reminders older than this have been answered or repeated.
REMINDED_WITHIN = timedelta(days=30)


def parts(account, today: date) -> list[Part]:
    offices = account.office_ids()
    if not offices:
        return []
    grant = next(one for one in account.current_grants if one.office_id in offices)
    marks = inbox.thresholds(grant.body, today)
    signed = inbox.signs_for(account)
    to_sign = list(_to_sign(offices & signed, today, marks))
    signing = {duty.url for duty in to_sign}
    duties = [
        *to_sign,
        # What waits for the signature is told of once.
        *(duty for duty in _owed(offices, signed, today, marks) if duty.url not in signing),
        *_promises(offices, today, marks, grant.body),
    ]
    names = dict.fromkeys(
        str(one.office) for one in account.current_grants if one.office_id in offices
    )
    return [
        Part(
            "、".join(names),
            duties=duties,
            counts=[
                *_counts(offices, today, marks),
                *kind_counts(duties, {"sign": _("待签发"), "promise": _("承诺要报告或到期")}),
            ],
            links=[
                (_("全部待办件"), reverse("suggestions:inbox")),
                (_("承诺台账"), reverse("suggestions:promises")),
            ],
        )
    ]


def _owed(offices, signed, today, marks):
    for assignment in inbox.owed_by(offices)[:MOST_SHOWN]:
        row = inbox.row_of(assignment, today, signs=assignment.office_id in signed, marks=marks)
        why = row.note or _("%(role)s，%(status)s") % {
            "role": assignment.get_role_display(),
            "status": assignment.get_status_display(),
        }
        if assignment.reminder_count:
            why = _("%(why)s；已催办 %(number)s 次") % {
                "why": why,
                "number": assignment.reminder_count,
            }
        yield Duty(
            f"assignment-{assignment.pk}",
            assignment.matter.title,
            why,
            row.button,
            row.url,
            assignment.due_on,
            row.lateness,
        )


def _to_sign(offices, today, marks):
    """Drafts laid before the head: they wait for one person alone."""
    for draft in inbox.drafts_to_sign(offices):
        assignment = draft.assignment
        yield Duty(
            f"sign-{assignment.pk}",
            assignment.matter.title,
            _("经办人 %s 送签") % f"{draft.to_sign_on:%Y-%m-%d}",
            _("审定签发"),
            inbox.sign_page(assignment),
            assignment.due_on,
            lateness(
                assignment.due_on,
                today,
                waiting_for="office",
                is_extended=assignment.is_extended,
                soon_days=marks.soon,
                serious_days=marks.serious,
            ),
        )


def _promises(offices, today, marks, body):
    """Promises whose day is near or past, or whose quarterly word is due."""
    columns = "pk", "text", "due_on", "last_reported_on"
    for promise in inbox.open_promises_of(offices).values_list(*columns, named=True):
        state = lateness(
            promise.due_on,
            today,
            waiting_for="office",
            soon_days=marks.soon,
            serious_days=marks.serious,
        )
        key = f"promise-{promise.pk}"
        if (promise.due_on - today).days <= marks.soon:
            url = reverse("suggestions:keep_promise", args=[promise.pk])
            why = _("承诺的完成时限到了或者快到了")
            yield Duty(key, promise.text, why, _("登记兑现"), url, promise.due_on, state)
            continue
        report_due = inbox.report_due_on(promise.last_reported_on, body)
        if report_due and report_due <= today:
            url = reverse("suggestions:report_promise", args=[promise.pk])
            why = _("每季度报告一次进展，这次应在 %s 前") % f"{report_due:%Y-%m-%d}"
            yield Duty(key, promise.text, why, _("报告进展"), url)


def _counts(offices, today, marks) -> list[Count]:
    soon = today + timedelta(days=marks.soon)
    # The same rows as the inbox shows: nothing that has been answered or closed.
    owed = (
        Assignment.objects.filter(
            office_id__in=offices,
            status__in=inbox.OPEN,
            matter__status__in=inbox.IN_HAND,
        )
        .order_by()
        .aggregate(
            all=Number("pk"),
            late=Number("pk", filter=Q(due_on__lt=today)),
            soon=Number("pk", filter=Q(due_on__gte=today, due_on__lte=soon)),
            receive=Number("pk", filter=Q(status=STATUS.ASSIGNED)),
            assist=Number("pk", filter=Q(role=Assignment.Role.ASSIST)),
            redo=Number("pk", filter=Q(round__gt=1)),
        )
    )
    reminded = Reminder.objects.filter(
        assignment__office_id__in=offices, reminded_on__gte=today - REMINDED_WITHIN
    ).count()
    page = reverse("suggestions:inbox")
    return [
        Count(_("待办件"), owed["all"], page),
        Count(_("已超期"), owed["late"], f"{page}?late=late", "bad"),
        Count(_("将到期"), owed["soon"], f"{page}?late=soon", "warn"),
        Count(_("待签收"), owed["receive"], f"{page}?stage=receive"),
        Count(_("待出协办意见"), owed["assist"], f"{page}?stage=assist"),
        Count(_("重新办理"), owed["redo"], f"{page}?stage=redo"),
        Count(
            _("近 30 天被催办"),
            reminded,
            f"{reverse('suggestions:reminders')}?days={REMINDED_WITHIN.days}",
            "warn",
        ),
    ]

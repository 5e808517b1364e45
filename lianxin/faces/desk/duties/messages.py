"""Voters' messages on the desks of those who receive them: to be answered within a day."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness
from lianxin.engines.matters.models import Matter
from lianxin.faces.desk.duties import Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.voices.queries import waiting_for

RECEIVERS = (*CLERKS, Role.LIAISON, Role.DEPUTY, Role.CHAIR)
MOST_READ = 100


def parts(account, today: date) -> list[Part]:
    if not account.has_role(*RECEIVERS):
        return []
    found = list(
        waiting_for(account).values_list(
            "pk", "title", "status", "answer_by", "responded_at", "due_on", named=True
        )[:MOST_READ]
    )
    now = timezone.now()
    late = sum(_is_late(row, now) for row in found)
    page = reverse("voices:list")
    return [
        Part(
            _("选民留言"),
            duties=[_duty(row, now) for row in found],
            counts=[
                Count(_("留言等我办理"), len(found), f"{page}?stage=mine"),
                Count(_("留言超过时限"), late, f"{page}?stage=mine&late=unanswered", "bad"),
            ],
            links=[(_("选民留言"), page)],
        )
    ]


def _is_late(row, now) -> bool:
    return row.responded_at is None and row.answer_by is not None and row.answer_by < now


def _duty(row, now) -> Duty:
    if row.status == Matter.Status.CONCILIATION:
        why, button, page = _("选民再次不满意，等待协调"), _("登记协调"), "conciliate"
    elif row.status == Matter.Status.REWORK:
        why, button, page = _("选民不满意，请再答复"), _("答复"), "detail"
    else:
        why, button, page = _("选民留言，请在 24 小时内回应"), _("看留言"), "detail"
    return Duty(
        f"message-{row.pk}",
        row.title,
        why,
        button,
        reverse(f"voices:{page}", args=[row.pk]),
        timezone.localdate(row.answer_by) if row.answer_by else None,
        _lateness(row, now),
    )


def _lateness(row, now) -> Lateness:
    if row.responded_at is not None or row.answer_by is None:
        return Lateness(Grade.NONE, 0, "")
    hours = int((row.answer_by - now).total_seconds() // 3600)
    if hours < 0:
        return Lateness(Grade.LATE, -hours // 24, _("超过时限 %s") % _length(-hours))
    return Lateness(Grade.SOON, 0, _("还剩 %s") % _length(hours))


def _length(hours: int) -> str:
    """Hours as one says them: nobody counts beyond two days in hours."""
    return _("%s 天") % (hours // 24) if hours >= 48 else _("%s 小时") % hours

"""Reports to voters on the desk: one's own to write, others' to read, ballots to type."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.appraisals.permissions import ENTERING


def parts(account, today: date) -> list[Part]:
    part = Part(_("述职测评"))
    if account.person_id is not None and account.has_role(Role.DEPUTY):
        part.links.append((_("我的述职"), reverse("appraisals:mine")))
        part.duties += _own(account)
    if bodies := account.bodies_as(*CLERKS, Role.CHAIR):
        part.links.append((_("述职测评"), reverse("appraisals:list")))
        part.duties += _to_review(bodies)
    if bodies := account.bodies_as(*ENTERING):
        part.duties += _meetings(account, bodies, today)
    return [part] if part.links or part.duties else []


def _own(account) -> list[Duty]:
    """One's own reports that are to be written, or written again."""
    found = (
        Subject.objects.filter(seat__person_id=account.person_id, report_state__in=Subject.WRITABLE)
        .exclude(meeting__state__in=[*Meeting.HELD, Meeting.State.RATING])
        .select_related("batch", "meeting", "seat__person", "office")
        .order_by("until", "pk")
    )
    return [
        Duty(
            f"report-{one.pk}",
            _("述职报告：%s") % (one.batch or one.meeting),
            _("退回修改") if one.review else _("可以由履职记录生成初稿"),
            _("写报告"),
            one.get_absolute_url(),
            one.meeting.on if one.meeting else one.batch.due_on if one.batch else None,
        )
        for one in found[:MOST_SHOWN]
    ]


def _to_review(bodies) -> list[Duty]:
    found = (
        Subject.objects.filter(body__in=bodies, report_state=Subject.Report.SENT)
        .select_related("seat__person", "office")
        .only("sent_on", "seat__person__name", "office__name")
        .order_by("sent_on", "pk")
    )
    return [
        Duty(
            f"reportsent-{one.pk}",
            _("%s的述职报告") % one.name,
            _("%s 报送") % f"{one.sent_on:%Y-%m-%d}",
            _("审阅"),
            one.get_absolute_url(),
        )
        for one in found[:MOST_SHOWN]
    ]


def _meetings(account, bodies, today: date) -> list[Duty]:
    """Meetings whose day has come, and ballots still to be typed, counted, told."""
    steps = {
        Meeting.State.PLANNED: (_("开会日到了，等待收票"), _("打开")),
        Meeting.State.RATING: (_("正在测评"), _("收票")),
        Meeting.State.CLOSED: (_("纸质票由两个人分别录入，再计票"), _("录入、计票")),
        Meeting.State.COUNTED: (_("逐个反馈，然后归档"), _("反馈")),
    }
    clerks = account.bodies_as(*CLERKS)
    waiting = Q(state=Meeting.State.CLOSED, body__in=bodies) | Q(
        state__in=list(steps), body__in=clerks
    )
    found = Meeting.objects.filter(waiting, on__lte=today).order_by("on", "pk")
    found = found.only("title", "state", "on")
    return [
        Duty(
            f"appraisal-{one.pk}",
            one.title,
            steps[Meeting.State(one.state)][0],
            steps[Meeting.State(one.state)][1],
            one.get_absolute_url(),
            one.on,
        )
        for one in found[:MOST_SHOWN]
    ]

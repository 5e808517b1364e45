"""Activities on the desk: invitations and records to check; what is to be written down."""

from datetime import date, timedelta

from django.db.models import Count as Number
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness
from lianxin.faces.desk.duties import MOST_SHOWN, NOT_DATED, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.queries import OBJECTED, UNRECORDED
from lianxin.work.stations.models import Station

SOON = timedelta(days=14)
BACK = timedelta(days=365)
"""What nobody wrote down for a year is no longer somebody's work of today."""


def parts(account, today: date) -> list[Part]:
    keeps = account.has_role(*CLERKS, Role.GROUP_LEADER, Role.LIAISON)
    is_deputy = account.person_id is not None and account.has_role(Role.DEPUTY)
    if not keeps and not is_deputy:
        return []
    duties: list[Duty] = []
    counts: list[Count] = []
    links: list[tuple[str, str]] = []
    if is_deputy:
        links += [
            (_("我的活动"), reverse("activities:mine")),
            (_("记一件我做的事"), reverse("activities:tell")),
        ]
        duties += _invitations(account, today)
        counts += _to_check(account, today)
    if keeps:
        links.append((_("代表活动"), reverse("activities:list")))
        duties += _today(account, today)
        counts += _to_do(account, today)
    return [Part(_("代表活动"), duties=duties, counts=counts, links=links)]


def _invitations(account, today) -> list[Duty]:
    """What one is asked to come to soon: to answer, or to remember."""
    lines = (
        Attendance.objects.filter(
            seat__person=account.person_id,
            on__gte=today,
            on__lte=today + SOON,
            state__in=(Attendance.State.INVITED, Attendance.State.COMING),
            activity__state=Activity.State.ANNOUNCED,
        )
        .select_related("activity")
        .order_by("on", "pk")
    )
    return [
        Duty(
            f"activity-{line.activity_id}",
            line.activity.title,
            _("请您参加：%s") % (line.activity.place or _("见通知"))
            if line.state == Attendance.State.INVITED
            else _("您已报名"),
            _("参加或者请假") if line.state == Attendance.State.INVITED else _("看安排"),
            line.activity.get_absolute_url(),
            line.on,
            Lateness(Grade.SOON, 0, _("今天")) if line.on == today else NOT_DATED,
        )
        for line in lines[:MOST_SHOWN]
    ]


def _to_check(account, today) -> list[Count]:
    waiting = Attendance.objects.filter(
        seat__person=account.person_id,
        activity__state=Activity.State.RECORDED,
        answer=Attendance.Answer.NONE,
        answer_by__gte=today,
    )
    return [Count(_("待我核对的记录"), waiting.count(), reverse("activities:checking"))]


def _kept(account):
    """Activities of the bodies, groups and stations whose records are the reader's work."""
    grants = account.current_grants
    bodies = [grant.body_id for grant in grants if grant.role in CLERKS]
    groups = [
        grant.group_id for grant in grants if grant.role == Role.GROUP_LEADER and grant.group_id
    ]
    kept = Q(body__in=bodies) | Q(group__in=groups)
    if account.has_role(Role.LIAISON):
        kept |= Q(station__in=Station.ids_of_staff(account))
    return Activity.objects.filter(kept)


def _today(account, today) -> list[Duty]:
    held = _kept(account).open().filter(on=today).order_by("starts_at", "pk").only("title", "on")
    return [
        Duty(
            f"activity-{one.pk}",
            one.title,
            _("今天举行"),
            _("点名、记录"),
            one.get_absolute_url(),
            one.on,
            Lateness(Grade.SOON, 0, _("今天")),
        )
        for one in held[:MOST_SHOWN]
    ]


def _to_do(account, today) -> list[Count]:
    kept = _kept(account).filter(on__gte=today - BACK)
    home = reverse("activities:list")
    told = Q(state=Activity.State.TOLD) & ~Q(told_by=account.person_id or 0)
    waiting = kept.aggregate(
        unrecorded=Number("pk", Q(state__in=Activity.OPEN, on__lt=today)),
        told=Number("pk", told),
    )
    objected = Attendance.objects.objected().filter(activity__in=kept.values("pk"))
    return [
        Count(
            _("待记录的活动"),
            waiting["unrecorded"],
            f"{home}?state={UNRECORDED}",
            tone="warn",
        ),
        Count(_("待核对的自报"), waiting["told"], f"{home}?state=told"),
        Count(_("待处理的异议"), objected.count(), f"{home}?state={OBJECTED}"),
    ]

"""Before the day: plan by kind, copy the last, invite with what clashes beside, tell, call off."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.people.models import CLERKS, Body, Group, Role
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.ui.menu import Entry
from lianxin.work.activities import workflow
from lianxin.work.activities.fields import ReasonForm
from lianxin.work.activities.forms.planning import (
    ALL,
    CHOSEN,
    GROUP,
    InviteForm,
    NewForm,
    PlanForm,
    WhenForm,
    moments_of,
)
from lianxin.work.activities.kinds import Kind, kinds_for
from lianxin.work.activities.models import Activity
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.queries import members
from lianxin.work.activities.views.stepping import (
    activity_for,
    attendance_for,
    crumbs_to,
    step_page,
    words_for,
)

MOST_FOUND = 50
KEPT = (
    "title",
    "topic",
    "place",
    "is_online",
    "is_public",
    "plan",
    "signup_until",
    "capacity",
)


@dataclass
class Reach:
    """For whom someone plans at one body.

    is_whole: all its deputies; otherwise only the groups he leads.
    """

    body: Body
    is_whole: bool = False
    groups: set[int] = field(default_factory=set)


def bodies_planned(user) -> list[Reach]:
    """The bodies at which `user` plans activities: a clerk's, and those of led groups."""
    found: dict[int, Reach] = {}
    for grant in user.current_grants:
        if grant.role in CLERKS:
            found.setdefault(grant.body_id, Reach(grant.body)).is_whole = True
        elif grant.role == Role.GROUP_LEADER and grant.group is not None:
            body = grant.group.body
            found.setdefault(body.pk, Reach(body)).groups.add(grant.group_id)
    for reach in found.values():
        if reach.is_whole:
            reach.groups = set(Group.objects.filter(body=reach.body).values_list("pk", flat=True))
    return list(found.values())


def plans_somewhere(user) -> bool:
    """Whether `bodies_planned` would name any; nothing is asked for it."""
    return any(
        grant.role in CLERKS or (grant.role == Role.GROUP_LEADER and grant.group_id)
        for grant in user.current_grants
    )


def _reach_or_403(request) -> tuple[Reach, list[Reach]]:
    """Where to plan: the body in the address, or the first one."""
    reaches = bodies_planned(request.user)
    if not reaches:
        raise PermissionDenied(_("活动由本级人大工作人员或者代表小组组长安排。"))
    wanted = request.GET.get("body", "")
    return next((one for one in reaches if one.body.code == wanted), reaches[0]), reaches


@require_http_methods(FORM)
def new(request):
    """First the kind, in the body's own words; then its form."""
    reach, reaches = _reach_or_403(request)
    kinds = {one.key: one for one in kinds_for(reach.body)}
    kind = kinds.get(request.GET.get("kind", ""))
    if kind is None:
        return _choose(request, reach, reaches, list(kinds.values()))
    last = _last(request, reach, kind)
    form = NewForm(
        typed(request),
        body=reach.body,
        groups=reach.groups,
        whole_body=reach.is_whole,
        needs_group=kind.of_group,
        initial=_like(request, reach) or {"title": kind.name if kind.of_group else ""},
    )
    today = localdate()

    def act() -> Activity:
        return workflow.plan(
            body=reach.body,
            kind=kind.key,
            seats=form.seats(),
            by=request.user,
            today=today,
            **form.values(),
        )

    def then(made: Activity) -> str:
        if form.cleaned_data["who"] == CHOSEN:
            return reverse("activities:invite", args=[made.pk])
        return made.get_absolute_url()

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("安排%s") % kind.name,
            _("保存"),
            reverse("activities:new", query={"body": reach.body.code}),
            lead=reach.body.name,
            crumbs=crumbs_to(),
        ),
        done=_("已排进计划，还没有通知任何人。核对名单后，再发通知。"),
        then=then,
        template="activities/plan.html",
        kind=kind,
        body=reach.body,
        last=last,
        draft=f"activity-{kind.key}",
    )


def _choose(request, reach: Reach, reaches: list[Reach], kinds: list[Kind]):
    tabs = [
        Entry(one.body.short_name, f"?body={one.body.code}", one.body == reach.body, None)
        for one in reaches
    ]
    if not reach.is_whole:
        # A leader plans what the group does; other kinds are the body's.
        kinds = sorted(kinds, key=lambda one: not one.of_group)
    context = {
        "kinds": kinds,
        "body": reach.body,
        "bodies": tabs,
        "keeps_kinds": reach.is_whole,
    }
    return render(request, "activities/choose_kind.html", context)


def _last(request, reach: Reach, kind: Kind) -> Activity | None:
    """The last of the kind here, unless the form is already filled from one."""
    if request.method == "POST" or "from" in request.GET:
        return None
    seen = Activity.objects.visible_to(request.user).filter(body=reach.body, kind=kind.key)
    if not reach.is_whole:
        seen = seen.filter(group__in=reach.groups)
    return seen.exclude(state__in=("told", "refused")).order_by("-on", "-pk").first()


def _like(request, reach: Reach) -> dict:
    """Initial values taken from the activity in the address: all but its day."""
    wanted = request.GET.get("from", "")
    seen = Activity.objects.visible_to(request.user).filter(body=reach.body)
    old = seen.filter(pk=wanted).first() if wanted.isdecimal() else None
    if old is None:
        return {}
    values = {name: getattr(old, name) for name in ("title", "topic", "place", "plan")}
    times = moments_of(old)
    return values | {
        "from_time": times["from_time"],
        "to_time": times["to_time"],
        "is_online": old.is_online,
        "is_public": old.is_public,
        "leader": old.leader_id,
        "group": old.group_id,
        "station": old.station_id,
        "capacity": old.capacity,
        "who": GROUP if old.group_id else ALL,
    }


def _reach_of(request, activity: Activity) -> Reach:
    reaches = {one.body.pk: one for one in bodies_planned(request.user)}
    return reaches.get(activity.body_id) or Reach(activity.body)


@require_http_methods(FORM)
def change(request, pk):
    activity = activity_for(request, pk, Permission.ORGANISE)
    reach = _reach_of(request, activity)
    initial = {name: getattr(activity, name) for name in KEPT} | moments_of(activity)
    initial |= {
        "leader": activity.leader_id,
        "group": activity.group_id,
        "station": activity.station_id,
    }
    form = PlanForm(
        typed(request),
        body=activity.body,
        groups=reach.groups,
        whole_body=reach.is_whole,
        initial=initial,
    )
    return step_page(
        request,
        form,
        lambda: workflow.change(activity, by=request.user, today=localdate(), **form.values()),
        words=words_for(activity, _("修改安排"), _("保存"), lead=activity.title),
        done=_("已修改。通知过的代表会收到时间、地点的变动。"),
        then=lambda _made: activity.get_absolute_url(),
        template="activities/plan.html",
    )


@require_http_methods(FORM)
def copy(request, pk):
    """照此再办一次: only the day and the hour are asked."""
    activity = activity_for(request, pk, Permission.ORGANISE)
    times = moments_of(activity)
    form = WhenForm(
        typed(request), initial={name: times[name] for name in ("from_time", "to_time")}
    )
    del form.fields["ends_on"]

    def act() -> Activity:
        made = workflow.copy(
            activity, starts_at=form.cleaned_data["starts_at"], by=request.user, today=localdate()
        )
        if made.ends_at != form.cleaned_data["ends_at"]:
            workflow.change(
                made,
                ends_at=form.cleaned_data["ends_at"],
                by=request.user,
                today=localdate(),
            )
        return made

    return step_page(
        request,
        form,
        act,
        words=words_for(
            activity,
            _("照此再办一次"),
            _("安排"),
            lead=_("名称、地点、安排和名单都照“%s”，只改日期。") % activity.title,
        ),
        done=_("已照上一次安排好，还没有通知任何人。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def invite(request, pk):
    """Tick who is to come; beside each name stands what else they have at that time."""
    activity = activity_for(request, pk, Permission.ORGANISE)
    known = activity.attendances.values("seat")
    open_seats = workflow.candidates(activity).exclude(pk__in=known)
    form = InviteForm(typed(request), seats=open_seats)
    words = request.GET.get("q", "").strip()
    shown = members(activity.body, on=activity.on).exclude(pk__in=known)
    if words:
        # Those of the congresses above and below come by name: a county has thousands.
        shown = open_seats.filter(person__name__icontains=words)[:MOST_FOUND]
    return step_page(
        request,
        form,
        lambda: workflow.invite(activity, form.cleaned_data["seats"], by=request.user),
        words=words_for(activity, _("添加参加人"), _("加到名单"), lead=activity.title),
        done=lambda made: _("名单上加了 %d 人。") % len(made),
        then=lambda _made: activity.get_absolute_url(),
        template="activities/invite.html",
        rows=_with_clashes(activity, list(shown), form["seats"].value() or []),
        activity=activity,
        sought=words,
    )


def _with_clashes(activity: Activity, seats, ticked):
    """Each seat with whether it is ticked and the other activities of that time."""
    clashes = workflow.clashes(activity, seats)
    chosen = {str(one) for one in ticked}
    return [(seat, str(seat.pk) in chosen, clashes.get(seat.pk, [])) for seat in seats]


@require_POST
def strike(request, pk):
    line = attendance_for(request, pk)
    if not may(request.user, Permission.ORGANISE, line.activity):
        raise Http404
    return press(
        request,
        lambda: workflow.strike(line, by=request.user),
        done=_("已从名单中去掉。"),
        then=line.activity,
    )


@require_POST
def announce(request, pk):
    activity = activity_for(request, pk, Permission.ORGANISE)
    return press(
        request,
        lambda: workflow.announce(activity, by=request.user, today=localdate()),
        done=_("已通知名单上的每一位代表，手机日历里也会出现。"),
        then=activity,
    )


@require_http_methods(FORM)
def cancel(request, pk):
    activity = activity_for(request, pk, Permission.ORGANISE)
    form = ReasonForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.cancel(
            activity, reason=form.cleaned_data["reason"], by=request.user, today=localdate()
        ),
        words=words_for(
            activity, _("取消活动"), _("取消这次活动"), lead=activity.title, is_grave=True
        ),
        done=_("已取消，通知过的代表会收到原因。"),
        then=lambda _made: activity.get_absolute_url(),
    )

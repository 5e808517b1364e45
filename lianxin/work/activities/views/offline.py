"""Offline records: who came and what was done, or a deputy's own act, sealed on the phone."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.work.activities import workflow
from lianxin.work.activities.forms.recording import RecordForm
from lianxin.work.activities.forms.telling import TellForm
from lianxin.work.activities.kinds import Kind, kind_of, kinds_told
from lianxin.work.activities.models import Activity, ActivityFile, Attendance
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.results import NUMBERS
from lianxin.work.activities.views.recording import write_down
from lianxin.work.activities.views.stepping import RELATED
from lianxin.work.activities.views.telling import bodies_of
from lianxin.work.receptions.sealed import Notebook, taken

KEPT_DAYS = timedelta(days=7)
"""How far back and ahead activities are taken along."""
MOST = 60
LEAST_KEY = 16
LIKELY = {"present": "present", "leave": "excused"}
NOTEBOOK = Notebook(
    "activities",
    title=gettext_lazy("离线记活动"),
    name=gettext_lazy("连心：离线记活动"),
    back="activities:mine",
    scripts=("activities/offline.js",),
    styles=("activities/activities.css",),
)


@login_not_required
@require_safe
def shell(request):
    return NOTEBOOK.page(request)


@login_not_required
@require_safe
def manifest(request):
    return NOTEBOOK.manifest()


@login_not_required
@never_cache
@require_safe
def worker(request):
    return NOTEBOOK.worker(request)


@never_cache
@require_safe
def state(request):
    """What the phone takes along: the lists one keeps, and what one may tell of oneself."""
    user, today = request.user, localdate()
    near = (
        Activity.objects.visible_to(user)
        .open()
        .between(today - KEPT_DAYS, today + KEPT_DAYS)
        .select_related(*RELATED)
        .prefetch_related("attendances__seat__person")
        .order_by("on", "pk")[:MOST]
    )
    return JsonResponse(
        {
            "account": {"id": user.pk, "name": user.name},
            "token": get_token(request),
            "today": str(today),
            "activities": [_taken_along(one) for one in near if may(user, Permission.RECORD, one)],
            "told": [
                {
                    "key": f"tell-{body.pk}-{kind.key}",
                    "name": f"{kind.name}（{body.short_name}）",
                    "words": _("报给%s人大，核对后计入履职档案。") % body.short_name,
                    "fields": _fields(kind),
                }
                for body in bodies_of(user)
                for kind in kinds_told(body)
            ],
        }
    )


def _taken_along(activity: Activity) -> dict[str, Any]:
    begins, ends = localtime(activity.starts_at), localtime(activity.ends_at)
    people = sorted(
        activity.attendances.all(), key=lambda one: (one.seat.person.stroke_key, one.pk)
    )
    return {
        "id": activity.pk,
        "on": str(activity.on),
        "title": activity.title,
        "words": f"{begins:%H:%M}—{ends:%H:%M} {activity.place}",
        "fields": _fields(kind_of(activity.body, activity.kind)),
        "lines": [
            {
                "seat": one.seat_id,
                "name": one.seat.person.name,
                "state": LIKELY.get(one.state, ""),
                "reason": one.reason,
            }
            for one in people
        ],
    }


def _fields(kind: Kind) -> list[dict[str, Any]]:
    """The numbers the kind asks for and its own fields, for the phone to draw."""
    numbers: list[dict[str, Any]] = [
        {"name": name, "label": f"{NUMBERS[name][0]}（{NUMBERS[name][1]}）", "type": "number"}
        for name in kind.asks
    ]
    return numbers + [
        {
            "name": f"own-{field.key}",
            "label": field.label,
            "type": field.type,
            "required": field.is_required,
            "choices": list((field.choices or {}).items()),
        }
        for field in kind.fields
    ]


@require_POST
def take_record(request):
    """One record from the phone: created, known, or refused in words. Safe to send again."""
    return taken(lambda: (_take(request), {}))


def _take(request) -> bool:
    key, about = request.POST.get("post_key", ""), request.POST.get("about", "")
    if not LEAST_KEY <= len(key) <= 36:
        raise Refused(_("记录缺少编号，无法发送。请在离线页面里重新填写。"))
    known = Activity.objects.filter(post_key=key).first()
    if known is not None:
        if request.user.pk not in (known.created_by_id, known.recorded_by_id):
            raise Refused(_("这条记录已由另一个账号登记，没有重复登记。"))
        return False
    what, _dash, rest = about.partition("-")
    if what == "tell":
        _take_told(request, key, rest)
    else:
        _take_held(request, key, rest)
    return True


def _fit(form) -> None:
    if not form.is_valid():
        raise Refused("".join(str(word) for words in form.errors.values() for word in words))


def _take_held(request, key: str, wanted: str) -> None:
    """The organiser's list and record: all of it or nothing."""
    seen = Activity.objects.visible_to(request.user).select_related(*RELATED)
    activity = seen.filter(pk=wanted).first() if wanted.isdecimal() else None
    if activity is None:
        raise Refused(_("找不到这次活动，可能已经删除，或者不再由您管理。"))
    require(request.user, Permission.RECORD, activity)
    kind = kind_of(activity.body, activity.kind)
    form = RecordForm(request.POST, request.FILES, activity=activity, kind=kind)
    _fit(form)
    pictures = [prepare(one) for one in form.cleaned_data["pictures"]]
    said = [line.strip() for line in request.POST.get("opinions", "").splitlines()]
    with transaction.atomic():
        write_down(activity, form, by=request.user, via=Attendance.Via.LIST, post_key=key)
        for number, text in enumerate(line for line in said if line):
            workflow.add_opinion(activity, text=text, by=request.user, post_key=f"{key}-{number}")
        _attach(activity, pictures, request.user)


def _take_told(request, key: str, wanted: str) -> None:
    body_id, _dash, kind_key = wanted.partition("-")
    body = next((one for one in bodies_of(request.user) if str(one.pk) == body_id), None)
    if body is None:
        raise PermissionDenied(_("自己做的事由代表本人填报。"))
    kind = next((one for one in kinds_told(body) if one.key == kind_key), None)
    if kind is None:
        raise Refused(_("这一类现在不用自己填报。请改到别的类别再发送。"))
    form = TellForm(request.POST, request.FILES, kind=kind)
    _fit(form)
    pictures = [prepare(one) for one in form.cleaned_data["pictures"]]
    with transaction.atomic():
        told = workflow.tell(
            person=request.user.person,
            body=body,
            kind=kind.key,
            by=request.user,
            today=localdate(),
            **(form.told() | {"post_key": key}),
        )
        _attach(told, pictures, request.user)


def _attach(activity: Activity, pictures, by) -> None:
    for picture in pictures:
        workflow.add_file(activity, picture, kind=ActivityFile.Kind.PICTURE, by=by)

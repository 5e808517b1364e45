"""Offline reception: an app on the phone that keeps records until there is a network."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.refusals import Refused
from lianxin.work.receptions import workflow
from lianxin.work.receptions.forms.holding import VisitorForm, villages_for
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.sealed import Notebook, taken

KEPT_DAYS = timedelta(days=7)
"""How far back and ahead receptions are taken along."""
MOST = 100
NOTEBOOK = Notebook(
    "receptions",
    title=gettext_lazy("离线接待"),
    name=gettext_lazy("连心：离线接待"),
    back="receptions:list",
    scripts=("receptions/offline.js",),
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
    """What the phone takes along: who is signed in, and the receptions around today."""
    today = localdate()
    mine = (
        Reception.objects.received_by(request.user)
        .between(today - KEPT_DAYS, today + KEPT_DAYS)
        .exclude(state=Reception.State.CANCELLED)
        .for_list()[:MOST]
    )
    villages: dict[tuple[int, int | None], list[dict]] = {}
    return JsonResponse(
        {
            "account": {"id": request.user.pk, "name": request.user.name},
            "token": get_token(request),
            "today": str(today),
            "receptions": [_taken_along(one, villages) for one in mine],
        }
    )


def _taken_along(reception, villages: dict[tuple[int, int | None], list[dict]]) -> dict:
    place = (reception.body_id, reception.station_id)
    if place not in villages:
        villages[place] = [
            {"id": pk, "name": name}
            for pk, name in villages_for(reception).values_list("pk", "name")
        ]
    return {
        "id": reception.pk,
        "on": str(reception.on),
        "where": reception.where,
        "hours": reception.hours,
        "place": reception.address,
        "state": reception.get_state_display(),
        "duties": [
            {"id": one.pk, "name": one.name}
            for one in reception.duties.all()
            if one.state == Duty.State.PLANNED
        ],
        "villages": villages[place],
    }


@require_POST
def take_record(request):
    """One record from the phone: created, known, or refused in words. Safe to send again."""

    def take():
        made = _take(request)
        return made.is_new, {"number": made.record.number, "code": made.code}

    return taken(take)


def _take(request) -> workflow.Recorded:
    post_key = request.POST.get("post_key", "")
    if len(post_key) < 16:
        raise Refused(_("记录缺少编号，无法发送。请在离线页面里重新填写。"))
    wanted = request.POST.get("reception", "")
    seen = Reception.objects.visible_to(request.user).select_related("body", "station")
    reception = seen.filter(pk=wanted).first() if wanted.isdecimal() else None
    if reception is None:
        raise Refused(_("找不到这次接待，可能已经删除，或者不再由您管理。请改到另一次接待再发送。"))
    form = VisitorForm(request.POST, request.FILES, reception=reception)
    if not form.is_valid():
        raise Refused("".join(str(word) for words in form.errors.values() for word in words))
    # The phone gave each record a name of its own; no other record ever has it.
    typed = form.values() | {"post_key": post_key}
    return workflow.record_visitor(
        reception,
        by=request.user,
        today=localdate(),
        came_offline=True,
        received_at=_written_at(request.POST.get("written_at", ""), reception),
        **typed,
    )


def _written_at(text: str, reception) -> datetime:
    """When the phone says it was written; now, where its clock cannot be right."""
    now = timezone.now()
    try:
        said = parse_datetime(text)
    except ValueError:
        said = None
    if said is None or timezone.is_naive(said):
        return now
    is_possible = reception.begins_at - timedelta(days=1) <= said <= now
    return said if is_possible else now

"""Boxes: the list with those too long unopened, one box, its openings."""

from datetime import timedelta

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.stepping import FORM, Words, found_for, typed
from lianxin.work.opinions import workflow
from lianxin.work.opinions.forms.boxes import BoxForm, OpeningForm, ReasonForm, SlipForm
from lianxin.work.opinions.models import Box, Opening
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.views.stepping import room_crumb, step_page, tabs_of
from lianxin.work.voices.models import VoterMessage


@require_safe
def listing(request):
    """All boxes in use; which have not been opened for longer than the rule allows."""
    user, today = request.user, localdate()
    boxes = list(Box.objects.visible_to(user).in_use().for_list())
    limits = {one.body_id: one.body for one in boxes}
    days = {pk: rule("box.opening", body, today).value for pk, body in limits.items()}
    rows = []
    for box in boxes:
        unopened = (today - (box.last_on or box.since)).days
        rows.append((box, unopened, unopened > days[box.body_id]))
    rows.sort(key=lambda row: not row[2])
    context = {
        "rows": rows,
        "late": sum(is_late for _box, _days, is_late in rows),
        "tabs": tabs_of(user, "opinions:boxes"),
        "keeps": user.has_role(*CLERKS, Role.LIAISON),
    }
    return render(request, "opinions/boxes.html", context)


def _box(request, pk, permission: str = "") -> Box:
    return found_for(request, Box, pk, permission, related=("body", "station", "village"))


@require_safe
def detail(request, pk):
    box = _box(request, pk)
    today = localdate()
    openings = list(box.openings.annotate(typed=Count("slips")).order_by("-on", "-pk")[:60])
    messages = (
        VoterMessage.objects.visible_to(request.user)
        .filter(box_slip__opening__in=openings)
        .for_list()
        .select_related("box_slip")
    )
    slips: dict[int, list] = {}
    for message in messages:
        slips.setdefault(message.box_slip.opening_id, []).append(message)
    keeps = may(request.user, Permission.KEEP_BOX, box)
    limit = rule("box.opening", box.body, today).value
    last = openings[0].on if openings else box.since
    context = {
        "box": box,
        "openings": [
            (one, slips.get(one.pk, []), max(0, one.count - one.typed)) for one in openings
        ],
        "keeps": keeps,
        "limit": limit,
        "late_days": (today - last).days if today - last > timedelta(days=limit) else 0,
        "events": events_of(box).reverse()[:20] if keeps else [],
    }
    return render(request, "opinions/box.html", context)


def _crumbs(box=None):
    crumbs = [room_crumb("opinions:boxes", _("意见箱"))]
    return [*crumbs, (str(box), box.get_absolute_url())] if box else crumbs


@require_http_methods(FORM)
def new(request):
    if not request.user.has_role(*CLERKS, Role.LIAISON):
        raise Http404
    return _kept(request, BoxForm(typed(request), user=request.user), _("设立意见箱"))


@require_http_methods(FORM)
def change(request, pk):
    box = _box(request, pk, Permission.KEEP_BOX)
    form = BoxForm(typed(request), instance=box, user=request.user)
    return _kept(request, form, _("修改意见箱"))


def _kept(request, form, heading):
    box = form.instance
    back = box.get_absolute_url() if box.pk else reverse("opinions:boxes")
    return step_page(
        request,
        form,
        lambda: workflow.put_up(form.save(commit=False), by=request.user),
        words=Words(heading, _("保存"), back, crumbs=_crumbs()),
        done=_("已保存。"),
        then=lambda kept: kept.get_absolute_url(),
    )


@require_http_methods(FORM)
def open_box(request, pk):
    """登记开箱: two people, the number of slips, and what stands on them."""
    box = _box(request, pk, Permission.KEEP_BOX)
    form = OpeningForm(typed(request), box=box)
    back = box.get_absolute_url()
    return step_page(
        request,
        form,
        lambda: workflow.open_box(box, by=request.user, today=localdate(), **form.values()),
        words=Words(
            _("登记开箱"),
            _("保存"),
            back,
            lead=_("两人在场开箱，照纸条上的原话一张一张录入；一次录不完的，保存后再补。"),
            crumbs=_crumbs(box),
        ),
        done=_("开箱已登记，录入的意见已编入选民留言。"),
        then=back,
    )


@require_http_methods(FORM)
def slip(request, pk):
    opening = get_object_or_404(Opening.objects.select_related("box__body", "box__station"), pk=pk)
    box = _box(request, opening.box_id)
    require(request.user, Permission.KEEP_BOX, box)
    form = SlipForm(typed(request))
    back = box.get_absolute_url()
    return step_page(
        request,
        form,
        lambda: workflow.add_slip(opening, by=request.user, today=localdate(), **form.cleaned_data),
        words=Words(_("补录一张"), _("保存"), back, lead=str(opening), crumbs=_crumbs(box)),
        done=_("已录入，编入选民留言。"),
        then=back,
    )


@require_http_methods(FORM)
def close(request, pk):
    box = _box(request, pk, Permission.KEEP_BOX)
    form = ReasonForm(typed(request))
    back = box.get_absolute_url()
    return step_page(
        request,
        form,
        lambda: workflow.close_box(box, by=request.user, today=localdate(), **form.cleaned_data),
        words=Words(
            _("撤除意见箱"),
            _("撤除"),
            back,
            lead=_("撤除以前请先开一次箱。开箱记录仍然保留。"),
            is_grave=True,
            crumbs=_crumbs(box),
        ),
        done=_("已撤除。"),
        then=back,
    )

"""Schemes of points and what they come to: for the office, and each deputy's own."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.work.duty import workflow
from lianxin.work.duty.entries import sections_for
from lianxin.work.duty.forms.points import PointItemForm, SchemeForm
from lianxin.work.duty.forms.tasks import ReasonForm
from lianxin.work.duty.models import PointItem, Scheme
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.scoring import (
    gaps_in,
    group_scores_at,
    is_used,
    missing_in,
    scores_at,
)
from lianxin.work.duty.views.common import kept_or_403
from lianxin.work.duty.views.stepping import step_page


def _crumbs(scheme: Scheme | None = None):
    found = [(_("积分"), reverse("duty:schemes"))]
    if scheme is not None:
        found.append((scheme.name, scheme.get_absolute_url()))
    return found


def _kept(request, pk) -> Scheme:
    """A scheme of exactly the reader's body: points are nobody else's to see."""
    bodies = kept_or_403(request.user)
    found = get_object_or_404(Scheme.objects.filter(body__in=bodies).select_related("body"), pk=pk)
    require(request.user, Permission.KEEP, found)
    return found


@require_safe
def scheme_list(request):
    """The schemes of one's body; where points are off, why and what it would take."""
    bodies = list(kept_or_403(request.user).order_by("path"))
    today = localdate()
    context = {
        "schemes": Scheme.objects.filter(body__in=bodies).select_related("body"),
        "using": [body for body in bodies if is_used(body, today)],
        "tabs": sections_for(request.user, "duty:schemes"),
    }
    return render(request, "duty/schemes.html", context)


@require_safe
def scheme(request, pk):
    """A scheme; in force also what each deputy's records come to, in stroke order."""
    found = _kept(request, pk)
    today = localdate()
    year = date(today.year, 1, 1)
    shown = found.state == Scheme.State.IN_FORCE and is_used(found.body, today)
    by_group = found.subject == Scheme.Subject.GROUP
    bands = list(found.bands.all())
    context = {
        "scheme": found,
        "items": found.items.all(),
        "bands": bands,
        "gaps": gaps_in(bands),
        "missing": missing_in(found),
        "is_used": is_used(found.body, today),
        "scores": scores_at(found, year, today) if shown and not by_group else [],
        "groups": group_scores_at(found, year, today) if shown and by_group else [],
        "year": today.year,
    }
    return render(request, "duty/scheme.html", context)


@require_http_methods(FORM)
def scheme_new(request):
    form = SchemeForm(typed(request), bodies=kept_or_403(request.user))
    return step_page(
        request,
        form,
        lambda: workflow.start_scheme(by=request.user, today=localdate(), **form.cleaned_data),
        words=Words(_("新积分办法"), _("起草"), reverse("duty:schemes"), crumbs=_crumbs()),
        done=_("已起草。缺的数字补齐以后才能启用。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def item_new(request, pk):
    found = _kept(request, pk)
    return _item_page(request, found, None, _("加一项记分"))


@require_http_methods(FORM)
def item_edit(request, pk):
    item = get_object_or_404(PointItem.objects.select_related("scheme"), pk=pk)
    return _item_page(request, _kept(request, item.scheme_id), item, _("修改记分事项"))


def _item_page(request, found: Scheme, item: PointItem | None, heading: str):
    form = PointItemForm(typed(request), item=item)
    return step_page(
        request,
        form,
        lambda: workflow.set_point_item(found, item=item, by=request.user, **form.cleaned_data),
        words=Words(heading, _("保存"), found.get_absolute_url(), crumbs=_crumbs(found)),
        done=_("已保存。"),
        then=lambda _item: found.get_absolute_url(),
    )


@require_POST
def scheme_issue(request, pk):
    found = _kept(request, pk)
    return press(
        request,
        lambda: workflow.put_scheme_in_force(found, by=request.user, today=localdate()),
        done=_("已启用。积分只有代表本人和本级人大办看得到。"),
        then=found.get_absolute_url(),
    )


@require_http_methods(FORM)
def scheme_withdraw(request, pk):
    found = _kept(request, pk)
    if found.state != Scheme.State.IN_FORCE and request.method != "POST":
        raise Http404(_("这份办法没有启用，不用停用。"))
    form = ReasonForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.withdraw_scheme(
            found, reason=form.cleaned_data["reason"], by=request.user
        ),
        words=Words(
            _("停用积分办法"),
            _("停用"),
            found.get_absolute_url(),
            is_grave=True,
            crumbs=_crumbs(found),
        ),
        done=_("已停用。"),
        then=lambda made: made.get_absolute_url(),
    )

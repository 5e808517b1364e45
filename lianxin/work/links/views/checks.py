"""Spot checks: draw, call, keep the answer."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.people.permissions import require
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.stepping import FORM, Words, step_page, typed
from lianxin.work.links import workflow
from lianxin.work.links.calls import results_of
from lianxin.work.links.forms.checks import CallForm, DrawForm
from lianxin.work.links.models import SpotCall, SpotCheck
from lianxin.work.links.permissions import Permission
from lianxin.work.links.views.common import tabs


@require_safe
def checks(request):
    """Every draw of the clerk's bodies, newest first, with what the calls found."""
    bodies = bodies_clerked_by(request.user)
    found = list(SpotCheck.objects.filter(body__in=bodies).select_related("body")[:100])
    results = results_of(found)
    only_open = request.GET.get("only") == "open"
    calls = SpotCall.objects.filter(draw__body__in=bodies, result="")
    calls = calls.select_related("draw", "voter__seat__person", "voter__village")
    context = {
        "only_open": only_open,
        "page": list(calls.order_by("draw", "position")[:200]) if only_open else found,
        "tabs": tabs(request),
        "bodies": bodies,
        "rows": [(one, results[one.pk]) for one in found],
    }
    return render(request, "links/checks.html", context)


@require_http_methods(FORM)
def check_new(request):
    asked = request.GET.get("body", "")
    body = get_object_or_404(bodies_clerked_by(request.user), pk=asked if asked.isdecimal() else 0)
    require(request.user, Permission.CHECK, body)
    back = reverse("links:checks")
    return step_page(
        request,
        DrawForm(typed(request)),
        lambda size: workflow.draw_check(body, size=size, by=request.user, today=localdate()),
        words=Words(
            _("抽查联系选民（%s）") % body.short_name,
            _("抽取"),
            back,
            lead=_(
                "由系统随机抽取，种子和名单范围都留底，谁都可以重算核对。抽了就留痕，不能删除重抽。"
            ),
            crumbs=[(_("抽查"), back)],
        ),
        done=_("已抽取，请逐个打电话核实。"),
        then=lambda check: check.get_absolute_url(),
    )


def _check_for(request, pk) -> SpotCheck:
    found = SpotCheck.objects.filter(body__in=bodies_clerked_by(request.user))
    return get_object_or_404(found.select_related("body", "drawn_by"), pk=pk)


@require_safe
def check(request, pk):
    one = _check_for(request, pk)
    calls = one.calls.select_related("voter__seat__person", "voter__village", "called_by")
    context = {"check": one, "calls": calls, "results": results_of([one])[one.pk]}
    return render(request, "links/check.html", context)


@never_cache
@require_http_methods(FORM)
def call(request, pk):
    """Keep the answer of one call; the telephone is on the voter's page, with a reason."""
    found = SpotCall.objects.filter(draw__body__in=bodies_clerked_by(request.user))
    one = get_object_or_404(
        found.select_related("draw__body", "voter__seat__person", "voter__village"), pk=pk
    )
    require(request.user, Permission.CHECK, one.draw)
    back = one.draw.get_absolute_url()
    return step_page(
        request,
        CallForm(typed(request), initial={"result": one.result, "words": one.words}),
        lambda **values: workflow.record_call(one, by=request.user, today=localdate(), **values),
        words=Words(
            _("第 %(place)s 名：%(deputy)s联系的%(name)s")
            % {
                "place": one.position,
                "deputy": one.voter.seat.person.name,
                "name": one.voter.masked_name,
            },
            _("保存"),
            back,
            lead=_("问：代表有没有联系过您，什么时候，谈了什么，办了没有。"),
            crumbs=[(str(one.draw), back)],
        ),
        done=_("已保存。"),
        then=back,
    )

"""Schemes: what a county assesses by, item by item."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.figures.catalogue import Scope
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.work.assessments import workflow
from lianxin.work.assessments.conditions import asked
from lianxin.work.assessments.forms import (
    ItemForm,
    NewSchemeForm,
    RoundForm,
    SchemeForm,
    areas_of,
)
from lianxin.work.assessments.models import Item, Round, Scheme, Sheet
from lianxin.work.assessments.permissions import Permission
from lianxin.work.assessments.queries import works_here
from lianxin.work.assessments.views.common import county_of, home_crumb, item_for, scheme_for

MOST_ROWS = 60


@require_safe
def listing(request):
    """The county's rounds and schemes; one's own sheets, the newest first."""
    if not works_here(request.user):
        raise Http404
    county = county_of(request.user)
    sheets = Sheet.objects.visible_to(request.user).for_list().order_by("-round__year", "-round")
    context = {
        "county": county,
        "rounds": Round.objects.visible_to(request.user).select_related("scheme", "body")[
            :MOST_ROWS
        ],
        "schemes": Scheme.objects.visible_to(request.user).select_related("body")[:MOST_ROWS],
        "sheets": [] if county else sheets[:MOST_ROWS],
        "today": localdate(),
    }
    return render(request, "assessments/list.html", context)


@require_http_methods(FORM)
def new(request):
    county = county_of(request.user)
    if county is None:
        raise PermissionDenied(_("考评办法由县级人大制定。"))
    return step_page(
        request,
        NewSchemeForm(typed(request)),
        lambda key: workflow.copy_shipped(county, key, by=request.user),
        words=Words(
            _("起草考评办法"),
            _("起草"),
            reverse("assessments:list"),
            lead=_("从现成的办法开始，再逐项修改。原文没有写的分值，由县里定。"),
            crumbs=[home_crumb()],
        ),
        done=_("已起草。请逐项核对，分值合计等于总分以后启用。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_safe
def scheme(request, pk):
    found = scheme_for(request, pk)
    items = list(found.items.all())
    scope = Scope(found.body, localdate(), localdate())
    keeps = may(request.user, Permission.KEEP_SCHEME, found)
    context = {
        "scheme": found,
        "areas": [
            (
                area,
                [(one, [asked(condition, scope) for condition in one.conditions]) for one in rows],
            )
            for area, rows in areas_of(items)
        ],
        "number": len(items),
        "street_number": sum(not one.omitted_by_streets for one in items),
        "sum": sum(one.points or 0 for one in items),
        "shortcomings": workflow.shortcomings(found) if found.state == "draft" else [],
        "keeps": keeps,
        "edits": keeps and found.state == Scheme.State.DRAFT,
    }
    return render(request, "assessments/scheme.html", context)


@require_http_methods(FORM)
def change(request, pk):
    found = scheme_for(request, pk, Permission.KEEP_SCHEME)
    return step_page(
        request,
        SchemeForm(typed(request), scheme=found),
        lambda **given: workflow.change_scheme(found, by=request.user, **given),
        words=_words(_("修改办法"), found),
        done=_("已保存。"),
        then=found.get_absolute_url(),
    )


def _words(heading, scheme: Scheme) -> Words:
    back = scheme.get_absolute_url()
    return Words(heading, _("保存"), back, crumbs=[home_crumb(), (str(scheme), back)])


@require_http_methods(FORM)
def item_new(request, pk):
    found = scheme_for(request, pk, Permission.KEEP_SCHEME)
    return _item_page(request, Item(scheme=found), _("加一项"))


@require_http_methods(FORM)
def item_change(request, pk):
    return _item_page(request, item_for(request, pk, Permission.KEEP_SCHEME), _("修改考评项目"))


def _item_page(request, item: Item, heading):
    form = ItemForm(typed(request), item=item)

    def act(**_given):
        for name, value in form.values().items():
            setattr(item, name, value)
        return workflow.save_item(item, by=request.user)

    return step_page(
        request,
        form,
        act,
        words=_words(heading, item.scheme),
        done=_("已保存。"),
        then=item.scheme.get_absolute_url(),
    )


@require_POST
def item_remove(request, pk):
    item = item_for(request, pk, Permission.KEEP_SCHEME)
    return press(
        request,
        lambda: workflow.remove_item(item, by=request.user),
        done=_("已删去。"),
        then=item.scheme,
    )


@require_POST
def use(request, pk):
    found = scheme_for(request, pk, Permission.KEEP_SCHEME)
    return press(
        request,
        lambda: workflow.put_in_use(found, by=request.user),
        done=_("已启用，可以开展年度考评。"),
        then=found,
    )


@require_POST
def copy(request, pk):
    found = scheme_for(request, pk, Permission.KEEP_SCHEME)
    return press(
        request,
        lambda: workflow.copy_scheme(found, by=request.user),
        done=_("已复制一份修改稿。"),
        then=reverse("assessments:list"),
    )


@require_POST
def retire(request, pk):
    found = scheme_for(request, pk, Permission.KEEP_SCHEME)
    return press(
        request,
        lambda: workflow.retire(found, by=request.user),
        done=_("已停用。"),
        then=found,
    )


@require_http_methods(FORM)
def round_new(request, pk):
    found = scheme_for(request, pk, Permission.KEEP_SCHEME)
    today = localdate()
    form = RoundForm(typed(request), initial={"year": today.year})
    return step_page(
        request,
        form,
        lambda **given: workflow.open_round(found, by=request.user, today=today, **given),
        words=Words(
            _("开展年度考评"),
            _("开展"),
            found.get_absolute_url(),
            lead=_("每个乡镇、街道一张考评表，街道不考的项自动去掉；指标由系统从记录计算。"),
            crumbs=[home_crumb(), (str(found), found.get_absolute_url())],
        ),
        done=_("已开展。各乡镇、街道可以自评。"),
        then=lambda made: made.get_absolute_url(),
    )

"""The body's own lists: taken over, written, changed; and the year plan's template."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.work.stations import proofs, workflow
from lianxin.work.stations.forms.checks import ItemForm, ListEditForm, ListForm, initial_of
from lianxin.work.stations.forms.plans import PlanTemplateForm
from lianxin.work.stations.models import ChecklistItem, ChecklistTemplate, PlanTemplate
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.shipped import shipped_lists
from lianxin.work.stations.views.common import year_asked


@require_safe
def lists(request):
    """The lists of the bodies the reader keeps, and those that may be taken over."""
    bodies = list(bodies_clerked_by(request.user))
    if not bodies:
        require(request.user, Permission.SET_LISTS, request.user.home_body or Body())
    kept = [
        (
            body,
            ChecklistTemplate.objects.filter(body=body).prefetch_related("items"),
            ChecklistTemplate.objects.for_body(body).in_use().exclude(body=body),
            [one for one in shipped_lists().values() if one.title not in _titles(body)],
        )
        for body in bodies
    ]
    return render(request, "stations/lists.html", {"kept": kept, "year": localdate().year})


def _titles(body) -> set[str]:
    return set(ChecklistTemplate.objects.filter(body=body).values_list("title", flat=True))


@require_POST
def list_adopt(request):
    body = _body(request, request.POST.get("body", ""))
    return press(
        request,
        lambda: workflow.adopt_list(body, request.POST.get("code", ""), by=request.user),
        done=_("已采用，可以按本级的情况修改。"),
        then="stations:lists",
    )


@require_http_methods(FORM)
def list_new(request):
    body = _body(request, request.GET.get("body", ""))
    return step_page(
        request,
        ListForm(typed(request)),
        lambda title, source, use: workflow.open_list(
            body, title, by=request.user, source=source, use=use
        ),
        words=_words(_("新建清单（%(body)s）") % {"body": body.short_name}, _("新建")),
        done=_("已新建，请添加项目。"),
        then=lambda template: reverse("stations:list_detail", args=[template.pk]),
    )


@require_safe
def list_detail(request, pk):
    template = _template(request, pk)
    titles = {kind.code: kind.title for kind in proofs.kinds()}
    items = [
        (item, titles.get(item.proof, ""))
        for item in template.items.filter(dropped_on__isnull=True)
    ]
    return render(request, "stations/list_detail.html", {"template": template, "items": items})


@require_http_methods(FORM)
def list_edit(request, pk):
    template = _template(request, pk)
    return step_page(
        request,
        ListEditForm(typed(request), template=template),
        lambda **values: workflow.change_list(template, by=request.user, **values),
        words=_words(template.title, _("保存"), template),
        done=_("已保存。"),
        then=reverse("stations:list_detail", args=[template.pk]),
    )


@require_http_methods(FORM)
def item_new(request, pk):
    template = _template(request, pk)
    return step_page(
        request,
        ItemForm(
            typed(request), template=template, initial={"position": template.items.count() + 1}
        ),
        lambda **values: workflow.set_item(template, by=request.user, **values),
        words=_words(_("添加项目"), _("添加"), template),
        done=_("已添加。"),
        then=reverse("stations:list_detail", args=[template.pk]),
    )


@require_http_methods(FORM)
def item_edit(request, pk):
    item = _item(request, pk)
    return step_page(
        request,
        ItemForm(typed(request), template=item.template, initial=initial_of(item)),
        lambda **values: workflow.set_item(item.template, item=item, by=request.user, **values),
        words=_words(_("修改项目"), _("保存"), item.template),
        done=_("已保存。"),
        then=reverse("stations:list_detail", args=[item.template_id]),
    )


@require_POST
def item_drop(request, pk):
    item = _item(request, pk)
    return press(
        request,
        lambda: workflow.drop_item(item, by=request.user, on=localdate()),
        done=_("已停用，以前的材料都保留。"),
        then=reverse("stations:list_detail", args=[item.template_id]),
    )


@require_http_methods(FORM)
def plan_template(request):
    """What stations are asked to plan for a year."""
    body, year = _body(request, request.GET.get("body", "")), year_asked(request)
    known = PlanTemplate.objects.filter(body=body, year=year).first()
    initial = {"guidance": known.guidance, "items": known.items} if known else {}
    return step_page(
        request,
        PlanTemplateForm(typed(request), initial=initial),
        lambda **values: workflow.set_plan_template(body, year=year, by=request.user, **values),
        words=_words(
            _("%(body)s %(year)s 年联络站年度计划样式") % {"body": body.short_name, "year": year},
            _("保存"),
        ),
        done=_("已保存，各站写计划时看得到。"),
        then="stations:lists",
    )


def _body(request, code: str) -> Body:
    return get_object_or_404(bodies_clerked_by(request.user), code=code)


def _template(request, pk) -> ChecklistTemplate:
    kept = ChecklistTemplate.objects.filter(body__in=bodies_clerked_by(request.user))
    return get_object_or_404(kept.select_related("body"), pk=pk)


def _item(request, pk) -> ChecklistItem:
    kept = ChecklistItem.objects.filter(
        template__body__in=bodies_clerked_by(request.user), dropped_on__isnull=True
    )
    return get_object_or_404(kept.select_related("template__body"), pk=pk)


def _words(heading: str, button: str, template: ChecklistTemplate | None = None) -> Words:
    lists_url = reverse("stations:lists")
    crumbs = [(_("检查清单"), lists_url)]
    back = lists_url
    if template is not None:
        back = reverse("stations:list_detail", args=[template.pk])
        crumbs.append((template.title, back))
    return Words(heading, button, back, crumbs=crumbs)

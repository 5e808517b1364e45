"""承办单位: who may be handed suggestions, under which names, and who signs in for them."""

from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.faces.setup.exporting import offices_export
from lianxin.faces.setup.forms.offices import (
    CloseForm,
    MergeForm,
    NewOfficeForm,
    OfficeFilterForm,
    OfficeForm,
    RenameForm,
)
from lianxin.faces.setup.rosters import BY_KIND, with_handlers
from lianxin.faces.setup.sight import bodies_read_by, bodies_staffed_by, choose
from lianxin.faces.setup.views.deputies import spreadsheet
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people import workflow
from lianxin.foundation.people.models import CLERKS, Office
from lianxin.foundation.people.permissions import Permission, may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, step_page
from lianxin.ui.paging import paginate


@require_safe
def office_list(request):
    if exports.is_asked(request):
        return exports.answer(request, offices_export)
    body, bodies = choose(bodies_read_by(request.user), request.user, request.GET.get("body"))
    filters = OfficeFilterForm(request.GET, body=body, bodies=bodies)
    page = paginate(request, filters.apply(), order=BY_KIND, rows=with_handlers())
    context = {
        "body": body,
        "filters": filters,
        "page": page,
        "export": exports.address(request),
        "may_keep": may(request.user, Permission.MANAGE_PEOPLE, body),
        "clear": reverse("setup:offices", query={"body": body.code}),
    }
    return render(request, "setup/offices/list.html", context)


@require_safe
def export(request):
    body, _bodies = choose(bodies_staffed_by(request.user), request.user, request.GET.get("body"))
    return spreadsheet(request, "offices", body, _("承办单位"))


@require_http_methods(FORM)
def office_new(request):
    body, _bodies = choose(bodies_staffed_by(request.user), request.user, request.GET.get("body"))
    back = reverse("setup:offices", query={"body": body.code})
    return step_page(
        request,
        NewOfficeForm(request.POST or None),
        lambda name, **typed: workflow.open_office(name, body=body, by=request.user, **typed),
        words=Words(
            _("登记承办单位（%(body)s）") % {"body": body.short_name},
            lead=_("部门、站所、村（社区）、企业，凡是建议会交给它办的，都登记在这里。"),
            button=_("登记"),
            back=back,
            crumbs=[(_("承办单位"), back)],
        ),
        done=_("已登记。下一步请为它的经办人开通账号。"),
        then=lambda office: reverse("setup:office", args=[office.pk]),
    )


@require_safe
def office_detail(request, pk):
    bodies = bodies_read_by(request.user)
    choose(bodies, request.user, None)
    offices = with_handlers().filter(body__in=bodies).select_related("body", "merged_into")
    office = get_object_or_404(offices.prefetch_related("former_names", "merged_from"), pk=pk)
    may_keep = may(request.user, Permission.MANAGE_PEOPLE, office)
    context = {
        "office": office,
        "may_keep": may_keep,
        "may_work": may_keep and office.closed_on is None,
        "suggestions": _suggestions_of(request.user, office),
        "events": events_of(office).reverse()[:30],
    }
    return render(request, "setup/offices/detail.html", context)


@require_http_methods(FORM)
def office_edit(request, pk):
    office = _office(request, pk)
    initial = {name: getattr(office, name) for name in OfficeForm.base_fields}
    return step_page(
        request,
        OfficeForm(request.POST or None, initial=initial),
        lambda **typed: workflow.change_office(office, by=request.user, **typed),
        words=_words(
            office, _("更正承办单位资料"), _("保存"), lead=_("名称有变动的，请用“更名”。")
        ),
        done=_("资料已保存。"),
        then=_address(office),
    )


@require_http_methods(FORM)
def office_rename(request, pk):
    office = _office(request, pk)
    return step_page(
        request,
        RenameForm(request.POST or None, initial={"name": office.name, "on": localdate()}),
        lambda name, on: workflow.rename_office(office, name, by=request.user, on=on),
        words=_words(
            office,
            _("承办单位更名"),
            _("更名"),
            lead=_("旧名称留作曾用名，按旧名称仍然查得到；以前的公文不变。"),
        ),
        done=_("已更名，旧名称留作曾用名。"),
        then=_address(office),
    )


@require_http_methods(FORM)
def office_merge(request, pk):
    office = _office(request, pk)
    return step_page(
        request,
        MergeForm(request.POST or None, office=office, initial={"on": localdate()}),
        lambda into, on, reason: workflow.merge_office(
            office, into, by=request.user, on=on, reason=reason
        ),
        words=_words(
            office,
            _("并入其他单位"),
            _("并入"),
            lead=_(
                "办过的建议仍然记在它名下，从撤并之日起不再交办给它；正在办理的，请另行改派给接手的单位。"
            ),
            is_grave=True,
        ),
        done=_("已登记撤并。正在办理的建议，请改派给接手的单位。"),
        then=_address(office),
    )


@require_http_methods(FORM)
def office_close(request, pk):
    office = _office(request, pk)
    return step_page(
        request,
        CloseForm(request.POST or None, initial={"on": localdate()}),
        lambda on, reason: workflow.close_office(office, by=request.user, on=on, reason=reason),
        words=_words(
            office,
            _("撤销承办单位"),
            _("撤销"),
            lead=_("没有单位接手时用；有单位接手的，请用“并入”。办过的建议仍然记在它名下。"),
            is_grave=True,
        ),
        done=_("已登记撤销。"),
        then=_address(office),
    )


def _office(request, pk) -> Office:
    bodies = bodies_staffed_by(request.user)
    choose(bodies, request.user, None)
    return get_object_or_404(Office.objects.filter(body__in=bodies).select_related("body"), pk=pk)


def _suggestions_of(account, office: Office) -> str:
    """Address of the list of what the office handled, for clerks who may open it."""
    if not account.has_role(*CLERKS):
        return ""
    try:
        return reverse("suggestions:list", query={"office": office.pk, "body": office.body_id})
    except NoReverseMatch:
        return ""


def _address(office: Office) -> str:
    return reverse("setup:office", args=[office.pk])


def _words(
    office: Office, heading: str, button: str, *, lead: str = "", is_grave: bool = False
) -> Words:
    return Words(
        heading,
        lead=lead,
        button=button,
        back=_address(office),
        crumbs=[
            (_("承办单位"), reverse("setup:offices", query={"body": office.body.code})),
            (office.name, _address(office)),
        ],
        is_grave=is_grave,
    )

"""机构: the tree of bodies, their names and numbers, the rules they go by."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.faces.setup.checklist import lines
from lianxin.faces.setup.exporting import bodies_export
from lianxin.faces.setup.forms.bodies import (
    ChangeBodyForm,
    OpenBodyForm,
    ProfileForm,
    ReasonForm,
)
from lianxin.faces.setup.sight import bodies_kept_by, choose
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people import workflow
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import Permission, may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.choosing import (
    INHERITED,
    choose_profile,
    differences,
    effective,
)
from lianxin.foundation.rulebook.queries import layers_of
from lianxin.foundation.rulebook.shipped import profile_names, title_of
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, REFUSED, Words, press, step_page, words_of


@require_safe
def body_list(request):
    """All bodies the reader keeps, each below the one it belongs to."""
    if exports.is_asked(request):
        return exports.answer(request, bodies_export)
    _body, _active = choose(bodies_kept_by(request.user), request.user, None)
    bodies = list(bodies_kept_by(request.user).select_related("parent"))
    roots = min(body.path.count("/") for body in bodies)
    rows = [(line, line.body.path.count("/") - roots) for line in lines(bodies)]
    context = {
        "rows": rows,
        "export": exports.address(request),
        "may_add": any(
            may(request.user, Permission.MANAGE_BODIES, one) for one in _parents(bodies)
        ),
    }
    return render(request, "setup/bodies/list.html", context)


@require_safe
def body_detail(request, pk):
    body = _kept(request, pk)
    profile = layers_of(body).profile
    context = {
        "body": body,
        "profile": title_of(profile),
        "is_inherited": not body.profile,
        "children": body.children.order_by("path"),
        "terms": body.terms.order_by("-number"),
        "may_switch": may(request.user, Permission.MANAGE_BODIES, body.parent or body)
        and body.parent is not None,
        "events": events_of(body).reverse()[:20],
    }
    return render(request, "setup/bodies/detail.html", context)


@require_http_methods(FORM)
def body_new(request):
    bodies = bodies_kept_by(request.user)
    choose(bodies, request.user, None)
    parents = bodies.filter(kind=Body.Kind.COUNTY, is_active=True)
    if not parents:
        raise PermissionDenied(_("增加乡镇和街道由县级人大办理。"))
    form = OpenBodyForm(request.POST or None, parents=parents)
    return step_page(
        request,
        form,
        lambda **typed: workflow.open_body(by=request.user, **typed),
        words=Words(
            _("增加乡镇或者街道"),
            lead=_("增加以后，给它开通工作人员账号，届次、代表和承办单位由它自己管理。"),
            button=_("增加"),
            back=reverse("setup:bodies"),
            crumbs=[(_("机构"), reverse("setup:bodies"))],
        ),
        done=_("已增加。下一步请登记届次，并为它的工作人员开通账号。"),
        then=lambda body: reverse("setup:body", args=[body.pk]),
    )


@require_http_methods(FORM)
def body_edit(request, pk):
    body = _kept(request, pk)
    initial = {name: getattr(body, name) for name in ChangeBodyForm.base_fields}
    here = reverse("setup:body", args=[body.pk])
    return step_page(
        request,
        ChangeBodyForm(request.POST or None, initial=initial),
        lambda **typed: workflow.change_body(body, by=request.user, **typed),
        words=Words(
            _("更正机构资料"),
            lead=_("已经印发的公文不变，以后的公文用新的名称。"),
            button=_("保存"),
            back=here,
            crumbs=[(_("机构"), reverse("setup:bodies")), (body.short_name, here)],
        ),
        done=_("机构资料已保存。"),
        then=here,
    )


@require_http_methods(FORM)
def body_close(request, pk):
    body = _kept(request, pk)
    require(request.user, Permission.MANAGE_BODIES, body.parent or body)
    here = reverse("setup:body", args=[body.pk])
    line = lines([body])[0]
    counts = {"deputies": line.deputies, "accounts": line.accounts}
    return step_page(
        request,
        ReasonForm(request.POST or None),
        lambda reason: workflow.close_body(body, by=request.user, reason=reason),
        words=Words(
            _("停用%(name)s") % {"name": body.short_name},
            lead=_("停用以后，不再出现在各处的选择里。办过的建议、代表和账本都保留，可以再恢复。"),
            button=_("停用"),
            back=here,
            crumbs=[(_("机构"), reverse("setup:bodies")), (body.short_name, here)],
            notes=[
                _(
                    "它还有代表资格 %(deputies)d 个、账号 %(accounts)d 个。停用机构不会终止它们，"
                    "请另行办理。"
                )
                % counts
            ]
            if any(counts.values())
            else [],
            is_grave=True,
        ),
        done=_("已停用。"),
        then=here,
    )


@require_POST
def body_reopen(request, pk):
    body = _kept(request, pk)
    return press(
        request,
        lambda: workflow.reopen_body(body, by=request.user),
        done=_("已恢复使用。"),
        then=reverse("setup:body", args=[body.pk]),
    )


@require_http_methods(FORM)
def profile(request, pk):
    """What another profile would change, and the button that chooses it."""
    body = _kept(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    inherited = effective(body, INHERITED)
    may_choose = may(request.user, Permission.SET_RULE, body)
    wanted = asked.get("profile", body.profile)
    if wanted not in {INHERITED, *profile_names()}:
        wanted = body.profile
    refused, status = "", 200
    if request.method == "POST":
        try:
            choose_profile(
                body, wanted, by=request.user, instead_of=request.POST.get("instead_of", "")
            )
        except Refused as refusal:
            refused, status = words_of(refusal), REFUSED
            body.refresh_from_db()
        else:
            messages.success(request, _("地方规则已改用。已经算出的期限不变。"))
            return redirect("setup:profile", pk=body.pk)
    changes = differences(body, wanted, localdate())
    context = {
        "body": body,
        "form": ProfileForm({"profile": wanted}, inherited=inherited),
        "wanted": wanted,
        "now_title": title_of(layers_of(body).profile),
        "then_title": title_of(effective(body, wanted)),
        "is_inherited": not body.profile,
        "is_other": wanted != body.profile,
        "changes": [one for one in changes if not one.is_only_source],
        "resourced": [one for one in changes if one.is_only_source],
        "heirs": body.children.filter(profile=INHERITED, is_active=True),
        "may_choose": may_choose,
        "refused": refused,
    }
    return render(request, "setup/bodies/profile.html", context, status=status)


def _kept(request, pk) -> Body:
    bodies = bodies_kept_by(request.user)
    choose(bodies, request.user, None)
    return get_object_or_404(bodies.select_related("parent"), pk=pk)


def _parents(bodies) -> list[Body]:
    return [body for body in bodies if body.is_county and body.is_active]

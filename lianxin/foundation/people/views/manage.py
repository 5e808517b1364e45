"""Accounts a clerk manages: list, open, roles, reset, printed slips."""

from functools import wraps

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people import accounts, authority, slips
from lianxin.foundation.people.exporting import accounts_export, accounts_in_order
from lianxin.foundation.people.forms import (
    AccountFilterForm,
    ChangePhoneForm,
    GiveRoleForm,
    OpenAccountForm,
    ReasonForm,
)
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.queries import accounts_at, bodies_managed_by
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import press

PAGE = 50
MOST_SLIPS = 100
"""Slips printed at once; each is one row and one event."""


def for_managers(view):
    """Only for those who manage accounts somewhere; gives the view their bodies."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        bodies = bodies_managed_by(request.user)
        if not bodies:
            raise PermissionDenied(_("管理账号是人大工作人员和系统管理员的工作。"))
        return view(request, *args, bodies=bodies, **kwargs)

    return wrapper


@require_safe
@for_managers
def account_list(request, bodies):
    if exports.is_asked(request):
        return exports.answer(request, accounts_export)
    filters = AccountFilterForm(request.GET, bodies=bodies)
    ordered = accounts_in_order(filters, bodies)
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    rows = Account.objects.prefetch_related("grants__body", "grants__office", "grants__group")
    by_pk = rows.in_bulk(page.object_list)
    return render(
        request,
        "people/manage/list.html",
        {
            "filters": filters,
            "page": page,
            "rows": [by_pk[pk] for pk in page.object_list],
            "export": exports.address(request),
            "ticked": _never_given_a_slip(page.object_list) if "tick" in request.GET else (),
        },
    )


def _never_given_a_slip(accounts_on_page) -> set[int]:
    """Whose slips are ticked when one comes from opening accounts: nobody's older slip dies."""
    return set(
        Account.objects.filter(pk__in=list(accounts_on_page), slips__isnull=True).values_list(
            "pk", flat=True
        )
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def open_new(request, bodies):
    form = OpenAccountForm(request.POST or None, by=request.user, bodies=bodies)
    form.know(person=request.GET.get("person", ""), office=request.GET.get("office", ""))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            account = accounts.open_account(
                by=request.user,
                username=wanted["username"],
                name=wanted["name"],
                phone=wanted["phone"],
                person=wanted["person"],
                grants=[form.grant()],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("账号已开通。请打印登录条，当面交给本人。"))
            return redirect(_page_of(account))
    return render(request, "people/manage/open.html", {"form": form})


@require_safe
@for_managers
def detail(request, pk, bodies):
    return _detail(request, _account(bodies, pk), bodies)


@require_POST
@for_managers
def give_role(request, pk, bodies):
    account = _account(bodies, pk)
    form = GiveRoleForm(request.POST, by=request.user, bodies=bodies)
    if form.is_valid():
        try:
            accounts.give_role(account, form.grant(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("角色已授予。"))
            return redirect(_page_of(account))
    return _detail(request, account, bodies, role_form=form)


@require_POST
@for_managers
def end_role(request, pk, grant, bodies):
    account = _account(bodies, pk)
    held = get_object_or_404(account.grants.select_related("body", "account"), pk=grant)
    return press(
        request,
        lambda: accounts.end_role(held, by=request.user),
        done=_("角色已停止。"),
        then=_page_of(account),
    )


@require_POST
@for_managers
def change_phone(request, pk, bodies):
    account = _account(bodies, pk)
    form = ChangePhoneForm(request.POST)
    if form.is_valid():
        try:
            accounts.change_phone(account, form.cleaned_data["phone"], by=request.user)
        except Refused as refusal:
            form.add_error("phone", str(refusal))
        else:
            messages.success(request, _("登录手机号已改动。"))
            return redirect(_page_of(account))
    return _detail(request, account, bodies, phone_form=form)


@require_POST
@for_managers
def close(request, pk, bodies):
    account = _account(bodies, pk)
    return press(
        request,
        lambda: accounts.close_account(account, by=request.user, reason=_reason(request)),
        done=_("账号已停用，已登录的设备全部退出。"),
        then=_page_of(account),
    )


@require_POST
@for_managers
def reopen(request, pk, bodies):
    account = _account(bodies, pk)
    return press(
        request,
        lambda: accounts.reopen_account(account, by=request.user, reason=_reason(request)),
        done=_("账号已恢复。请打印登录条，当面交给本人。"),
        then=_page_of(account),
    )


@never_cache
@require_POST
@for_managers
def reset(request, pk, bodies):
    """End all access of the account and show its new slip, ready to print."""
    account = _account(bodies, pk)
    try:
        slip, code = slips.reset_access(account, by=request.user, reason=_reason(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_page_of(account))
    return _paper(request, [(slip, code)], [])


@never_cache
@require_POST
@for_managers
def print_slips(request, bodies):
    """New slips for the chosen accounts, several on a page.

    The codes exist on this page only: printing again makes new ones.
    """
    chosen = [int(pk) for pk in request.POST.getlist("account") if pk.isdecimal()][:MOST_SLIPS]
    printed, refused = [], []
    found = {account.pk: account for account in accounts_at(bodies).filter(pk__in=chosen)}
    for account in (found[pk] for pk in chosen if pk in found):
        try:
            printed.append(slips.issue_slip(account, by=request.user))
        except (Refused, PermissionDenied) as refusal:
            refused.append(str(refusal))
    if not printed:
        for words in refused or [_("请先在名单里勾选要打印登录条的账号。")]:
            messages.error(request, words)
        return redirect("account_manage")
    return _paper(request, printed, refused)


def _paper(request, printed, refused):
    sheets = []
    for slip, code in printed:
        address = request.build_absolute_uri(
            reverse("account_slip_enter", kwargs={"code": code.replace("-", "")})
        )
        picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2, omitsize=True)
        home = accounts.home_of(slip.account)
        sheets.append({"slip": slip, "code": code, "picture": picture, "home": home})
    type_here = request.build_absolute_uri(reverse("account_slip"))
    return render(
        request,
        "people/manage/slips.html",
        {"sheets": sheets, "refused": refused, "type_here": type_here},
    )


def _account(bodies, pk) -> Account:
    return get_object_or_404(accounts_at(bodies).select_related("person"), pk=pk)


def _reason(request) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


def _page_of(account) -> str:
    return reverse("account_detail", args=[account.pk])


def _detail(request, account, bodies, *, role_form=None, phone_form=None):
    grants = account.grants.select_related("body", "office", "group", "account")
    in_force = {grant.pk for grant in grants.in_force()}
    rows = [
        {
            "grant": grant,
            "holds": grant.pk in in_force,
            "may_end": grant.pk in in_force
            and request.user.pk != account.pk
            and grant.role in authority.roles_to_give(request.user, grant.body),
        }
        for grant in grants
    ]
    return render(
        request,
        "people/manage/detail.html",
        {
            "account": account,
            "rows": rows,
            "may_manage": authority.may_manage(request.user, account),
            "is_own": request.user.pk == account.pk,
            "has_password": account.has_usable_password(),
            "role_form": role_form or GiveRoleForm(by=request.user, bodies=bodies),
            "phone_form": phone_form or ChangePhoneForm(initial={"phone": account.phone}),
            "reason_form": ReasonForm(),
            "events": events_of(account).reverse()[:30],
        },
    )

"""Accounts for the deputies of the roster, all at one go."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.faces.setup.accounts import Opened, open_for_deputies, without_account
from lianxin.faces.setup.forms.accounts import DeputyAccountsForm
from lianxin.faces.setup.sight import bodies_staffed_by, choose
from lianxin.foundation.people.models import Role
from lianxin.foundation.stepping import FORM, Words, form_page


@require_http_methods(FORM)
def deputy_accounts(request):
    body, _bodies = choose(bodies_staffed_by(request.user), request.user, request.GET.get("body"))
    people = without_account(body)
    form = DeputyAccountsForm(request.POST or None, people=people)
    roster = reverse("setup:deputies", query={"body": body.code})
    if not people.exists() and request.method != "POST":
        messages.info(request, _("在任代表都有账号了。还没有代表的，先导入名册或者逐人登记。"))
        return redirect(roster)

    def then(done: Opened):
        for name, reason in done.refused:
            messages.warning(
                request,
                _("%(name)s没有开通：%(reason)s") % {"name": name, "reason": reason},
            )
        waiting = reverse(
            "account_manage",
            query={"body": body.pk, "role": Role.DEPUTY.value, "state": "new", "tick": 1},
        )
        return waiting if done.accounts else roster

    return form_page(
        request,
        form,
        lambda: open_for_deputies(form.cleaned_data["people"], body, by=request.user),
        words=Words(
            heading=_("给代表开通账号（%(body)s）") % {"body": body.short_name},
            lead=_(
                "姓名、手机号从名册带来，用户名就用姓名，小组组长一并有组长的角色。"
                "开通以后打印登录条，当面交给本人。"
            ),
            button=_("开通"),
            back=roster,
            crumbs=[(_("代表名册"), roster)],
        ),
        done=lambda done: (
            _("已开通 %(count)d 个账号。请打印登录条，当面交给本人。")
            % {"count": len(done.accounts)}
            if done.accounts
            else _("没有开通账号，原因见下。")
        ),
        then=then,
    )

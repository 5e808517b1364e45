"""One's own account: what it may do, password, second factor, devices."""

from allauth.account.internal.flows.password_change import logout_on_password_change
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people import accounts, passwords
from lianxin.foundation.people.adapter import BY_NAME
from lianxin.foundation.people.devices import device_in_words
from lianxin.foundation.people.forms import PhoneForm, SetPasswordForm
from lianxin.foundation.refusals import Refused


@require_safe
def home(request):
    account = request.user
    second = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP)
    return render(
        request,
        "people/home.html",
        {"grants": account.current_grants, "has_second_factor": second.exists()},
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request):
    account = request.user
    form = PhoneForm(request.POST or None, user=account, initial={"phone": account.phone})
    if request.method == "POST" and form.is_valid():
        try:
            accounts.change_phone(account, form.cleaned_data["phone"], by=account)
        except Refused as refusal:
            form.add_error("phone", str(refusal))
        else:
            messages.success(request, _("登录手机号已改动。"))
            return redirect("account_home")
    return render(request, "people/phone.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request):
    account = request.user
    if not account.must_set_password:
        return redirect("account_change_password")
    form = SetPasswordForm(request.POST or None, user=account)
    if request.method == "POST" and form.is_valid():
        passwords.set_first_password(account, form.cleaned_data["password1"])
        logout_on_password_change(request, account)
        # Wrong guesses made while the slip was on its way must not lock out its owner.
        BY_NAME.forget(account.username)
        if account.phone:
            BY_NAME.forget(account.phone)
        messages.success(request, _("密码已设置。下次用用户名或者手机号加密码登录。"))
        return redirect("/")
    return render(request, "people/first_password.html", {"form": form})


class SignIn(LoginView):
    def get_context_data(self, **kwargs):
        return _without_allauths_site(super().get_context_data(**kwargs))


class SecondStep(AuthenticateView):
    def get_context_data(self, **kwargs):
        return _without_allauths_site(super().get_context_data(**kwargs))


class Devices(ListUserSessionsView):
    """Where the account is signed in (登录设备), with signing out elsewhere."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        sessions: list[UserSession] = context["sessions"]
        context["devices"] = [
            {
                "words": device_in_words(session.user_agent),
                "address": session.ip,
                "since": session.created_at,
                "is_this": session.is_current(),
            }
            for session in reversed(sessions)
        ]
        return context


class StartSecondFactor(ActivateTOTPView):
    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            _note(self.request.user, "account.second_factor_on", _("启用动态口令"))
        return response


class StopSecondFactor(DeactivateTOTPView):
    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            _note(self.request.user, "account.second_factor_off", _("停用动态口令"))
        return response


class NewSpareCodes(GenerateRecoveryCodesView):
    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            _note(self.request.user, "account.spare_codes", _("生成新的备用码"))
        return response


def _without_allauths_site(context):
    # Its `site` is a host name and would stand where ours has the platform's name.
    context.pop("site", None)
    return context


def _note(account, step, words):
    record(account, step, account, words, body=accounts.home_of(account))


sign_in = SignIn.as_view()
second_step = SecondStep.as_view()
devices = Devices.as_view()
start_second_factor = StartSecondFactor.as_view()
stop_second_factor = StopSecondFactor.as_view()
new_spare_codes = NewSpareCodes.as_view()

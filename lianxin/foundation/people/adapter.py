"""What we ask of allauth: no self-registration, no e-mail, plain words, our own throttle."""

import base64
import hashlib
import io

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.backends import clean_login
from lianxin.foundation.people.throttle import Limit, in_words

BY_NAME = Limit("signin-name", amount=5, seconds=5 * 60)
BY_ADDRESS = Limit("signin-address", amount=20, seconds=60)

# allauth names a message by its template; those not listed here are not shown.
MESSAGES = {
    "account/messages/logged_out.txt": _("您已退出。"),
    "account/messages/password_changed.txt": _("密码已修改，其他设备上的登录已经失效。"),
    "mfa/messages/totp_activated.txt": _("动态口令已启用。"),
    "mfa/messages/totp_deactivated.txt": _("动态口令已停用。"),
    "mfa/messages/recovery_codes_generated.txt": _("新的备用码已生成，旧的备用码作废。"),
    "usersessions/messages/sessions_logged_out.txt": _("已退出其他设备。"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号已停用。如需恢复，请联系本级人大工作人员。"),
        "username_password_mismatch": _(
            "用户名（手机号）或者密码不正确，请检查后重新输入。忘记密码的，"
            "请联系本级人大工作人员重新打印登录条。"
        ),
        "enter_current_password": _("当前密码不正确，请重新输入。"),
        "incorrect_password": _("密码不正确，请重新输入。"),
        "incorrect_code": _(
            "口令不正确。请输入手机上现在显示的 6 位数字，或者一个未用过的备用码。"
        ),
        "too_many_login_attempts": _("输错次数过多，请等 5 分钟后再试。"),
        "rate_limited": _("尝试次数过多，请等 5 分钟后再试。"),
    }

    def is_open_for_signup(self, request):
        """Accounts are opened by a clerk, never by registration."""
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("account_home")

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        words = message or MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def pre_authenticate(self, request, **credentials):
        """Count the attempt by name and by address before the password is looked at.

        Counted first and given back when it turns out well: guesses sent at the
        same moment cannot slip through together.
        """
        name = clean_login(credentials.get("username", ""))
        address = self.get_client_ip(request)
        self._name, self._places = name, []
        for limit, key in ((BY_NAME, name), (BY_ADDRESS, address)):
            place = limit.take(key)
            if place is None:
                self._give_back()
                raise ValidationError(
                    gettext("输错次数过多，为了账号安全，请等 %(wait)s后再试。")
                    % {"wait": in_words(limit.wait(key))},
                    code="too_many_login_attempts",
                )
            self._places.append(place)

    def _rollback_login_failed_rl_usage(self):
        # allauth calls this when the password was right. The address keeps its
        # other attempts: one good account must not hide guesses at others.
        self._give_back()
        BY_NAME.forget(self._name)

    def _give_back(self):
        for place in self._places:
            place.release()
        self._places = []


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _("请先启用动态口令，再生成备用码。"),
    }

    def get_totp_issuer(self):
        return gettext("连心")

    def get_totp_label(self, user):
        return user.username

    def build_totp_svg(self, url):
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", xmldecl=False, scale=6, border=2)
        return out.getvalue().decode()

    def encrypt(self, text):
        """Secrets lie encrypted in the database: a stolen backup opens no account."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(
                gettext("动态口令已经失效，请联系本级人大工作人员重置登录。"), code="incorrect_code"
            ) from error


def _box() -> Fernet:
    digest = hashlib.sha256(b"lianxin.mfa" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))

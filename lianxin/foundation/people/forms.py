"""What people type to get in, to manage their sign-in, and to manage others' accounts."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people import queries
from lianxin.foundation.people.authority import NewGrant, roles_to_give
from lianxin.foundation.people.backends import clean_login
from lianxin.foundation.people.models import Account, Body, Group, Office, Person, Role
from lianxin.foundation.people.names import clean_name
from lianxin.foundation.people.passwords import change_password
from lianxin.foundation.people.permissions import Permission, may
from lianxin.foundation.people.phones import clean_phone

PASSWORD_HELP = _(
    "至少 10 个字符，汉字、字母、数字都可以。可以用几个不相干的词连成好记的一句；"
    "不要用姓名、生日、手机号。"
)


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("用户名或者手机号")
        login.max_length = 60
        login.widget = forms.TextInput(attrs={"autocomplete": "username", "maxlength": 60})
        password = self.fields["password"]
        password.label = _("密码")
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = _("在这台设备上保持登录 14 天（公用电脑请不要勾选）")


class _NewPassword(forms.Form):
    """Two fields for a new password, checked against the account it is for."""

    password1 = forms.CharField(
        label=_("新密码"),
        help_text=PASSWORD_HELP,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("再输一遍新密码"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    user: Account

    def clean_password1(self):
        password = self.cleaned_data["password1"]
        validate_password(password, user=self.user)
        return password

    def clean(self):
        cleaned = super().clean()
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("两次输入的密码不一样，请再输一遍。"))
        return cleaned


class SetPasswordForm(_NewPassword):
    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)


class ChangePasswordForm(_NewPassword):
    field_order = ["oldpassword", "password1", "password2"]

    oldpassword = forms.CharField(
        label=_("当前密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_oldpassword(self):
        password = self.cleaned_data["oldpassword"]
        if not self.user.check_password(password):
            raise ValidationError(_("当前密码不正确，请重新输入。"))
        return password

    def save(self):
        change_password(self.user, self.cleaned_data["password1"])


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label = _("密码")
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)


def _plain_code(field, label, help_text):
    field.label = label
    field.help_text = help_text
    field.max_length = 20
    field.widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20}
    )


class CodeForm(mfa_forms.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(
            self.fields["code"],
            _("动态口令"),
            _("手机口令应用里现在显示的 6 位数字；手机不在身边时，输入一个备用码。"),
        )


class ReauthenticateByCodeForm(mfa_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(
            self.fields["code"],
            _("动态口令"),
            _("手机口令应用里现在显示的 6 位数字，或者一个备用码。"),
        )


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(
            self.fields["code"],
            _("动态口令"),
            _("扫码以后，口令应用里会显示 6 位数字，把它填在这里。"),
        )


class SlipCodeForm(forms.Form):
    code = forms.CharField(
        label=_("登录码"),
        help_text=_("登录条上的 12 个字符，例如 ABCD-EFGH-JKMN。大小写都可以，横线可以不输。"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PhoneForm(forms.Form):
    """One's own sign-in number; the password shows that it is oneself."""

    phone = forms.CharField(
        label=_("登录手机号"),
        required=False,
        max_length=20,
        help_text=_("留空则只能用用户名登录。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    password = forms.CharField(
        label=_("当前密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("当前密码不正确，请重新输入。"))
        return self.cleaned_data["password"]


def _chooser(form: forms.Form, name: str) -> Any:
    """A field whose choices depend on who is looking."""
    return form.fields[name]


class AccountFilterForm(forms.Form):
    q = forms.CharField(label=_("姓名、用户名或者手机号"), required=False, max_length=60)
    body = forms.ModelChoiceField(
        label=_("机构"), required=False, queryset=Body.objects.none(), empty_label=_("全部")
    )
    role = forms.ChoiceField(
        label=_("角色"), required=False, choices=[("", _("全部")), *Role.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("在用")),
            ("new", _("在用，还没设密码")),
            ("closed", _("已停用")),
            ("all", _("全部")),
        ],
    )
    order = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("stroke", _("姓氏笔画")), ("pinyin", _("拼音"))]
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        _chooser(self, "body").queryset = bodies

    def apply(self, accounts):
        """Narrow `accounts`; a value that makes no sense is ignored."""
        self.full_clean()
        wanted = self.cleaned_data
        if text := clean_name(wanted.get("q") or ""):
            phone = clean_phone(text)
            words = Q(name__icontains=text) | Q(username__icontains=clean_login(text))
            accounts = accounts.filter(words | Q(phone=phone) if phone else words)
        held = {}
        if body := wanted.get("body"):
            held["grants__body"] = body
        if role := wanted.get("role"):
            held["grants__role"] = role
        if held:
            accounts = accounts.filter(**held).distinct()
        match wanted.get("state"):
            case "all":
                pass
            case "closed":
                accounts = accounts.filter(is_active=False)
            case "new":
                accounts = accounts.filter(is_active=True, must_set_password=True)
            case _:
                accounts = accounts.filter(is_active=True)
        return accounts


class _GrantFields(forms.Form):
    """A role to give: the choices are what the clerk may give; the workflow asks again."""

    body = forms.ModelChoiceField(label=_("机构"), queryset=Body.objects.none(), empty_label=None)
    role = forms.ChoiceField(label=_("角色"))
    office = forms.ModelChoiceField(
        label=_("承办单位"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_("只有承办单位的经办人、负责人需要选。"),
    )
    group = forms.ModelChoiceField(
        label=_("代表小组"),
        queryset=Group.objects.none(),
        required=False,
        help_text=_("只有代表小组组长需要选。"),
    )
    valid_until = forms.DateField(
        label=_("截止日"), required=False, help_text=_("留空则一直有效。")
    )

    def __init__(self, *args, by, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        given: set[Role] = set()
        for body in bodies:
            given |= roles_to_give(by, body)
        _chooser(self, "body").queryset = bodies
        _chooser(self, "role").choices = [
            (role.value, role.label) for role in Role if role in given
        ]
        _chooser(self, "office").queryset = Office.objects.current().filter(body__in=bodies)
        _chooser(self, "group").queryset = Group.objects.filter(body__in=bodies)

    def grant(self) -> NewGrant:
        """The role described by the cleaned fields."""
        wanted = self.cleaned_data
        return NewGrant(
            role=Role(wanted["role"]),
            body=wanted["body"],
            office=wanted["office"],
            group=wanted["group"],
            valid_until=wanted["valid_until"],
        )


class GiveRoleForm(_GrantFields):
    pass


class OpenAccountForm(_GrantFields):
    field_order = ["name", "username", "phone"]

    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(
        label=_("用户名"),
        max_length=40,
        help_text=_("2 至 40 个汉字、字母、数字、点或者横线，不能全是数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=20,
        help_text=_("填写以后也可以用手机号登录。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    person = forms.ModelChoiceField(
        label=_("对应的代表"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("给代表开通账号时选定，建议才能归到本人名下。"),
    )

    def __init__(self, *args, by, bodies, **kwargs):
        super().__init__(*args, by=by, bodies=bodies, **kwargs)
        without = Person.objects.filter(account__isnull=True, seats__body__in=bodies).distinct()
        _chooser(self, "person").queryset = queries.in_order(without)

    def know(self, *, person: str = "", office: str = "") -> None:
        """Fill in what the roster knows of the deputy or the office with this number."""
        people, offices = _chooser(self, "person").queryset, _chooser(self, "office").queryset
        if person.isdecimal() and (found := people.filter(pk=person).first()):
            self._know_deputy(found)
        elif office.isdecimal() and (unit := offices.filter(pk=office).first()):
            self.initial |= {
                "body": unit.body_id,
                "role": Role.OFFICE_HANDLER,
                "office": unit,
                "name": unit.contact,
                "username": unit.contact,
            }

    def _know_deputy(self, person: Person) -> None:
        bodies = _chooser(self, "body").queryset
        seat = person.seats.live().filter(body__in=bodies).select_related("body").first()
        self.initial |= {
            "person": person,
            "role": Role.DEPUTY,
            "name": person.name,
            "username": person.name,
        }
        if seat is not None:
            self.initial["body"] = seat.body_id
            # Who keeps only the machine does not read the roster's numbers here either.
            if may(self.by, Permission.MANAGE_PEOPLE, seat):
                self.initial["phone"] = clean_phone(person.phone)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), required=False, max_length=200)


class ChangePhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("登录手机号"),
        required=False,
        max_length=20,
        help_text=_("留空则只能用用户名登录。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

"""Opening and closing accounts, giving and ending roles; who may is in authority.py."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.authority import (
    NewGrant,
    require_giving,
    require_over,
    require_person,
    roles_to_give,
)
from lianxin.foundation.people.backends import clean_login
from lianxin.foundation.people.models import (
    CLERKS,
    Account,
    Body,
    Grant,
    Person,
    Role,
)
from lianxin.foundation.people.names import clean_name
from lianxin.foundation.people.phones import clean_phone
from lianxin.foundation.refusals import Refused, WrongStatus

USERNAME = re.compile(r"[\w.\-]{2,40}")

ALWAYS_ONE = CLERKS | {Role.SYSTEM_ADMIN}
"""Roles whose last holder stays: without them nobody could let anyone in."""


class LastOfItsKind(Refused):
    """The step would leave a body without anyone who can let people in."""


@transaction.atomic
def open_account(
    *,
    by: Account,
    username: str,
    name: str,
    grants: Iterable[NewGrant],
    phone: str = "",
    person: Person | None = None,
) -> Account:
    """Open an account that can be used once a slip has been printed for it.

    username: two to forty letters, digits, Chinese characters, dots or dashes;
        not all digits, so that it is never taken for a phone number.
    person: whose account it is; a person has one.
    grants: at least one role.
    Raises PermissionDenied, or Refused when a name or number is taken or wrong.
    """
    new = list(grants)
    if not new:
        raise Refused(_("开通账号时至少选择一个角色。"))
    for grant in new:
        require_giving(by, grant)
        if person is not None:
            require_person(by, person, grant.body)
    account = Account(
        username=clean_username(username),
        name=clean_name(name),
        phone=_phone_to_keep(phone),
        person=person,
        must_set_password=True,
    )
    if not account.name:
        raise Refused(_("请填写姓名。"))
    account.set_unusable_password()
    _refuse_taken(account)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        # Two clerks typed the same name at the same moment.
        raise Refused(_("用户名、手机号或者人员刚刚被另一个账号使用，请检查后重试。")) from error
    given = [_give(account, grant) for grant in new]
    record(
        by,
        "account.open",
        account,
        gettext("开通账号 %(username)s（%(name)s）")
        % {"username": account.username, "name": account.name},
        after={
            "username": account.username,
            "phone": account.phone,
            "roles": [str(grant) for grant in given],
        },
        body=given[0].body,
    )
    return account


@transaction.atomic
def close_account(account: Account, *, by: Account, reason: str = "") -> None:
    """Stop an account: nobody can sign in with it, and open sessions end.

    Raises PermissionDenied; WrongStatus when it is closed already; LastOfItsKind
    when a body would be left without a clerk.
    """
    require_over(by, account)
    for grant in account.current_grants:
        _refuse_last(grant)
    if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        raise WrongStatus(_("该账号已经停用，不必重复操作。"))
    account.is_active = False
    end_access(account)
    record(
        by,
        "account.close",
        account,
        gettext("停用账号 %(username)s（%(name)s）")
        % {"username": account.username, "name": account.name},
        reason=reason,
        body=home_of(account),
    )


@transaction.atomic
def reopen_account(account: Account, *, by: Account, reason: str = "") -> None:
    """Let a closed account sign in again, with a new slip.

    Raises PermissionDenied, or WrongStatus when it is in use.
    """
    require_over(by, account)
    closed = Account.objects.filter(pk=account.pk, is_active=False)
    if not closed.update(is_active=True, must_set_password=True):
        raise WrongStatus(_("该账号正在使用，不必恢复。"))
    account.is_active = account.must_set_password = True
    record(
        by,
        "account.reopen",
        account,
        gettext("恢复账号 %(username)s（%(name)s）")
        % {"username": account.username, "name": account.name},
        reason=reason,
        body=home_of(account),
    )


@transaction.atomic
def give_role(account: Account, grant: NewGrant, *, by: Account) -> Grant:
    """Give an account one more role.

    Raises PermissionDenied when `by` may not give it; Refused when the account
    holds it already, or is one's own.
    """
    require_giving(by, grant)
    if by.pk == account.pk:
        raise Refused(_("不能给自己的账号授权。请由另一位有权限的工作人员办理。"))
    if not account.is_active:
        raise WrongStatus(_("该账号已停用。请先恢复账号，再授予角色。"))
    same = account.grants.in_force(grant.valid_from).filter(
        role=grant.role, body=grant.body, office=grant.office, group=grant.group
    )
    if same.exists():
        raise Refused(_("该账号已有这个角色，不必重复授予。"))
    given = _give(account, grant)
    record(
        by,
        "account.give_role",
        account,
        gettext("授予%(name)s角色：%(role)s") % {"name": account.name, "role": given},
        after={"role": given.role, "body": given.body.code, "until": given.valid_until},
        body=given.body,
    )
    return given


@transaction.atomic
def end_role(grant: Grant, *, by: Account, last_day: date | None = None, reason: str = "") -> None:
    """End a role.

    last_day: the last day on which it holds; None ends it at once.
    Raises PermissionDenied, WrongStatus when it has ended, LastOfItsKind.
    """
    if Role(grant.role) not in roles_to_give(by, grant.body):
        raise PermissionDenied(
            gettext("您的账号不能停止这个角色。请联系授予该角色的人大工作人员。")
        )
    if by.pk == grant.account_id:
        raise Refused(_("不能停止自己的角色。请由另一位有权限的工作人员办理。"))
    today = timezone.localdate()
    if grant.valid_until is not None and grant.valid_until < today:
        raise WrongStatus(_("这个角色已经停止，不必重复操作。"))
    if last_day is not None and last_day < max(today, grant.valid_from):
        raise Refused(_("截止日不能早于今天，也不能早于生效日。"))
    _refuse_last(grant)
    account, words = grant.account, str(grant)
    before = {"role": grant.role, "body": grant.body.code, "until": grant.valid_until}
    until = last_day or today - timedelta(days=1)
    if until < grant.valid_from:
        # It never held for a whole day; the ledger remembers it.
        grant.delete()
    else:
        grant.valid_until = until
        grant.save(update_fields=["valid_until"])
    account.forget_grants()
    record(
        by,
        "account.end_role",
        account,
        gettext("停止%(name)s的角色：%(role)s") % {"name": account.name, "role": words},
        reason=reason,
        before=before,
        after={"until": until},
        body=grant.body,
    )


@transaction.atomic
def change_phone(account: Account, phone: str, *, by: Account) -> None:
    """Change or clear the number an account signs in with; its holder may, too.

    The holder's contact number follows when it was the same one.
    Raises PermissionDenied, or Refused when the number is wrong or taken.
    """
    if by.pk != account.pk:
        require_over(by, account)
    before, after = account.phone, _phone_to_keep(phone)
    if before == after:
        return
    account.phone = after
    try:
        _refuse_taken(account)
        with transaction.atomic():
            account.save(update_fields=["phone"])
    except Refused:
        account.phone = before
        raise
    except IntegrityError as error:
        account.phone = before
        raise Refused(_("该手机号已用于另一个账号。请检查号码，或者先改动另一个账号。")) from error
    person = account.person
    if person is not None and before and person.phone == before:
        person.phone = after
        person.save(update_fields=["phone"])
    record(
        by,
        "account.change_phone",
        account,
        gettext("改动%(name)s的登录手机号") % {"name": account.name},
        before={"phone": before},
        after={"phone": after},
        body=home_of(account),
    )


def clean_username(typed: str) -> str:
    """The user name as it is kept; raises Refused when it cannot be one."""
    name = clean_login(typed)
    if not USERNAME.fullmatch(name) or name.isdecimal():
        raise Refused(
            _("用户名应当是 2 至 40 个汉字、字母、数字、点或者横线，不能全是数字，也不能有空格。")
        )
    return name


def home_of(account: Account) -> Body | None:
    """The body in whose chain the account's events stand."""
    if account.home_body is not None:
        return account.home_body
    last = account.grants.select_related("body").order_by("-pk").first()
    return last.body if last else None


def end_access(account: Account) -> None:
    """Take away password, second factor, slips and sessions."""
    account.set_unusable_password()
    account.must_set_password = True
    account.save(update_fields=["password", "must_set_password"])
    account.slips.filter(used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    Authenticator.objects.filter(user_id=account.pk).delete()
    for session in UserSession.objects.filter(user_id=account.pk):
        session.end()


def _phone_to_keep(typed: str) -> str:
    if not typed.strip():
        return ""
    phone = clean_phone(typed)
    if not phone:
        raise Refused(_("手机号应当是 11 位数字，以 1 开头。请检查后重新输入。"))
    return phone


def _refuse_taken(account: Account) -> None:
    others = Account.objects.exclude(pk=account.pk)
    if others.filter(username=account.username).exists():
        raise Refused(_("该用户名已有人使用，请换一个，例如在后面加上单位简称。"))
    if account.phone and others.filter(phone=account.phone).exists():
        raise Refused(_("该手机号已用于另一个账号。请检查号码，或者先改动另一个账号。"))
    if account.person_id and others.filter(person=account.person_id).exists():
        raise Refused(_("该人员已有账号。请给原账号增加角色，不必另开。"))


def _give(account: Account, grant: NewGrant) -> Grant:
    valid_from = grant.valid_from or timezone.localdate()
    if grant.valid_until is not None and grant.valid_until < valid_from:
        raise Refused(_("截止日不能早于生效日。"))
    given = Grant.objects.create(
        account=account,
        role=grant.role,
        body=grant.body,
        office=grant.office,
        group=grant.group,
        valid_from=valid_from,
        valid_until=grant.valid_until,
    )
    account.forget_grants()
    return given


def _refuse_last(grant: Grant) -> None:
    """Raise LastOfItsKind when nobody else holds this indispensable role at the body."""
    if Role(grant.role) not in ALWAYS_ONE:
        return
    # Two clerks who close each other meet here: the second one waits, then counts.
    Body.objects.select_for_update().get(pk=grant.body_id)
    roles = CLERKS if grant.role in CLERKS else {grant.role}
    others = (
        Grant.objects.in_force()
        .filter(role__in=roles, body=grant.body_id, account__is_active=True)
        .exclude(account=grant.account_id)
    )
    if not others.exists():
        raise LastOfItsKind(
            gettext("“%(name)s”是%(body)s最后一位%(role)s。请先为接替的人开通账号，再办理这一步。")
            % {
                "name": grant.account.name,
                "body": grant.body.short_name,
                "role": grant.get_role_display(),
            }
        )

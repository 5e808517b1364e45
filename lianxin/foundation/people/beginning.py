"""The very first body and the first two accounts; everything later is done on pages."""

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.accounts import clean_username
from lianxin.foundation.people.models import AccessSlip, Account, Body, Grant, Role
from lianxin.foundation.people.names import clean_name
from lianxin.foundation.refusals import Refused


@transaction.atomic
def begin(
    *, code: str, name: str, short_name: str, kind: str, profile: str, clerk: str, admin: str
) -> tuple[Body, list[tuple[Account, str]]]:
    """Make a topmost body with a clerk and a system administrator.

    clerk, admin: "user name=person's name", e.g. "lin=林知夏".
    Returns the body and each account with the code of its sign-in slip, which
    is kept nowhere. Raises Refused when the body is there or a name is wrong.
    """
    if Body.objects.filter(code=code).exists():
        raise Refused(_("代码为 %s 的机构已经建立，请直接登录。") % code)
    body = Body.objects.create(
        code=code, name=name, short_name=short_name, kind=kind, profile=profile
    )
    record(None, "people.begin", body, gettext("建立%s") % body.name)
    role = Role.COUNTY_CLERK if body.is_county else Role.TOWNSHIP_CLERK
    return body, [_open(body, Role.SYSTEM_ADMIN, admin), _open(body, role, clerk)]


def _open(body: Body, role: Role, typed: str) -> tuple[Account, str]:
    username, _equals, name = typed.partition("=")
    username, name = clean_username(username), clean_name(name)
    if not name:
        raise Refused(_("账号请写成“用户名=姓名”，如 lin=林知夏。"))
    if Account.objects.filter(username=username).exists():
        raise Refused(_("用户名 %s 已被使用，请换一个。") % username)
    account = Account(username=username, name=name, must_set_password=True)
    account.set_unusable_password()
    account.save()
    Grant.objects.create(account=account, role=role, body=body)
    code = AccessSlip.new_code()
    issued = AccessSlip(account=account, digest=AccessSlip.digest_of(code))
    issued.expires_at = issued.issued_at + AccessSlip.VALID_FOR
    issued.save()
    record(
        None,
        "account.open",
        account,
        gettext("开通账号 %(username)s（%(name)s）") % {"username": username, "name": name},
        after={"roles": [str(role.label)]},
        body=body,
    )
    return account, code

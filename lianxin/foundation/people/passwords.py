"""Setting and changing one's own password."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.accounts import home_of
from lianxin.foundation.people.models import Account


@transaction.atomic
def set_first_password(account: Account, password: str) -> None:
    """Set the password an account must choose after it came in with a slip.

    Raises PermissionDenied when it has one already: changing asks for the old one.
    """
    if not account.must_set_password:
        raise PermissionDenied(gettext("您已经设置过密码。修改密码请到“我的账号”。"))
    account.set_password(password)
    account.must_set_password = False
    account.save(update_fields=["password", "must_set_password"])
    record(
        account,
        "account.set_password",
        account,
        gettext("%(name)s设置了登录密码") % {"name": account.name},
        body=home_of(account),
    )


@transaction.atomic
def change_password(account: Account, password: str) -> None:
    """Change one's own password; other sessions end with the old one."""
    account.set_password(password)
    account.save(update_fields=["password"])
    record(
        account,
        "account.change_password",
        account,
        gettext("%(name)s修改了登录密码") % {"name": account.name},
        body=home_of(account),
    )

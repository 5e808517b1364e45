"""One-time slips (登录条): printed for the first sign-in, or after a reset.

A slip exists only for an account without a password, so it goes round nothing.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.accounts import end_access, home_of
from lianxin.foundation.people.authority import require_over
from lianxin.foundation.people.models import AccessSlip, Account
from lianxin.foundation.refusals import Refused, WrongStatus


@transaction.atomic
def issue_slip(account: Account, *, by: Account) -> tuple[AccessSlip, str]:
    """Make a slip for an account that has no password yet; earlier slips end.

    Returns the slip and its code: only the printed page ever holds the code.
    Raises PermissionDenied; WrongStatus when the account is closed; Refused when
    it has a password (then `accounts.reset_access` is the step).
    """
    require_over(by, account)
    if not account.is_active:
        raise WrongStatus(_("该账号已停用。请先恢复账号，再打印登录条。"))
    if account.has_usable_password():
        raise Refused(
            _("“%(name)s”已经设置过密码。确实进不去的，请用“重置登录”。") % {"name": account.name}
        )
    now = timezone.now()
    account.slips.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
    code = AccessSlip.new_code()
    slip = AccessSlip.objects.create(
        account=account,
        digest=AccessSlip.digest_of(code),
        issued_by=by,
        issued_at=now,
        expires_at=now + AccessSlip.VALID_FOR,
    )
    record(
        by,
        "account.issue_slip",
        account,
        gettext("为%(name)s打印登录条") % {"name": account.name},
        after={"expires_at": slip.expires_at},
        body=home_of(account),
    )
    return slip, code


@transaction.atomic
def reset_access(account: Account, *, by: Account, reason: str = "") -> tuple[AccessSlip, str]:
    """Let someone in again who lost the password or the phone: a new slip.

    The old password, the second factor and all open sessions end at once.
    Returns the slip and its code, which is kept nowhere.
    Raises PermissionDenied, or WrongStatus when the account is closed.
    """
    require_over(by, account)
    if not account.is_active:
        raise WrongStatus(_("该账号已停用。请先恢复账号，再重置登录。"))
    end_access(account)
    record(
        by,
        "account.reset_access",
        account,
        gettext("重置%(name)s的登录：原密码、动态口令和已登录的设备全部失效")
        % {"name": account.name},
        reason=reason,
        body=home_of(account),
    )
    return issue_slip(account, by=by)


def find_slip(code: str) -> AccessSlip:
    """The slip with this code, if it can still be used.

    Raises Refused, saying what to do, when it is unknown, used, replaced or too
    old, or when its account is closed.
    """
    slip = (
        AccessSlip.objects.select_related("account")
        .filter(digest=AccessSlip.digest_of(code))
        .first()
    )
    if slip is None:
        raise Refused(
            _("没有这个登录码。请对照登录条逐个字符检查，其中没有数字 0、1 和字母 I、L、O。")
        )
    if slip.used_at is not None:
        raise WrongStatus(
            _(
                "这张登录条已经用过，不能再用。请用用户名（手机号）和您设置的密码登录；"
                "如果不是您本人用的，请马上联系本级人大工作人员。"
            )
        )
    if slip.revoked_at is not None:
        raise WrongStatus(
            _(
                "这张登录条已被新的登录条代替，不能再用。请用最新的一张，"
                "或者联系本级人大工作人员重新打印。"
            )
        )
    if slip.expires_at <= timezone.now():
        raise WrongStatus(_("这张登录条已过有效期，不能再用。请联系本级人大工作人员重新打印。"))
    if not slip.account.is_active:
        raise WrongStatus(_("这个账号已停用。如需恢复，请联系本级人大工作人员。"))
    return slip


@transaction.atomic
def use_slip(code: str) -> Account:
    """Spend the slip and return the account that may now sign in and set a password.

    Raises Refused as `find_slip` does, also for the second of two who use it at once.
    """
    slip = find_slip(code)
    unused = AccessSlip.objects.filter(pk=slip.pk, used_at__isnull=True, revoked_at__isnull=True)
    if not unused.update(used_at=timezone.now()):
        raise WrongStatus(_("这张登录条刚刚被用过，不能再用。如果不是您本人，请联系人大工作人员。"))
    account = slip.account
    Account.objects.filter(pk=account.pk).update(must_set_password=True)
    account.must_set_password = True
    record(
        account,
        "account.use_slip",
        account,
        gettext("%(name)s用登录条登录") % {"name": account.name},
        body=home_of(account),
    )
    return account

"""What people may change of how they are told; each step leaves an event."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.notices.channels import ADAPTERS
from lianxin.foundation.notices.delivering import CONFIRM_SALT
from lianxin.foundation.notices.models import (
    Address,
    Channel,
    Delivery,
    FeedKey,
    Notice,
    Preference,
)
from lianxin.foundation.notices.permissions import Permission
from lianxin.foundation.people.accounts import home_of
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus

CONFIRM_WITHIN = timedelta(days=3)
ASK_AGAIN_AFTER = timedelta(minutes=10)


def read(notices: Iterable[int], *, by: Account) -> int:
    """Mark one's own unread notices as read; number of those that were not."""
    own = Notice.objects.of(by).unread().filter(pk__in=notices)
    return own.update(read_at=timezone.now())


def read_all(*, by: Account, up_to: int) -> int:
    """Mark everything read that was on the page: what came later stays unread."""
    return Notice.objects.of(by).unread().filter(pk__lte=up_to).update(read_at=timezone.now())


@transaction.atomic
def choose(account: Account, *, by: Account, **chosen: Any) -> Preference:
    """Keep how `account` wants to be told outside this site; one's own choice only."""
    _own(account, by)
    preference, _created = Preference.objects.update_or_create(account=account, defaults=chosen)
    record(by, "notices.choose", by, _("设置站外通知"), body=home_of(by))
    return preference


@transaction.atomic
def give_address(account: Account, email: str, *, by: Account) -> Address:
    """Name an e-mail address and send it a link; unused until that link is opened.

    Raises Refused where no mail server is set up, and when a link was sent just now.
    """
    _own(account, by)
    if not ADAPTERS[Channel.EMAIL].is_ready():
        raise Refused(_("本站还没有设置发信服务器，暂时不能用邮件接收通知。请联系系统管理员。"))
    now = timezone.now()
    known = Address.objects.select_for_update().filter(account=account).first()
    if known and known.confirmed_at and known.email == email:
        raise Refused(_("这个邮箱已经确认过，不必重复。"))
    if known and known.asked_at > now - ASK_AGAIN_AFTER:
        raise Refused(_("确认邮件刚刚发过。请先查收（也看看垃圾邮件）；十分钟后可以再发。"))
    address, _created = Address.objects.update_or_create(
        account=account, defaults={"email": email, "asked_at": now, "confirmed_at": None}
    )
    Delivery.objects.create(
        account=account, channel=Channel.EMAIL, purpose=Delivery.Purpose.CONFIRM
    )
    record(by, "notices.give_address", by, _("填写通知邮箱"), body=home_of(by))
    return address


def asked_address(account: Account, token: str) -> Address:
    """The address a link was sent to. Raises Refused unless the link is this account's."""
    try:
        named = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as error:
        raise Refused(_("这个确认地址已过期或者不完整。请在通知设置里重新填写邮箱。")) from error
    if named.get("account") != account.pk:
        raise Refused(_("这个确认地址是发给另一个账号的。请用那个账号登录后打开。"))
    address = Address.objects.filter(account=account, email=named.get("email")).first()
    if address is None:
        raise Refused(_("邮箱已经改过，这个确认地址不再有效。"))
    return address


@transaction.atomic
def confirm_address(account: Account, token: str, *, by: Account) -> Address:
    """The link was opened by the account's owner: from now on the address is used."""
    _own(account, by)
    address = asked_address(account, token)
    if address.confirmed_at is None:
        address.confirmed_at = timezone.now()
        address.save(update_fields=["confirmed_at"])
        record(by, "notices.confirm_address", by, _("确认通知邮箱"), body=home_of(by))
    return address


@transaction.atomic
def remove_address(account: Account, *, by: Account) -> None:
    """Take the address away; nothing more is sent to it."""
    _own(account, by)
    removed, _rows = Address.objects.filter(account=account).delete()
    if removed:
        record(by, "notices.remove_address", by, _("撤下通知邮箱"), body=home_of(by))


@transaction.atomic
def open_feed(account: Account, *, by: Account) -> str:
    """Make a new secret address of the calendar; the one before it stops working.

    Returns the secret, which nobody can read again.
    """
    _own(account, by)
    _end_feed(account)
    secret = FeedKey.new_secret()
    FeedKey.objects.create(account=account, digest=FeedKey.digest_of(secret))
    record(by, "notices.open_feed", by, _("开通日历订阅"), body=home_of(by))
    return secret


@transaction.atomic
def close_feed(account: Account, *, by: Account) -> None:
    """Stop the calendar's address."""
    _own(account, by)
    if not _end_feed(account):
        raise WrongStatus(_("日历订阅已经停用。"))
    record(by, "notices.close_feed", by, _("停用日历订阅"), body=home_of(by))


def _end_feed(account: Account) -> int:
    keys = FeedKey.objects.filter(account=account, revoked_at__isnull=True)
    return keys.update(revoked_at=timezone.now())


@transaction.atomic
def send_again(delivery: Delivery, *, by: Account) -> None:
    """Put a failed message back into the outbox, under the same id."""
    body = home_of(delivery.account)
    require(by, Permission.READ_DELIVERIES, body)
    changed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED).update(
        state=Delivery.State.WAITING, attempts=0, next_try_at=timezone.now(), error=""
    )
    if not changed:
        raise WrongStatus(_("这一条现在不是“发送失败”，不能重发。请刷新页面。"))
    record(by, "notices.send_again", delivery.account, _("重发通知"), body=body)


def _own(account: Account, by: Account) -> None:
    if account.pk != by.pk:
        raise Refused(_("只能改动自己的通知设置。"))

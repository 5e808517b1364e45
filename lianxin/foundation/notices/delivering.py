"""Sending what is due: each message claimed by one worker, tried again until it is out.

At least once. A worker killed between sending and marking leaves a claim that
runs out; whoever finds it sends the same message under the same id, so that the
receiver (Message-ID, Idempotency-Key) knows the repeat. Another id is never made.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.notices.channels import (
    ADAPTERS,
    Line,
    Message,
    NotSent,
    TryLater,
)
from lianxin.foundation.notices.models import Address, Channel, Delivery

State = Delivery.State
LEASE = timedelta(minutes=5)
"""Longer than any adapter waits: a claim that has run out belongs to nobody alive."""

PAUSES = [timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360, 720, 1440)]
"""Before the second attempt, the third …; after the last one the message has failed."""

CONFIRM_SALT = "notices.address"


def deliver_due(most: int = 200) -> dict[str, int]:
    """Send what is due now, `most` messages at most; number of each outcome.

    Safe to run in several processes at once.
    """
    outcomes: dict[str, int] = {}
    for _turn in range(most):
        delivery = claim(timezone.now())
        if delivery is None:
            break
        outcome = deliver(delivery)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


def claim(now: datetime) -> Delivery | None:
    """Make one due message this worker's own for LEASE; None when nothing is due."""
    free = Q(state=State.WAITING) | Q(state=State.SENDING, claimed_until__lt=now)
    due = Delivery.objects.filter(free, next_try_at__lte=now)
    for pk in due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:20]:
        # The WHERE clause picks one winner among workers.
        if due.filter(pk=pk).update(
            state=State.SENDING, claimed_until=now + LEASE, attempts=F("attempts") + 1
        ):
            return Delivery.objects.select_related("account").get(pk=pk)
    return None


def deliver(delivery: Delivery) -> str:
    """Send one claimed message and mark how it went; returns the new state."""
    if delivery.attempts > len(PAUSES) + 1:
        return _mark(delivery, State.FAILED, error=_("多次发送中断，不再尝试。"))
    try:
        message = compose(delivery)
        ADAPTERS[delivery.channel].send(message)
    except Gone as gone:
        return _mark(delivery, State.DROPPED, error=str(gone))
    except NotSent as refusal:
        return _mark(delivery, State.FAILED, error=str(refusal))
    except TryLater as trouble:
        if delivery.attempts > len(PAUSES):
            return _mark(delivery, State.FAILED, error=str(trouble))
        pause = PAUSES[delivery.attempts - 1]
        return _mark(
            delivery,
            State.WAITING,
            error=str(trouble),
            next_try_at=timezone.now() + pause,
        )
    return _mark(delivery, State.SENT, sent_at=timezone.now(), sent_to=masked(message.address))


class Gone(Exception):
    """Nobody is there any more to send it to."""


def _mark(delivery: Delivery, state: State, **fields) -> str:
    """Enter the outcome, unless the claim ran out and another worker has it."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=State.SENDING, claimed_until=delivery.claimed_until
    )
    fields["error"] = fields.get("error", "")[:300]
    mine.update(state=state, claimed_until=None, **fields)
    return state.value


def compose(delivery: Delivery) -> Message:
    """The message as it goes out, the same at every attempt. Raises Gone."""
    account = delivery.account
    if not account.is_active:
        raise Gone(_("账号已停用。"))
    if not ADAPTERS[delivery.channel].is_ready():
        raise TryLater(_("本站没有开通这个渠道。"))
    address = address_of(delivery)
    if delivery.purpose == Delivery.Purpose.CONFIRM:
        return _confirmation(delivery, address)
    lines = tuple(
        Line(
            notice.kind,
            notice.outside,
            notice.why,
            absolute(reverse("notices:open", args=[notice.pk])),
        )
        for notice in delivery.notices.order_by("pk")
    )
    if not lines:
        raise Gone(_("所通知的事项已删除。"))
    if len(lines) == 1:
        subject = _("连心：%s") % lines[0].words
    else:
        subject = _("连心：您有 %s 条通知") % len(lines)
    return Message(
        delivery.message_id, account.username, address, subject[:150], _text(lines), lines
    )


def _text(lines: tuple[Line, ...]) -> str:
    parts = [_("您好！以下事项请您留意，登录后办理：")]
    for number, line in enumerate(lines, start=1):
        parts.append(
            _("%(number)s. %(words)s\n   为何通知您：%(why)s\n   去办理：%(url)s")
            % {"number": number, "words": line.words, "why": line.why, "url": line.url}
        )
    parts.append(
        _("不想在站外收到，或者想改成每天、每周汇总：%s") % absolute(reverse("notices:settings"))
    )
    return "\n\n".join(parts) + "\n"


def _confirmation(delivery: Delivery, address: str) -> Message:
    token = signing.dumps({"account": delivery.account_id, "email": address}, salt=CONFIRM_SALT)
    url = absolute(reverse("notices:confirm", args=[token]))
    text = _(
        "有人在连心平台填写了这个邮箱，用于接收工作通知。\n\n"
        "是您本人的，请在三天内打开下面的地址并确认：\n%s\n\n"
        "不是您本人的，不必理会，不会再收到邮件。\n"
    )
    return Message(
        delivery.message_id,
        delivery.account.username,
        address,
        _("连心：请确认通知邮箱"),
        text % url,
        (),
    )


def address_of(delivery: Delivery) -> str:
    """Where the channel reaches the person today. Raises Gone when it no longer does."""
    if delivery.channel == Channel.EMAIL:
        found = Address.objects.filter(account=delivery.account_id)
        if delivery.purpose != Delivery.Purpose.CONFIRM:
            found = found.filter(confirmed_at__isnull=False)
        email = found.values_list("email", flat=True).first()
        if email is None:
            raise Gone(_("通知邮箱已撤下。"))
        return email
    if delivery.channel == Channel.SMS and not delivery.account.phone:
        raise Gone(_("账号没有登记手机号。"))
    if delivery.channel == Channel.WEBHOOK:
        return ""
    return delivery.account.phone


def absolute(path: str) -> str:
    """Address of a page of this site as a message must name it."""
    return settings.LIANXIN_URL.rstrip("/") + path


def masked(address: str) -> str:
    """z***@example.cn, 138****0000: enough to recognise, too little to use."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{address[:3]}****{address[-4:]}" if len(address) >= 11 else "*" * len(address)

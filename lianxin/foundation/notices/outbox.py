"""What leaves the house, when: paces, hours of rest, digests."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from lianxin.foundation.notices.channels import ADAPTERS, ready_channels
from lianxin.foundation.notices.kinds import Kind
from lianxin.foundation.notices.models import (
    Address,
    Channel,
    Delivery,
    Notice,
    Pace,
    Preference,
)

Purpose = Delivery.Purpose
State = Delivery.State


def queue(kind: Kind, notices: Sequence[Notice]) -> None:
    """Write the messages that tell of `notices`, all of one kind, outside this site."""
    if not ready_channels():
        return
    people = [notice.account_id for notice in notices]
    chosen = {one.account_id: one for one in Preference.objects.filter(account__in=people)}
    with_mail = set(
        Address.objects.filter(account__in=people, confirmed_at__isnull=False).values_list(
            "account_id", flat=True
        )
    )
    now = timezone.now()
    for notice in notices:
        choice = chosen.get(notice.account_id) or Preference()
        for channel, pace in paces(choice, kind).items():
            if reachable(notice.account, channel, with_mail):
                _put(notice, channel, pace, choice, kind, now)


def paces(choice: Preference, kind: Kind) -> dict[str, str]:
    """channel → pace for one kind; what is not chosen follows the kind, gathered daily."""
    if kind.key in choice.muted:
        return {}
    found = dict.fromkeys(kind.channels, Pace.DAILY.value)
    found |= choice.paces
    return {
        channel: Pace.AT_ONCE.value if kind.is_urgent else pace
        for channel, pace in found.items()
        if channel in Channel.values and pace in Pace.values and pace != Pace.OFF
    }


def reachable(account, channel: str, with_mail: set[int]) -> bool:
    """Whether the channel is set up and knows an address; robots need none."""
    if not ADAPTERS[channel].is_ready():
        return False
    if channel == Channel.EMAIL:
        return account.pk in with_mail
    if channel == Channel.SMS:
        return bool(account.phone)
    return True


def _put(notice, channel, pace, choice, kind, now) -> None:
    if pace == Pace.AT_ONCE:
        moment = after_rest(now, choice)
        # What piles up over night is one message in the morning, not ten.
        purpose = Purpose.NOTICE if moment == now else Purpose.GATHERED
    else:
        moment, purpose = next_gathering(now, choice, pace), Purpose.GATHERED
    if purpose == Purpose.GATHERED and _add_to_gathering(notice, channel, moment):
        return
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                account=notice.account, channel=channel, purpose=purpose, next_try_at=moment
            )
    except IntegrityError:
        # Another process has just begun to gather for the same moment.
        if not _add_to_gathering(notice, channel, moment):
            delivery = Delivery.objects.create(
                account=notice.account, channel=channel, next_try_at=moment
            )
        else:
            return
    delivery.notices.add(notice)


def _add_to_gathering(notice, channel, moment) -> bool:
    """Add to what is being gathered; False when there is nothing, or a worker has begun it."""
    gathering = Delivery.objects.filter(
        account_id=notice.account_id,
        channel=channel,
        purpose=Purpose.GATHERED,
        next_try_at=moment,
        attempts=0,
        state=State.WAITING,
    )
    found = gathering.first()
    # The update holds the row: a worker can claim it only after this notice is in it.
    if found is None or not gathering.filter(pk=found.pk).update(lines=F("lines") + 1):
        return False
    found.notices.add(notice)
    return True


def after_rest(moment: datetime, choice: Preference) -> datetime:
    """`moment`, or the end of the hours of rest it falls into; equal hours mean no rest."""
    start, end = choice.quiet_from, choice.quiet_until
    local = timezone.localtime(moment)
    clock = local.time()
    if start == end:
        return moment
    if start < end:
        rests = start <= clock < end
        days = 0
    else:
        rests = clock >= start or clock < end
        days = 1 if clock >= start else 0
    if not rests:
        return moment
    return _at(local + timedelta(days=days), end)


def next_gathering(moment: datetime, choice: Preference, pace: str) -> datetime:
    """When the next digest goes out: today's or tomorrow's hour, or the chosen weekday's."""
    local = timezone.localtime(moment)
    found = _at(local, choice.gathered_at)
    if pace == Pace.WEEKLY:
        found = _at(local + timedelta(days=(choice.weekday - local.weekday()) % 7), found.time())
    if found <= moment:
        found = _at(found + timedelta(days=7 if pace == Pace.WEEKLY else 1), found.time())
    return after_rest(found, choice)


def _at(day: datetime, clock: time) -> datetime:
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)

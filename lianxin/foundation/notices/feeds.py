"""Calendar feeds: what someone owes, as dates a phone's calendar can show.

Rooms register where dates come from; the feed's secret address is its only key,
so that it carries titles and dates and nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from lianxin.foundation.notices.delivering import absolute
from lianxin.foundation.notices.models import FeedKey
from lianxin.foundation.people.models import Account

MOST_EVENTS = 500
SHOWN_AFTER = timedelta(days=90)
"""How long a date that has passed stays in the calendar."""


@dataclass(frozen=True)
class Entry:
    """One date. uid: the same for the same duty, also when its date moves."""

    uid: str
    on: date
    title: str
    path: str


Source = Callable[[Account, date], Iterable[Entry]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source: gives the entries of an account from a day on; once is enough."""
    if source not in _sources:
        _sources.append(source)


def account_of(secret: str) -> Account | None:
    """Whose calendar the address is; None for one that is unknown or was revoked."""
    key = (
        FeedKey.objects.filter(
            digest=FeedKey.digest_of(secret), revoked_at__isnull=True, account__is_active=True
        )
        .select_related("account")
        .first()
    )
    if key is None:
        return None
    today = timezone.localdate()
    FeedKey.objects.filter(Q(used_on__lt=today) | Q(used_on=None), pk=key.pk).update(used_on=today)
    return key.account


def calendar_of(account: Account, today: date) -> bytes:
    """The account's dates as iCalendar (RFC 5545); the same bytes all day if nothing changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lianxin//Due dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("连心：办理期限"))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    since = today - SHOWN_AFTER
    found = [entry for source in _sources for entry in source(account, since)]
    stamp = datetime.combine(today, time(), UTC)
    for entry in sorted(found, key=lambda one: (one.on, one.uid))[:MOST_EVENTS]:
        event = Event()
        event.add("uid", f"{entry.uid}@lianxin")
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("url", absolute(entry.path))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()

"""One activity as a file that a phone's calendar takes in."""

from datetime import UTC

from django.utils import timezone
from icalendar import Calendar, Event

from lianxin.foundation.papers.rendering.addresses import absolute
from lianxin.work.activities.models import Activity
from lianxin.work.activities.papers.common import place_words


def calendar_of(activity: Activity) -> bytes:
    """iCalendar (RFC 5545): its time, its place and the way back to its page.

    The uid stays when the date moves, so that taking it in again moves the entry.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Lianxin//Activity//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"activity-{activity.pk}@lianxin")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", activity.starts_at.astimezone(UTC))
    event.add("dtend", activity.ends_at.astimezone(UTC))
    event.add("summary", activity.title)
    if place := place_words(activity):
        event.add("location", place)
    event.add("url", absolute(activity.get_absolute_url()))
    is_off = activity.state == Activity.State.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    calendar.add_component(event)
    return calendar.to_ical()

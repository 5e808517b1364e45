"""What every paper of an activity says of it."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.counting import named
from lianxin.work.activities.kinds import kind_of
from lianxin.work.activities.models import Activity, Attendance


def time_words(activity: Activity) -> str:
    """2026年3月20日（星期五） 9:00—11:30; with its last day where it goes on."""
    begins, ends = localtime(activity.starts_at), localtime(activity.ends_at)
    if begins.date() == ends.date():
        return f"{named(begins.date())} {_clock(begins)}—{_clock(ends)}"
    return f"{named(begins.date())} {_clock(begins)}—{named(ends.date())} {_clock(ends)}"


def _clock(moment) -> str:
    return f"{moment.hour}:{moment:%M}"


def head(activity: Activity) -> dict[str, str]:
    """Values that all three papers bear."""
    return {
        "name": activity.title,
        "kind": str(kind_of(activity.body, activity.kind).name),
        "time": time_words(activity),
        "place": place_words(activity),
        "topic": activity.topic,
        "leader": activity.leader.name if activity.leader else "",
        "group": activity.group.name if activity.group else "",
        "issuer": activity.body.name,
    }


def place_words(activity: Activity) -> str:
    online = str(_("线上")) if activity.is_online else ""
    return "，".join(words for words in (activity.place, online) if words)


def roll(activity: Activity) -> list[Attendance]:
    """Everyone on the list, by the strokes of their names."""
    found = activity.attendances.select_related("seat__person", "seat__body", "seat__group")
    return list(found.order_by("seat__person__stroke_key", "pk"))


def names(attendances) -> str:
    return "、".join(one.seat.person.name for one in attendances)

"""Makers for the diary's tests; every name is fictional."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.work.activities.models import Activity

TODAY = date(2026, 6, 10)


def make_activity(body, on, *, by, title="活动", kind="meeting", group=None) -> Activity:
    """One that was held and written down."""
    starts = timezone.make_aware(datetime.combine(on, time(9)))
    return Activity.objects.create(
        body=body,
        kind=kind,
        title=title,
        group=group,
        on=on,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        state=Activity.State.RECORDED,
        created_by=by,
        recorded_by=by,
        recorded_at=starts,
    )

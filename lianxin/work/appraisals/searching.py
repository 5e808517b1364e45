"""Meetings at which reports are heard, in the search; never what the ballots said."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.masking import mask
from lianxin.foundation.people.models import Role
from lianxin.foundation.search.index import follow
from lianxin.foundation.search.kinds import Entry, Kind, register
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.appraisals.queries import WHOLE_BODY

NUMBER = 11


def register_search() -> None:
    register(
        Kind(
            code="appraisal",
            number=NUMBER,
            label=_("述职测评"),
            model=Meeting,
            records=_meetings,
            entries=_entries,
            keys=_keys,
            order=55,
            statuses=lambda: Meeting.State.choices,
        )
    )
    follow("appraisal", steps="appraisal.")


def _meetings() -> QuerySet[Meeting]:
    subjects = Subject.objects.select_related("seat__person", "office")
    return Meeting.objects.select_related("body").prefetch_related(Prefetch("subjects", subjects))


def _entries(meetings: Sequence[Meeting]) -> Iterable[Entry]:
    for one in meetings:
        subjects = list(one.subjects.all())
        yield Entry(
            object_id=one.pk,
            title=mask(one.title),
            details=" · ".join([one.place, str(one.get_state_display()), one.body.short_name]),
            text="、".join(subject.name for subject in subjects),
            url=one.get_absolute_url(),
            on=one.on,
            keys=_keys_of(one, subjects),
            county_id=one.body.county_id,
            body_id=one.body_id,
            year=one.on.year,
            status=one.state,
        )


def _keys_of(meeting: Meeting, subjects: Iterable[Subject]) -> set[str]:
    keys = {f"apb{pk}" for pk in meeting.body.path.strip("/").split("/")}
    keys.add(f"apl{meeting.body_id}")
    keys |= {f"app{one.seat.person_id}" for one in subjects if one.seat}
    return keys | {f"apo{one.office_id}" for one in subjects if one.office_id}


def _keys(account) -> Iterable[str]:
    """The same grounds as `MeetingQuerySet.visible_to`."""
    if account.person_id:
        yield f"app{account.person_id}"
    for office in account.office_ids():
        yield f"apo{office}"
    for grant in account.current_grants:
        if grant.role in WHOLE_BODY:
            yield f"apb{grant.body_id}"
        elif grant.role == Role.LIAISON:
            yield f"apl{grant.body_id}"

"""What of this room stands in a deputy's file: reports to voters, with what they brought."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Section, Source
from lianxin.foundation.people.models import Body, Person
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.appraisals.results import outcome_words, results_of


def lines(person: Person, since: date, until: date) -> Iterator[Deed]:
    """Each meeting at which the deputy reported; the counts once they were told."""
    found = (
        Subject.objects.reported()
        .filter(seat__person=person, meeting__on__range=(since, until))
        .select_related("meeting")
        .order_by("meeting__on", "pk")
    )
    for one in found:
        words = _("在%(place)s向选民述职：%(title)s") % {
            "place": one.meeting.place,
            "title": one.meeting.title,
        }
        yield Deed(one.meeting.on, words, one.get_absolute_url(), note=_told(one))


def _told(subject: Subject) -> str:
    if subject.feedback_on is None or subject.rated_at.state not in Meeting.TOLD:
        return ""
    return "".join(outcome_words(one) for one in results_of(subject.rated_at, [subject]))


def tally(body: Body, since: date, until: date) -> Mapping[int, int]:
    pairs = (
        Subject.objects.reported()
        .filter(
            seat__person__in=body.seats.order_by().values("person"),
            meeting__on__range=(since, until),
        )
        .order_by()
        .values_list("seat__person_id", flat=True)
    )
    return Counter(pairs)


def register_deeds() -> None:
    deeds.register(
        Source(
            "appraisals.reported",
            Section.REPORTING,
            gettext_lazy("向选民述职"),
            gettext_lazy("次"),
            lines,
            tally,
        )
    )

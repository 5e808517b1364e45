"""What the personal file reads here: honours of a deputy, given or from outside."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines import deeds
from lianxin.foundation.people.models import Body, Person, Seat
from lianxin.work.honours.models import Honour

KEY = "honours.given"


def lines(person: Person, since: date, until: date) -> Iterator[deeds.Deed]:
    """One line an honour of the person's own."""
    found = Honour.objects.filter(person=person).between(since, until)
    for one in found.order_by("granted_on", "pk"):
        yield deeds.Deed(
            on=one.granted_on,
            words=f"{one.title}（{one.giver}）",
            url=one.get_absolute_url(),
        )


def tally(body: Body, since: date, until: date) -> Mapping[int, int]:
    """Of persons with a seat at the body, wherever the honour came from; one query."""
    seats = Seat.objects.filter(Q(body=body) | Q(group__body=body))
    rows = (
        Honour.objects.between(since, until)
        .filter(person__in=seats.order_by().values("person"))
        .order_by()
        .values_list("person")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def register_deeds() -> None:
    deeds.register(deeds.Source(KEY, deeds.Section.HONOURS, _("获得荣誉"), _("项"), lines, tally))

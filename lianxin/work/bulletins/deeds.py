"""What the personal file reads here: how many bulletins a deputy read, as one line."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.tenure import holders
from lianxin.foundation.people.models import Body, Person
from lianxin.work.bulletins.models import Receipt

KEY = "bulletins.read"


def _read(since: date, until: date) -> QuerySet[Receipt]:
    """Read or received on paper, of bulletins not withdrawn; editions of one are one."""
    return Receipt.objects.filter(
        read_on__gte=since, read_on__lte=until, bulletin__state__in=("issued", "replaced")
    ).order_by()


ONE = Count(Coalesce("bulletin__first", "bulletin"), distinct=True)


def lines(person: Person, since: date, until: date) -> Iterator[deeds.Deed]:
    """One line for all of the days, on the last day of reading: who reads is not watched."""
    found = _read(since, until).filter(person=person).aggregate(number=ONE, last=Max("read_on"))
    if found["number"]:
        words = _("阅读政情通报和学习资料 %d 期") % found["number"]
        yield deeds.Deed(on=found["last"], words=words, amount=found["number"])


def tally(body: Body, since: date, until: date) -> Mapping[int, int]:
    """Of persons with a seat at the body, whoever issued what they read; one query."""
    rows = _read(since, until).filter(person__in=holders(body))
    return dict(rows.values_list("person").annotate(number=ONE))


def register_deeds() -> None:
    deeds.register(
        deeds.Source(
            KEY,
            deeds.Section.TRAINING,
            gettext_lazy("阅读通报和资料"),
            gettext_lazy("期"),
            lines,
            tally,
        )
    )

"""Opinion cards returned by a deputy, for the duty file.

Surveys name nobody, and of a listening day or tea room only the number of deputies is kept.
"""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Section, Source
from lianxin.engines.tenure import holders
from lianxin.foundation.people.models import Body, Person
from lianxin.work.opinions.models import Card


def _returned(since: date, until: date):
    return Card.objects.filter(returned_on__gte=since, returned_on__lte=until)


def _lines(person: Person, since: date, until: date):
    found = _returned(since, until).filter(seat__person=person).select_related("round")
    return [
        Deed(
            card.returned_on,
            _("填写%s") % card.round,
            card.get_absolute_url(),
            note=_("没有意见") if card.has_none else _("%d 条意见") % card.number,
        )
        for card in found.annotate(number=Count("opinions")).order_by("pk")
    ]


def _tally(body: Body, since: date, until: date):
    found = _returned(since, until).filter(seat__person__in=holders(body))
    return dict(found.order_by().values_list("seat__person").annotate(Count("pk")))


def register_deeds() -> None:
    deeds.register(
        Source(
            "opinions.cards",
            Section.SUGGESTIONS,
            gettext_lazy("填写征求意见卡"),
            gettext_lazy("张"),
            _lines,
            _tally,
        )
    )

"""Pledges kept, for the duty file: what was promised stands with its campaign until then."""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Section, Source
from lianxin.engines.tenure import holders
from lianxin.foundation.people.models import Body, Person
from lianxin.work.duty.models import Pledge


def _kept(since: date, until: date):
    return Pledge.objects.filter(
        state=Pledge.State.KEPT, settled_on__gte=since, settled_on__lte=until
    )


def _lines(person: Person, since: date, until: date):
    found = _kept(since, until).filter(seat__person=person)
    return [
        Deed(
            one.settled_on,
            _("兑现承诺“%s”") % one.text,
            one.get_absolute_url(),
            note=one.campaign.title,
        )
        for one in found.select_related("campaign").order_by("pk")
        if one.settled_on
    ]


def _tally(body: Body, since: date, until: date):
    found = _kept(since, until).filter(seat__person__in=holders(body))
    return dict(found.order_by().values_list("seat__person").annotate(Count("pk")))


def register_deeds() -> None:
    deeds.register(
        Source(
            "duty.pledges",
            Section.GROUP,
            gettext_lazy("兑现承诺"),
            gettext_lazy("件"),
            _lines,
            _tally,
        )
    )

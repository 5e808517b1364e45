"""Activities as the public reads them: what their clerk chose to publish, in his words."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.faces.portal.forms import BodyYearFilter
from lianxin.foundation.people.models import Body, Seat
from lianxin.work.activities.kinds import name_of, shipped
from lianxin.work.activities.models import OwnKind, Publication

FEW = 5


def published_activities():
    """Newest first, with what a row shows."""
    return Publication.objects.shown().select_related("body").order_by("-on", "-pk")


class ActivityFilter(BodyYearFilter):
    kind = forms.ChoiceField(label=_("类别"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        own = OwnKind.objects.filter(is_active=True).exclude(key__in=shipped())
        names = {key: one.name for key, one in shipped().items()}
        names |= dict(own.order_by("name").values_list("key", "name"))
        chosen = [("", _("全部")), *names.items()]
        self.fields["kind"].choices = chosen  # type: ignore[attr-defined]

    def apply(self, found, *, day: str = "on"):
        found = super().apply(found, day=day)
        if kind := self.cleaned_data.get("kind"):
            found = found.filter(kind=kind)
        return found


@dataclass(frozen=True)
class Shown:
    """One row: the publication, and its kind in the body's own words."""

    publication: Publication
    kind: str


def rows_of(publications) -> list[Shown]:
    """With the names of their kinds; the words of a body for a kind are read once each."""
    names: dict[tuple[int, str], str] = {}
    rows = []
    for one in publications:
        key = (one.body_id, one.kind)
        if key not in names:
            names[key] = str(name_of(one.body, one.kind))
        rows.append(Shown(one, names[key]))
    return rows


def names_of(publication: Publication) -> list[str]:
    """Deputies who came, as counted: nobody's leave, absence or objection."""
    came = publication.activity.attendances.counted().select_related("seat__person")
    return [one.seat.person.name for one in came.order_by("seat__person__stroke_key", "pk")]


@dataclass(frozen=True)
class Done:
    """A deputy's published activities of his term: how many of each kind, the newest."""

    counts: list[tuple[str, int]]
    rows: list[Shown]
    number: int


def done_by(seat: Seat) -> Done:
    """What a deputy took part in since this seat began, as far as it is published."""
    found = published_activities().of_seat(seat).filter(on__gte=seat.started_on)
    kinds = Counter(found.order_by().values_list("body", "kind"))
    bodies = Body.objects.in_bulk({body for body, _kind in kinds})
    named: Counter[str] = Counter()
    for (body, kind), number in kinds.items():
        named[str(name_of(bodies[body], kind))] += number
    return Done(sorted(named.items()), rows_of(found[:FEW]), sum(kinds.values()))

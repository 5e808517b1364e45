"""Fields several forms of this room share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.work.stations.models import Station


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


def stations_kept(user):
    """Open stations the reader keeps, as clerk or as one of the staff."""
    own = Station.objects.of_staff(user)
    clerks = Station.objects.filter(body__in=bodies_clerked_by(user).values("pk"))
    return (own | clerks).open().select_related("body").order_by("body__path", "name").distinct()


def departments_for(body):
    """Departments of the body and of the county: whom opinions are about, who is invited."""
    bodies = {body.pk, body.county_id}
    return (
        Office.objects.current()
        .filter(body__in=bodies)
        .exclude(kind=Office.Kind.VILLAGE)
        .order_by("-body__path", "name", "pk")
    )


def villages_for(bodies):
    return (
        Office.objects.current()
        .filter(body__in=bodies, kind=Office.Kind.VILLAGE)
        .order_by("body__path", "name", "pk")
    )


class Places:
    """Where a reader may plan something: stations kept, and bodies whose clerk the reader is."""

    def __init__(self, user):
        self.stations = {f"s{one.pk}": one for one in stations_kept(user)}
        self.bodies = {f"b{one.pk}": one for one in bodies_clerked_by(user)}

    def __bool__(self):
        return bool(self.stations or self.bodies)

    def choices(self) -> list[tuple[str, str]]:
        return [
            *((key, str(one)) for key, one in self.stations.items()),
            *((key, one.short_name) for key, one in self.bodies.items()),
        ]

    def named(self, key: str) -> tuple[Body, Station | None]:
        """The body and the station a choice stands for."""
        if station := self.stations.get(key):
            return station.body, station
        return self.bodies[key], None


class PlaceForm(forms.Form):
    """Where it belongs: a station, or the body itself for its clerk."""

    where = forms.ChoiceField(label=_("在哪里举行"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = Places(user)
        self.fields["where"].choices = self.places.choices()

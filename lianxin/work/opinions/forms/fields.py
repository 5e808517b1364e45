"""Fields several forms of this room share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Body, Office
from lianxin.work.stations.models import Station


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


def bodies_kept(user):
    """Bodies whose clerk the reader is."""
    keys = [grant.body_id for grant in user.current_grants if grant.role in CLERKS]
    return Body.objects.filter(pk__in=keys).order_by("path")


def stations_kept(user):
    """Open stations the reader keeps, as clerk or as one of the staff."""
    own = Station.objects.of_staff(user)
    clerks = Station.objects.filter(body__in=bodies_kept(user).values("pk"))
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


class PlaceForm(forms.Form):
    """Where it belongs: a station, or the body itself for its clerk. Sets `body` and `station`."""

    where = forms.ChoiceField(label=_("哪里"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.stations = {f"s{one.pk}": one for one in stations_kept(user)}
        self.bodies = {f"b{one.pk}": one for one in bodies_kept(user)}
        self.fields["where"].choices = [
            *((key, str(one)) for key, one in self.stations.items()),
            *((key, one.short_name) for key, one in self.bodies.items()),
        ]

    @property
    def station(self):
        return self.stations.get(self.cleaned_data["where"])

    @property
    def body(self):
        station = self.station
        return station.body if station else self.bodies[self.cleaned_data["where"]]

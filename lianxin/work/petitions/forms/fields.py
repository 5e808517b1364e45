"""Fields that the forms of petitions share, and what they offer to choose from."""

from django import forms

from lianxin.foundation.people.models import Office, Person, Seat


class LongText(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class Day(forms.DateField):
    """A day, by the browser's own picker."""


def offer_offices(field, body, but=None) -> None:
    found = Office.objects.current().filter(body=body)
    field.queryset = found if but is None else found.exclude(pk__in=but)


def offer_deputies(field, body) -> None:
    seats = Seat.objects.filter(body__in=[body.pk, body.parent_id], state__in=Seat.LIVE)
    field.queryset = Person.objects.filter(pk__in=seats.values("person")).order_by("name")

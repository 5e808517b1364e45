"""Fields several forms of this room share."""

from django import forms

from lianxin.foundation.people.queries import bodies_clerked_by


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class Number(forms.IntegerField):
    """A count; an empty box is none."""

    def __init__(self, *, label="", **options):
        widget = forms.NumberInput(
            attrs={"inputmode": "numeric", "min": 0, "aria-label": str(label)}
        )
        super().__init__(
            label=label, min_value=0, max_value=100_000, required=False, widget=widget, **options
        )

    def clean(self, value):
        return super().clean(value) or 0


def body_chosen(request):
    """The body a clerk's page is about: the one asked for, or the first one kept; or None."""
    kept = list(bodies_clerked_by(request.user))
    asked = request.GET.get("body") or request.POST.get("body")
    for one in kept:
        if str(one.pk) == asked:
            return one
    return kept[0] if kept else None

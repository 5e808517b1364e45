from datetime import date

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Promise
from lianxin.faces.portal.places import below
from lianxin.faces.portal.queries import STAGES, public_bodies
from lianxin.foundation.people.models import Office


class ProgressFilter(forms.Form):
    """What a reader may look for among released suggestions."""

    q = forms.CharField(label=_("标题包含"), required=False, max_length=40)
    body = forms.ModelChoiceField(
        label=_("机构"),
        queryset=public_bodies(),
        required=False,
        empty_label=_("全部"),
        to_field_name="code",
    )
    stage = forms.ChoiceField(
        label=_("办理进度"),
        required=False,
        choices=[("", _("全部")), *((code, words) for code, words, _statuses in STAGES)],
    )
    year = forms.IntegerField(label=_("年度"), required=False, min_value=1954, max_value=2200)

    def apply(self, suggestions):
        """Narrow the list; a value that makes no sense is ignored."""
        self.full_clean()
        chosen = self.cleaned_data
        if words := chosen.get("q"):
            suggestions = suggestions.filter(title__icontains=words)
        if body := chosen.get("body"):
            suggestions = suggestions.of_bodies(body)
        if stage := chosen.get("stage"):
            statuses = next(found for code, _words, found in STAGES if code == stage)
            suggestions = suggestions.filter(status__in=statuses)
        if year := chosen.get("year"):
            suggestions = suggestions.filter(year=year)
        return suggestions


class PromiseFilter(forms.Form):
    body = forms.ModelChoiceField(
        label=_("机构"),
        queryset=public_bodies(),
        required=False,
        empty_label=_("全部"),
        to_field_name="code",
    )
    state = forms.ChoiceField(
        label=_("兑现情况"),
        required=False,
        choices=[
            ("", _("全部")),
            *(state for state in Promise.State.choices if state[0] != Promise.State.REPLACED),
        ],
    )

    def apply(self, promises):
        self.full_clean()
        chosen = self.cleaned_data
        if body := chosen.get("body"):
            promises = promises.filter(reply__assignment__matter__body__path__startswith=body.path)
        if state := chosen.get("state"):
            promises = promises.filter(state=state)
        return promises


class BodyYearFilter(forms.Form):
    """Records of one body and those below it, of one year."""

    body = forms.ModelChoiceField(
        label=_("机构"),
        queryset=public_bodies(),
        required=False,
        empty_label=_("全部"),
        to_field_name="code",
    )
    year = forms.IntegerField(label=_("年度"), required=False, min_value=1954, max_value=2200)

    def apply(self, found, *, day: str):
        """Narrow a list. day: the date column that tells the year; nonsense is ignored."""
        self.full_clean()
        chosen = self.cleaned_data
        if body := chosen.get("body"):
            found = found.filter(body__in=list(below(body).values_list("pk", flat=True)))
        if year := chosen.get("year"):
            found = found.filter(**{f"{day}__range": (date(year, 1, 1), date(year, 12, 31))})
        return found


class OfBody(forms.Form):
    """A filter of one body's list: the body is a choice among those in use."""

    body = forms.ModelChoiceField(
        label=_("机构"),
        queryset=public_bodies(),
        required=False,
        empty_label=None,
        to_field_name="code",
    )
    q = forms.CharField(label=_("名称包含"), required=False, max_length=40)

    def __init__(self, data, *, body):
        super().__init__({**data.dict(), "body": body.code})

    def words(self) -> str:
        self.full_clean()
        return self.cleaned_data.get("q", "").strip()


class DeputyFilter(OfBody):
    q = forms.CharField(label=_("姓名、选区或小组"), required=False, max_length=40)

    def apply(self, seats):
        if words := self.words():
            seats = seats.filter(
                Q(person__name__icontains=words)
                | Q(district__name__icontains=words)
                | Q(group__name__icontains=words)
            )
        return seats


class StationFilter(OfBody):
    q = forms.CharField(label=_("站名、地址或村名"), required=False, max_length=40)

    def apply(self, stations):
        if words := self.words():
            stations = stations.filter(
                Q(name__icontains=words)
                | Q(address__icontains=words)
                | Q(villages__in=Office.objects.filter(name__icontains=words).values("pk"))
            ).distinct()
        return stations

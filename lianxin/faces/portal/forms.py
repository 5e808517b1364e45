from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Promise
from lianxin.faces.portal.queries import STAGES, public_bodies


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

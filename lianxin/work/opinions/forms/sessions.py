"""Sessions: the plan, the numbers, the opinions, the end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.opinions.forms.fields import Text, departments_for, villages_for
from lianxin.work.opinions.models import Session


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = ("kind", "topic", "on", "from_time", "place", "guests", "others")
        widgets = {"guests": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guests"].queryset = departments_for(self.instance.body)

    def apply(self) -> tuple[Session, list]:
        """The changed session, not saved, and its guests."""
        return self.save(commit=False), list(self.cleaned_data["guests"])


class HoldForm(forms.Form):
    deputies = forms.IntegerField(label=_("到会代表（人）"), min_value=0, max_value=1000)
    voters = forms.IntegerField(label=_("到会群众（人）"), min_value=0, max_value=5000)
    officials = forms.IntegerField(label=_("到会部门人员（人）"), min_value=0, max_value=1000)


class OpinionForm(forms.Form):
    text = Text(label=_("意见"), rows=4, max_length=5000, help_text=_("照原话记，一条一记。"))
    speaker = forms.CharField(
        label=_("谁说的"), max_length=60, required=False, help_text=_("可以不填；不对外公开。")
    )
    village = forms.ModelChoiceField(
        label=_("哪个村（社区）的事"), queryset=None, required=False, empty_label=_("不清楚")
    )
    answer = Text(
        label=_("当场答复"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("当场答复了的写在这里；没有答复的空着，到期限前要答复。"),
    )
    answered_by = forms.ModelChoiceField(
        label=_("由谁当场答复"), queryset=None, required=False, empty_label=_("主办方")
    )
    office = forms.ModelChoiceField(
        label=_("没有当场答复的，交给哪个单位"),
        queryset=None,
        required=False,
        empty_label=_("先不交，会后再分流"),
    )
    due_on = forms.DateField(
        label=_("答复期限"), required=False, help_text=_("不填的，按规则库的期限。")
    )
    post_key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        offices = departments_for(session.body)
        self.fields["answered_by"].queryset = self.fields["office"].queryset = offices
        self.fields["village"].queryset = villages_for([session.body_id])


class ReportForm(forms.Form):
    report = Text(label=_("办理情况和主席团跟进"), rows=5, max_length=2000)

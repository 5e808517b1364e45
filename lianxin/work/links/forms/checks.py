"""Drawing a spot check, and what a call found."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.links.models import SpotCall
from lianxin.work.links.workflow.checking import MOST


class DrawForm(forms.Form):
    size = forms.IntegerField(label=_("抽几人"), initial=3, min_value=1, max_value=MOST)


class CallForm(forms.Form):
    result = forms.ChoiceField(
        label=_("结果"),
        choices=[one for one in SpotCall.Result.choices if one[0]],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("选民说"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不相符的必须填写。不要写姓名、电话。"),
    )

"""What a deputy says is wrong, and what the office found."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ObjectionForm(forms.Form):
    words = forms.CharField(
        label=_("哪里不对，少了什么"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("如：6 月 5 日的视察我参加了，记成了缺席。"),
    )


class SettleForm(forms.Form):
    words = forms.CharField(
        label=_("核实情况"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("档案从记录中来：请先到原记录更正，再在这里告诉代表。"),
    )

"""What a clerk types while preparing a public copy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.copies import Box


class BoxForm(forms.Form):
    """One place to black out: the way that needs no pointer and no script."""

    x = forms.FloatField(label=_("离左边（%）"), min_value=0, max_value=100)
    y = forms.FloatField(label=_("离上边（%）"), min_value=0, max_value=100)
    width = forms.FloatField(label=_("宽（%）"), min_value=0.1, max_value=100)
    height = forms.FloatField(label=_("高（%）"), min_value=0.1, max_value=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"step": "0.01", "inputmode": "decimal"}

    def box(self, page: int) -> Box:
        typed = self.cleaned_data
        return (
            page,
            *(round(typed[name], 2) for name in ("x", "y", "width", "height")),
        )


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("要遮盖的姓名或者词语"),
        help_text=_("几个词用空格隔开。会列出在哪一页，由您勾选。"),
        max_length=400,
        required=False,
    )
    with_numbers = forms.BooleanField(
        label=_("同时查找手机号、身份证号"), required=False, initial=True
    )


class ApproveForm(forms.Form):
    title = forms.CharField(
        label=_("公开时的名称"),
        help_text=_("公众看到这个名称，不要写姓名、电话。"),
        max_length=60,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("撤下的理由"), max_length=200)

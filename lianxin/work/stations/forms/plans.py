"""What people type about year plans."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

ITEMS_HELP = _("一行一项，先写月份：3月 接待选民。")


class PlanForm(forms.Form):
    text = forms.CharField(
        label=_("计划说明"), max_length=3000, required=False, widget=forms.Textarea
    )
    items = forms.CharField(
        label=_("全年事项"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=ITEMS_HELP,
    )


class PlanTemplateForm(forms.Form):
    guidance = forms.CharField(
        label=_("指导意见"), max_length=2000, required=False, widget=forms.Textarea
    )
    items = forms.CharField(
        label=_("参考事项"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=ITEMS_HELP,
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(label=_("退回理由"), max_length=300, widget=forms.Textarea)


class ReportForm(forms.Form):
    held_on = forms.DateField(label=_("开展日期"), initial=localdate)
    report = forms.CharField(
        label=_("开展情况"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("谁参加、做了什么、有什么结果。不写群众的姓名和电话。"),
    )

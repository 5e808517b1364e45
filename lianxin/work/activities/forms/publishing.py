"""What the public is to read of an activity."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.activities.fields import Text


class PublishForm(forms.Form):
    title = forms.CharField(label=_("公开的标题"), max_length=80)
    text = Text(
        label=_("公开的内容"),
        rows=8,
        max_length=4000,
        required=False,
        help_text=_("不写选民的姓名、住址、电话和个人情况。号码会自动遮盖，姓名请您自己核对。"),
    )

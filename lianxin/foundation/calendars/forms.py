"""Forms for the working calendar: a year's table, a single day."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

BETWEEN_ENTRIES = re.compile(r"[\s,，、;；]+")


class SpansField(forms.CharField):
    """Entries like 10-01/10-07, separated by spaces, commas or lines; a list."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value):
        return [span for span in BETWEEN_ENTRIES.split(super().clean(value)) if span]


class TableForm(forms.Form):
    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)
    holidays = SpansField(
        label=_("放假日"),
        help_text=_("写成月-日；连续几天用斜线，例如 10-01/10-07。几项之间空一格。"),
    )
    workdays = SpansField(
        label=_("调休上班日"), required=False, help_text=_("例如 09-20 10-10。没有的不填。")
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("国务院办公厅通知的名称。")
    )


class DayForm(forms.Form):
    on = forms.DateField(label=_("日期"))
    is_workday = forms.TypedChoiceField(
        label=_("这一天"),
        choices=[("off", _("放假")), ("on", _("上班"))],
        coerce=lambda choice: choice == "on",
        widget=forms.RadioSelect,
        initial="off",
    )
    note = forms.CharField(label=_("原因"), max_length=200, help_text=_("例如地方节日的名称。"))

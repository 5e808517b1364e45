"""What is typed about a body's own scale."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.appraisals.forms.fields import Text
from lianxin.work.appraisals.scales import VERDICT_WORDS
from lianxin.work.appraisals.workflow.scales import MOST_GRADES


class ScaleForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    grades = Text(label=_("等次"), rows=4, max_length=200, help_text=_("从好到差，一行一个。"))
    good = forms.IntegerField(
        label=_("前几个等次算满意"),
        min_value=1,
        max_value=MOST_GRADES - 1,
        initial=1,
        help_text=_("满意率按这些等次相加计算。"),
    )
    rows = Text(
        label=_("测评项目"),
        rows=4,
        max_length=400,
        required=False,
        help_text=_("逐项测评的（如五好），一行一项；只测评整体的不填。"),
    )
    verdict = forms.ChoiceField(label=_("怎样定等次"), choices=list(VERDICT_WORDS.items()))
    source = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("哪个文件、哪次会议定的，写明文号或者日期。印在结果单上。"),
    )

    def values(self) -> dict:
        typed = dict(self.cleaned_data)
        return typed | {name: typed[name].splitlines() for name in ("grades", "rows")}

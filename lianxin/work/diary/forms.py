"""What people type about a body's year."""

import re

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import prepare
from lianxin.work.diary.models import OWNERS, OwnDuty, Topic

BETWEEN = re.compile(r"[\s,，、;；月]+")


class MonthsField(forms.CharField):
    """Months like 3、6、9、12; nothing for the usual ones."""

    def clean(self, value):
        typed = [one for one in BETWEEN.split(super().clean(value)) if one]
        if not all(one.isdecimal() and 1 <= int(one) <= 12 for one in typed):
            raise forms.ValidationError(
                _("月份请写 1 到 12 的数字，用顿号隔开，例如 3、6、9、12。")
            )
        return tuple(sorted({int(one) for one in typed}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea)


class MoveForm(forms.Form):
    day = forms.IntegerField(
        label=_("几号"),
        min_value=1,
        max_value=31,
        help_text=_("月末填 31；每周的事项填星期几，1 到 7。"),
    )
    months = MonthsField(
        label=_("月份"), required=False, help_text=_("例如 3、6、9、12。空着不改月份。")
    )
    reason = forms.CharField(label=_("理由"), max_length=200)


class OwnDutyForm(forms.Form):
    name = forms.CharField(label=_("工作"), max_length=40)
    words = forms.CharField(label=_("要求"), max_length=200, required=False)
    period = forms.ChoiceField(
        label=_("周期"),
        choices=[(one.value, one.label) for one in OwnDuty.PERIODS],
        initial="month",
    )
    months = MonthsField(
        label=_("月份"), required=False, help_text=_("例如 1、7。空着按周期的末月。")
    )
    day = forms.IntegerField(
        label=_("几号"),
        min_value=1,
        max_value=31,
        help_text=_("月末填 31；每周的事项填星期几，1 到 7。"),
    )
    owner = forms.ChoiceField(label=_("责任人"), choices=[(one.value, one.label) for one in OWNERS])
    source = forms.CharField(label=_("依据或者理由"), max_length=200)
    below = forms.BooleanField(label=_("下级也开展"), required=False)

    def __init__(self, *args, has_below: bool, **more):
        super().__init__(*args, **more)
        if not has_below:
            del self.fields["below"]


class BeginForm(forms.Form):
    on = forms.DateField(
        label=_("从哪天起"), help_text=_("在这一天以前到期的，没有记录也不算逾期。")
    )


class TickForm(forms.Form):
    done_on = forms.DateField(label=_("完成日期"), initial=localdate)
    words = forms.CharField(
        label=_("怎么完成的"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("什么时候、谁、做了什么。不写群众的姓名和电话。"),
    )
    file = forms.FileField(
        label=_("证明材料"), required=False, help_text=_("照片、扫描件或者文件，可以不附。")
    )

    def clean_file(self):
        found = self.cleaned_data["file"]
        return prepare(found) if found else None


class PlanForm(forms.Form):
    text = forms.CharField(
        label=_("总体要求"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("全年工作的总体要求。具体事项在计划里一项一项列。"),
    )


class ApproveForm(forms.Form):
    approved_on = forms.DateField(label=_("批准日期"), initial=localdate)
    approval = forms.CharField(
        label=_("批准文号或者会议"),
        max_length=120,
        help_text=_("例如：镇党委会〔2026〕第 3 次会议。"),
    )


class RemarksForm(forms.Form):
    remarks = forms.CharField(label=_("党委的意见"), max_length=300, widget=forms.Textarea)


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("全年总结"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12})
    )


class ItemForm(forms.Form):
    month = forms.TypedChoiceField(
        label=_("月份"), choices=[(one, f"{one} 月") for one in range(1, 13)], coerce=int
    )
    words = forms.CharField(label=_("事项"), max_length=200)
    owner = forms.CharField(label=_("责任人"), max_length=60, required=False)


class NewItemForm(ItemForm):
    topic = forms.ModelChoiceField(
        label=_("从选题库选"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("不从选题库选"),
    )
    field_order = ("topic", "month", "words", "owner")

    def __init__(self, *args, topics, **more):
        super().__init__(*args, **more)
        self.fields["topic"].queryset = topics
        self.fields["words"].required = False
        self.fields["words"].help_text = _("选了选题的，可以空着。")

    def clean(self):
        if not self.cleaned_data.get("words") and not self.cleaned_data.get("topic"):
            self.add_error("words", _("请写事项，或者从选题库选一个。"))
        return self.cleaned_data


class DoneForm(forms.Form):
    done_on = forms.DateField(label=_("完成日期"), initial=localdate)
    result = forms.CharField(label=_("完成情况"), max_length=500, widget=forms.Textarea)


class TopicForm(forms.Form):
    words = forms.CharField(label=_("题目"), max_length=200)
    source = forms.CharField(
        label=_("来自"), max_length=100, help_text=_("例如：党委交办、代表建议、群众反映集中。")
    )

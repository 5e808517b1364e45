"""What people type about checklists, evidence and stars."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.stations import proofs
from lianxin.work.stations.models import ChecklistItem, ChecklistTemplate


class EvidenceForm(forms.Form):
    upload = forms.FileField(
        label=_("材料"), help_text=_("照片、PDF 或者 Word、Excel 文件。照片里的拍摄地点会去掉。")
    )
    note = forms.CharField(label=_("说明"), max_length=120, required=False)


class ListForm(forms.ModelForm):
    class Meta:
        model = ChecklistTemplate
        fields = ("title", "source", "use")

    def validate_unique(self):
        """The step says it in words."""

    def validate_constraints(self):
        """The step says it in words."""


class ListEditForm(ListForm):
    class Meta:
        model = ChecklistTemplate
        fields = ("title", "source", "marks", "is_in_use")

    def __init__(self, data, *, template: ChecklistTemplate):
        initial = {name: getattr(template, name) for name in self.Meta.fields}
        super().__init__(data, initial=initial)
        if template.use != ChecklistTemplate.Use.STARS:
            del self.fields["marks"]


class ItemForm(forms.Form):
    words = forms.CharField(label=_("内容"), max_length=120)
    proof = forms.ChoiceField(
        label=_("由什么证明"),
        required=False,
        help_text=_("选了由系统计算的，按记录判定，不收材料。"),
    )
    points = forms.IntegerField(
        label=_("分值"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("只用于星级评定。"),
    )
    position = forms.IntegerField(label=_("序号"), min_value=1, max_value=999)

    def __init__(self, data, *, template: ChecklistTemplate, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["proof"].choices = [
            ("", _("上传材料")),
            *((kind.code, kind.title) for kind in proofs.kinds()),
        ]
        if template.use != ChecklistTemplate.Use.STARS:
            del self.fields["points"]

    def clean_points(self):
        return self.cleaned_data["points"] or 0


def initial_of(item: ChecklistItem) -> dict:
    return {name: getattr(item, name) for name in ("words", "proof", "points", "position")}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=200)


class PledgeForm(forms.Form):
    text = forms.CharField(
        label=_("履职承诺"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("照代表自己的话写，印在“代表履职承诺”上。"),
    )

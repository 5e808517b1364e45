"""What people type about returns and tasks from above."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures.catalogue import figures
from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.models import Body
from lianxin.work.returns.amounts import cents, exact
from lianxin.work.returns.computing import Cell
from lianxin.work.returns.models import Line, Task

LARGEST = 10**15


class ReturnForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=80)
    since = forms.DateField(label=_("统计从"))
    until = forms.DateField(label=_("统计到"))
    due_on = forms.DateField(label=_("报送期限"))
    compares = forms.BooleanField(
        label=_("并列上年同期"),
        required=False,
        help_text=_(
            "系统计算的数同时算出上年同样日期的数和增减；手填的取这个单位上年同期报送的数。"
        ),
    )
    text = forms.CharField(label=_("说明"), max_length=2000, required=False, widget=forms.Textarea)


class CopyForm(forms.Form):
    since = forms.DateField(label=_("统计从"))
    until = forms.DateField(label=_("统计到"))
    due_on = forms.DateField(label=_("报送期限"))


def figure_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The catalogue by room; rates are not asked for: their two sides are."""
    rooms: dict[str, list[tuple[str, str]]] = {}
    for one in figures():
        if not one.is_rate:
            rooms.setdefault(str(one.room), []).append((one.key, f"{one.name}（{one.unit}）"))
    return list(rooms.items())


class LineForm(forms.Form):
    kind = forms.ChoiceField(label=_("填法"), choices=Line.Kind.choices, initial=Line.Kind.FIGURE)
    figure = forms.ChoiceField(
        label=_("数字"), required=False, help_text=_("系统计算的，选一个；手填的不选。")
    )
    label = forms.CharField(label=_("项目"), max_length=60)
    code = forms.CharField(
        label=_("代码"),
        max_length=40,
        help_text=_("小写字母、数字和下划线，例如 trained。报表格式里用 {{ 代码 }} 指这一项。"),
    )
    unit = forms.CharField(label=_("单位"), max_length=10, required=False)
    money = forms.ChoiceField(
        label=_("金额单位"),
        required=False,
        choices=[("", _("不是金额")), *Line.Money.choices],
        help_text=_("金额按分保存和相加，填报、显示用这个单位；导出保留两位小数。"),
    )
    addends = forms.MultipleChoiceField(
        label=_("由哪些项目相加"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "“各项之和”由系统相加。别的数字项目选了的，报送时核对是否相等，不等的要写说明。"
        ),
    )
    counts_people = forms.BooleanField(
        label=_("按人计，不能相加"),
        required=False,
        help_text=_("同一个人在几个单位都算时，勾选：汇总按全部记录计算，不把各单位的数加起来。"),
    )
    help = forms.CharField(label=_("填报说明"), max_length=200, required=False)

    def __init__(self, *args, others, **more):
        """others: the other lines of the return, that a sum may add."""
        super().__init__(*args, **more)
        self.fields["figure"].choices = [("", _("不选")), *figure_choices()]
        added = [(one.code, one.label) for one in others if one.is_number]
        if added:
            self.fields["addends"].choices = added
        else:
            del self.fields["addends"]


class PartForm(forms.Form):
    """Which part of a figure a line counts; one field for each way it divides."""

    def __init__(self, *args, parts, **more):
        super().__init__(*args, **more)
        for name, (label, choices) in parts.items():
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("全部")), *choices.items()]
            )


class AskForm(forms.Form):
    bodies = forms.ModelMultipleChoiceField(
        label=_("由哪些单位填报"),
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, bodies, **more):
        super().__init__(*args, **more)
        self.fields["bodies"].queryset = bodies
        self.fields["bodies"].label_from_instance = lambda body: body.short_name
        self.initial.setdefault("bodies", list(bodies))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea)


class LayoutForm(forms.Form):
    file = forms.FileField(
        label=_("报表格式（.xlsx）"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class FillForm(forms.Form):
    """One group of fields for each line; `values` is what the workflow takes."""

    def __init__(self, *args, cells: list[Cell], **more):
        super().__init__(*args, **more)
        self.cells = cells
        for cell in cells:
            line, pk = cell.line, cell.line.pk
            if line.is_sum:
                continue
            if line.money:
                self.fields[f"value-{pk}"] = forms.DecimalField(
                    label=_("%(label)s（%(unit)s）")
                    % {"label": line.label, "unit": line.get_money_display()},
                    required=False,
                    max_digits=15,
                    decimal_places=2 if line.money == Line.Money.YUAN else 6,
                    initial=None if cell.value is None else exact(cell.value, line.money),
                )
            elif line.is_number:
                self.fields[f"value-{pk}"] = forms.IntegerField(
                    label=line.label,
                    required=False,
                    min_value=-LARGEST,
                    max_value=LARGEST,
                    initial=cell.value,
                )
            else:
                self.fields[f"text-{pk}"] = forms.CharField(
                    label=line.label,
                    required=False,
                    max_length=500,
                    initial=cell.text,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )
            if line.kind == Line.Kind.FIGURE or line.addends:
                self.fields[f"note-{pk}"] = forms.CharField(
                    label=_("说明"),
                    required=False,
                    max_length=300,
                    initial=cell.answer.note if cell.answer else "",
                )

    def rows(self):
        """Each line with its drawn fields."""
        for cell in self.cells:
            pk = cell.line.pk
            if cell.line.is_sum:
                yield cell, None, None
                continue
            main = self[f"value-{pk}"] if cell.line.is_number else self[f"text-{pk}"]
            note = self[f"note-{pk}"] if f"note-{pk}" in self.fields else None
            yield cell, main, note

    @property
    def values(self) -> dict[int, dict]:
        return {
            cell.line.pk: {
                "value": self._value(cell.line),
                "text": self.cleaned_data.get(f"text-{cell.line.pk}", ""),
                "note": self.cleaned_data.get(f"note-{cell.line.pk}", ""),
            }
            for cell in self.cells
        }

    def _value(self, line: Line) -> int | None:
        """What was typed; of money in 分. Raises Refused for a fraction of a 分."""
        typed = self.cleaned_data.get(f"value-{line.pk}")
        return cents(typed, line.money) if line.money and typed is not None else typed


class SendForm(forms.Form):
    signed_by = forms.CharField(
        label=_("签字人"), max_length=60, help_text=_("审核这份报表的领导姓名。")
    )
    signed_on = forms.DateField(label=_("签字日期"), initial=localdate)


class TaskForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=Task.Kind.choices)
    whom = forms.ChoiceField(label=_("对谁"), choices=Task.Whom.choices)
    title = forms.CharField(label=_("事项"), max_length=120)
    received_on = forms.DateField(label=_("收到（提出）日期"), initial=localdate)
    due_on = forms.DateField(label=_("期限"), required=False)
    owner = forms.CharField(label=_("承办人"), max_length=60, required=False)


class TakeForm(forms.Form):
    owner = forms.CharField(label=_("承办人"), max_length=60)


class ReportForm(forms.Form):
    reported_on = forms.DateField(label=_("报告日期"), initial=localdate)
    result = forms.CharField(label=_("办理和报告情况"), max_length=2000, widget=forms.Textarea)
    file = forms.FileField(label=_("材料"), required=False, help_text=_("报送的材料，可以不附。"))

    def clean_file(self):
        found = self.cleaned_data["file"]
        return prepare(found) if found else None

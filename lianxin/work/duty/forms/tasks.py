"""Task lists: where to start from, their tasks, what counts as done."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines import deeds
from lianxin.engines.deeds import SECTION_NAMES
from lianxin.foundation.people.models import Body
from lianxin.work.duty.models import TaskItem, TaskList
from lianxin.work.duty.shipped import task_templates


def evidence() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds of evidence there are, by section of the file: defined once, by their rooms."""
    found: dict[str, list[tuple[str, str]]] = {}
    for source in deeds.sources():
        section = str(SECTION_NAMES[source.section])
        found.setdefault(section, []).append((source.key, f"{source.label}（{source.unit}）"))
    return list(found.items())


class StartForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.none(), label=_("机构"), empty_label=None)
    template = forms.ChoiceField(label=_("从哪个样本开始"), required=False)
    name = forms.CharField(
        label=_("名称"), max_length=40, required=False, help_text=_("不填的，用样本的名称。")
    )
    basis = forms.CharField(
        label=_("依据"),
        max_length=120,
        required=False,
        help_text=_("哪次会议、哪个文件定的。"),
    )
    since = forms.DateField(label=_("起"))
    until = forms.DateField(label=_("止"))

    def __init__(self, *args, bodies, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        body: forms.ModelChoiceField = self.fields["body"]  # type: ignore[assignment]
        body.queryset = bodies
        self.initial.setdefault("since", today.replace(month=1, day=1))
        self.initial.setdefault("until", today.replace(month=12, day=31))
        template: forms.ChoiceField = self.fields["template"]  # type: ignore[assignment]
        template.choices = [
            ("", _("空白，自己写")),
            *((one.key, f"{one.name}：{one.origin}") for one in task_templates().values()),
        ]

    def clean(self):
        cleaned = super().clean() or {}
        if not cleaned.get("name"):
            template = task_templates().get(cleaned.get("template", ""))
            if template is None:
                self.add_error("name", _("请写清单的名称，或者选一个样本。"))
            else:
                cleaned["name"] = template.name
        return cleaned


class ListForm(forms.ModelForm):
    class Meta:
        model = TaskList
        fields = ("name", "basis", "since", "until")

    def _post_clean(self):
        """Constraints are the workflow's to check, with the rest of the rules."""


class ItemForm(forms.Form):
    label = forms.CharField(label=_("任务"), max_length=60, help_text=_("如：提出一件建议。"))
    number = forms.IntegerField(label=_("至少（次、件）"), min_value=1, max_value=999, initial=1)
    every = forms.ChoiceField(label=_("按"), choices=TaskItem.Every.choices)
    sources = forms.MultipleChoiceField(
        label=_("凭什么记录算完成（可选几种，加在一起算）"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, kept: list[str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        offered = evidence()
        known = {key for _section, choices in offered for key, _label in choices}
        lost = [(key, _("（暂无记录来源）%s") % key) for key in kept or [] if key not in known]
        sources: forms.MultipleChoiceField = self.fields["sources"]  # type: ignore[assignment]
        sources.choices = [*offered, *([(_("暂无来源"), lost)] if lost else [])]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)

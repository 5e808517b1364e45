"""The list's filter, and the form that sets a value: its fields follow the key's kind."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.keys import CLASS_NAMES, GROUPS, Key
from lianxin.foundation.rulebook.values import (
    LETTER_FIELDS,
    RESULT_CLASSES,
    UNIT_NAMES,
    UNITS,
    Kind,
)
from lianxin.ui.forms import chosen_words

YES_NO = [("true", _("是")), ("false", _("否"))]
LETTER_LABELS = {
    "letter": _("字母"),
    "label": _("名称"),
    "needs_promise": _("要填承诺期限"),
    "counts_as_solved": _("计入办成"),
}
SEPARATOR = "__"


class RuleFilterForm(forms.Form):
    q = forms.CharField(label=_("名称或者依据包含"), required=False)
    group = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *GROUPS.items()]
    )
    rule_class = forms.ChoiceField(
        label=_("性质"), required=False, choices=[("", _("全部")), *CLASS_NAMES.items()]
    )

    def __init__(self, asked, *, bodies, body):
        super().__init__(asked.copy())
        if body:
            self.data["body"] = body.code
        if len(bodies) > 1:
            self.fields["body"] = forms.ChoiceField(
                label=_("机构"),
                required=False,
                choices=[(body.code, body.short_name) for body in bodies],
            )
            self.order_fields(["body", "group", "rule_class", "q"])

    @property
    def more_fields(self):
        return [field for field in self if field.name != "q"]

    @property
    def chosen(self) -> str:
        return chosen_words(self.more_fields)

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("group", "rule_class", "q"))

    def apply(self, rules):
        """Narrow `rules`; a value that makes no sense is ignored."""
        self.full_clean()
        wanted = self.cleaned_data
        text = wanted.get("q", "").strip().casefold()
        return [
            found
            for found in rules
            if wanted.get("group") in {None, "", found.definition.group}
            and wanted.get("rule_class") in {None, "", found.rule_class}
            and text in f"{found.title}{found.source}{found.key}".casefold()
        ]


class SettingForm(forms.Form):
    """A body's own value. `value_and_unit()` after `is_valid()` gives what was typed.

    Whether the value is lawful is the workflow's to say; a form only reads it.
    """

    def __init__(self, *args, key: Key, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.key = key
        self.fields.update(VALUE_FIELDS[key.kind](key))
        self.fields["on"] = forms.DateField(
            label=_("从哪一天起"),
            initial=today,
            help_text=_("这一天以前开始计算的期限不变。"),
        )
        self.fields["source"] = forms.CharField(
            label=_("依据"),
            max_length=300,
            help_text=_("写明文件名称和条款，例如《××县代表建议办理办法》第十条。"),
        )

    def value_and_unit(self) -> tuple[Any, str | None]:
        """The typed value in the shape its kind has, and its unit."""
        kind, typed = self.key.kind, self.cleaned_data
        unit = typed.get("unit") or self.key.unit
        if kind is Kind.FLAG:
            return typed["value"] == "true", None
        if kind is Kind.LETTERS:
            return {
                name: {part: typed[f"{name}{SEPARATOR}{part}"] for part in LETTER_FIELDS}
                for name in RESULT_CLASSES
            }, None
        if "value" in typed:
            return typed["value"], unit if kind in UNITS else None
        parts = {name: typed[name] for name in STRUCTURE_FIELDS[kind]}
        return {name: item for name, item in parts.items() if item not in {None, ""}}, None


def initial_of(kind: Kind, value: Any, unit: str | None) -> dict[str, Any]:
    """What the form shows at first: the value that governs now."""
    if value is None:
        return {}
    if kind is Kind.FLAG:
        return {"value": "true" if value else "false"}
    if kind is Kind.LETTERS:
        return {
            f"{name}{SEPARATOR}{part}": item
            for name, entry in value.items()
            for part, item in entry.items()
        }
    if isinstance(value, dict):
        return dict(value)
    return {"value": value, "unit": unit}


def _number(label, *, required=True) -> forms.Field:
    return forms.IntegerField(label=label, min_value=0, required=required)


def _amount_fields(key: Key) -> dict[str, forms.Field]:
    units = [(name, UNIT_NAMES[name]) for name in UNITS[key.kind]]
    fields: dict[str, forms.Field] = {"value": _number(_("数值"))}
    if key.kind is not Kind.NUMBER:
        fields["unit"] = forms.ChoiceField(label=_("单位"), choices=units)
    else:
        fields["value"].help_text = UNIT_NAMES[key.unit or "time"]
    return fields


def _choice_fields(key: Key) -> dict[str, forms.Field]:
    choices = YES_NO if key.kind is Kind.FLAG else list(key.choices.items())
    return {"value": forms.ChoiceField(label=_("取值"), choices=choices, widget=forms.RadioSelect)}


def _day_field(label, *, required=True) -> forms.Field:
    return forms.CharField(
        label=label, required=required, max_length=5, help_text=_("写成月-日，例如 08-31。")
    )


def _range_fields(_key: Key) -> dict[str, forms.Field]:
    return {
        "min": _number(_("最少")),
        "max": _number(_("最多")),
        "max_large": _number(_("较大的地方最多"), required=False),
    }


def _session_fields(_key: Key) -> dict[str, forms.Field]:
    return {
        "min": _number(_("每年至少几次")),
        "usual": _number(_("一般几次")),
        "first_by": _day_field(_("第一次最迟"), required=False),
    }


def _statement_fields(_key: Key) -> dict[str, forms.Field]:
    return {
        "text": forms.CharField(label=_("内容"), max_length=300, widget=forms.Textarea),
        "by": _day_field(_("每年最迟"), required=False),
    }


def _letter_fields(key: Key) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for name, title in RESULT_CLASSES.items():
        for part, sort in LETTER_FIELDS.items():
            label = format_lazy("{}：{}", title, LETTER_LABELS[part])
            fields[f"{name}{SEPARATOR}{part}"] = (
                forms.BooleanField(label=label, required=False)
                if sort is bool
                else forms.CharField(label=label, max_length=4 if part == "letter" else 60)
            )
    return fields


VALUE_FIELDS: dict[Kind, Callable[[Key], dict[str, forms.Field]]] = {
    Kind.PERIOD: _amount_fields,
    Kind.BEFORE: _amount_fields,
    Kind.INTERVAL: _amount_fields,
    Kind.NUMBER: _amount_fields,
    Kind.FLAG: _choice_fields,
    Kind.CHOICE: _choice_fields,
    Kind.FRACTION: lambda _key: {
        "value": forms.CharField(label=_("比例"), max_length=9, help_text=_("例如 1/3。"))
    },
    Kind.DAY: lambda _key: {"value": _day_field(_("每年最迟"))},
    Kind.RANGE: _range_fields,
    Kind.SESSIONS: _session_fields,
    Kind.STATEMENT: _statement_fields,
    Kind.LETTERS: _letter_fields,
}
STRUCTURE_FIELDS = {
    Kind.RANGE: ("min", "max", "max_large"),
    Kind.SESSIONS: ("min", "usual", "first_by"),
    Kind.STATEMENT: ("text", "by"),
}


class WithdrawForm(forms.Form):
    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = forms.DateField(label=_("从哪一天起"), initial=today)

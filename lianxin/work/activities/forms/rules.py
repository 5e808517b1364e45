"""Rules of recurrence, a body's own kinds, the questions of a quiz."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.deeds import SECTION_NAMES, Section
from lianxin.foundation.people.models import Group
from lianxin.work.activities.fields import Text
from lianxin.work.activities.kinds import ASKS, kinds_for, shipped
from lianxin.work.activities.models import ActivityRule, OwnKind
from lianxin.work.activities.results import NUMBERS

FIELD_ROWS = 6
TYPES = [
    ("text", _("文字")),
    ("number", _("整数")),
    ("choice", _("选项")),
    ("date", _("日期")),
    ("yes", _("是否")),
]
MONTHS = [(str(month), _("%d月") % month) for month in range(1, 13)]
KIND_FLAGS = [
    ("of_group", _("由代表小组举办")),
    ("may_tell", _("代表可以自己填报，核对后计入")),
    ("is_training", _("是培训：有材料和小测，计学时")),
    ("needs_money", _("金额必填")),
    ("shows_opinions", _("通常要记意见")),
]


class RuleForm(forms.ModelForm):
    """Which months, which day, what if it is a rest day."""

    kind = forms.ChoiceField(label=_("类别"))
    chosen_months = forms.MultipleChoiceField(
        label=_("哪几个月"),
        required=False,
        choices=MONTHS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不勾就是每个月。"),
    )

    class Meta:
        model = ActivityRule
        fields = (
            "title",
            "kind",
            "group",
            "each_group",
            "day",
            "on_holiday",
            "from_time",
            "to_time",
            "place",
            "starts_on",
            "ends_on",
        )
        labels = {"group": _("代表小组")}
        help_texts = {"day": _("1 到 31；31 就是当月最后一天。")}

    def __init__(self, *args, body, groups, whole_body=True, **kwargs):
        rule = kwargs.get("instance")
        if rule is not None and rule.months:
            months = {"chosen_months": [str(month) for month in rule.months]}
            kwargs["initial"] = months | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.instance.body = body
        self.fields["kind"].choices = [(one.key, one.name) for one in kinds_for(body)]
        self.fields["group"].queryset = Group.objects.filter(pk__in=groups).order_by("name")
        self.fields["group"].empty_label = _("全部代表")
        if not whole_body:
            self.fields["group"].required = True
            self.fields["group"].empty_label = None
            del self.fields["each_group"]
        if not groups:
            self.fields.pop("group", None)
            self.fields.pop("each_group", None)
        self.order_fields(["title", "kind", "group", "each_group", "chosen_months", "day"])

    def _post_clean(self):
        months = self.cleaned_data.get("chosen_months", [])
        self.instance.months = sorted(int(month) for month in months)
        super()._post_clean()  # type: ignore[misc]


class UntilForm(forms.Form):
    until = forms.DateField(label=_("排到哪一天"))


class KindForm(forms.Form):
    """A kind's words and further fields; a shipped kind keeps its part of the file."""

    name = forms.CharField(label=_("叫什么"), max_length=20)
    key = forms.RegexField(
        re.compile(r"^[a-z][a-z0-9_-]*$"),
        label=_("代码"),
        max_length=30,
        help_text=_("小写英文字母开头，如 tea_talk。保存以后不再改。"),
        error_messages={"invalid": _("代码请用小写英文字母开头，只含字母、数字、横线。")},
    )
    section = forms.ChoiceField(
        label=_("归入履职档案"), choices=[(one, SECTION_NAMES[one]) for one in Section]
    )
    flags = forms.MultipleChoiceField(
        label=_("怎样办"),
        choices=KIND_FLAGS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asks = forms.MultipleChoiceField(
        label=_("记录时问哪些数"),
        choices=[(name, NUMBERS[name][0]) for name in ASKS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def __init__(self, *args, own: OwnKind, **kwargs):
        self.own = own
        initial = {
            "name": own.name,
            "key": own.key,
            "section": own.section or Section.GROUP,
            "flags": own.flags,
            "asks": own.asks,
            "is_active": own.is_active,
        }
        for row, field in enumerate(own.fields[:FIELD_ROWS]):
            initial |= {
                f"label-{row}": field.get("label"),
                f"type-{row}": field.get("type", "text"),
                f"choices-{row}": "、".join(_words(field.get("choices"))),
                f"required-{row}": field.get("required", False),
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for row in range(FIELD_ROWS):
            self.fields[f"label-{row}"] = forms.CharField(
                label=_("另记什么"), max_length=30, required=False
            )
            self.fields[f"type-{row}"] = forms.ChoiceField(
                label=_("怎么填"), choices=TYPES, required=False
            )
            self.fields[f"choices-{row}"] = forms.CharField(
                label=_("有哪些选项（顿号隔开）"), max_length=300, required=False
            )
            self.fields[f"required-{row}"] = forms.BooleanField(label=_("必填"), required=False)
        if own.pk or own.key:
            del self.fields["key"]
        if own.key in shipped():
            for name in ("section", "flags", "asks"):
                del self.fields[name]

    @property
    def head_fields(self):
        names = ("name", "key", "section", "flags", "asks", "is_active")
        return [self[name] for name in names if name in self.fields]

    @property
    def field_rows(self):
        return [
            [self[f"{name}-{row}"] for name in ("label", "type", "choices", "required")]
            for row in range(FIELD_ROWS)
        ]

    def clean(self):
        typed = super().clean()
        for row in range(FIELD_ROWS):
            is_choice = typed.get(f"type-{row}") == "choice" and typed.get(f"label-{row}")
            if is_choice and not typed.get(f"choices-{row}"):
                self.add_error(f"choices-{row}", _("请列出有哪些选项，用顿号隔开。"))
        return typed

    def kind(self) -> OwnKind:
        """The own kind as typed, not saved."""
        typed, own = self.cleaned_data, self.own
        own.name, own.is_active = typed["name"], typed["is_active"]
        for name in ("key", "section", "flags", "asks"):
            if name in self.fields:
                setattr(own, name, typed[name])
        known = {field.get("label"): field for field in own.fields}
        own.fields = [self._field(row, known) for row in range(FIELD_ROWS) if typed[f"label-{row}"]]
        return own

    def _field(self, row: int, known) -> dict:
        typed = self.cleaned_data
        label = typed[f"label-{row}"]
        # A renamed field is another one: what was recorded under the old key stays with it.
        taken = {field.get("key") for field in known.values()}
        key = known.get(label, {}).get("key") or _free_key(row, taken)
        field = {"key": key, "label": label, "type": typed[f"type-{row}"] or "text"}
        if typed[f"required-{row}"]:
            field["required"] = True
        if field["type"] == "choice":
            field["choices"] = [
                one for one in re.split(r"[、,，;；\s]+", typed[f"choices-{row}"]) if one
            ]
        return field


def _words(choices) -> list[str]:
    return list(choices.values()) if isinstance(choices, dict) else list(choices or [])


def _free_key(row: int, taken) -> str:
    number = row + 1
    while f"field{number}" in taken:
        number += FIELD_ROWS
    return f"field{number}"


class QuizForm(forms.Form):
    """Questions as lines of text: a question, its choices below, a star before the right ones."""

    questions = Text(
        label=_("题目"),
        rows=14,
        required=False,
        max_length=12000,
        help_text=_(
            "题目一行，下面每个选项一行，以“-”开头，对的选项以“*”开头；两题之间空一行。"
            "删空并保存，就是不要小测。"
        ),
    )
    pass_mark = forms.IntegerField(label=_("答对几题合格"), min_value=1, max_value=50, initial=1)

    def clean_questions(self):
        return [
            _question(block, number)
            for number, block in enumerate(_blocks(self.cleaned_data["questions"]), start=1)
        ]


def _blocks(text: str) -> list[list[str]]:
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [[line.strip() for line in part.splitlines() if line.strip()] for part in parts if part]


def _question(lines: list[str], number: int) -> dict:
    choices, right = [], []
    for line in lines[1:]:
        if line[0] not in "-*－＊":
            raise forms.ValidationError(
                _("第 %(number)d 题的“%(line)s”前面要有“-”或者“*”。"),
                params={"number": number, "line": line[:20]},
            )
        if line[0] in "*＊":
            right.append(len(choices))
        choices.append(line[1:].strip())
    return {"text": lines[0], "choices": choices, "right": right}


def questions_text(questions) -> str:
    """Kept questions as the form's text."""
    return "\n\n".join(
        "\n".join(
            [one["text"]]
            + [
                f"{'*' if place in one['right'] else '-'} {words}"
                for place, words in enumerate(one["choices"])
            ]
        )
        for one in questions
    )


class AnswerForm(forms.Form):
    """One field for each question: circles where one answer is right, boxes where several are."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, one in enumerate(questions):
            choices = [(str(place), words) for place, words in enumerate(one["choices"])]
            label = f"{number + 1}. {one['text']}"
            if len(one["right"]) > 1:
                self.fields[f"q{number}"] = forms.MultipleChoiceField(
                    label=_("%s（可多选）") % label,
                    choices=choices,
                    widget=forms.CheckboxSelectMultiple,
                )
            else:
                self.fields[f"q{number}"] = forms.ChoiceField(
                    label=label, choices=choices, widget=forms.RadioSelect
                )

    def answers(self) -> dict[int, list[int]]:
        found = {}
        for number in range(len(self.questions)):
            chosen = self.cleaned_data[f"q{number}"]
            chosen = chosen if isinstance(chosen, list) else [chosen]
            found[number] = [int(one) for one in chosen]
        return found

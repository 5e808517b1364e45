"""Surveys: the survey, its questions, the sheet to fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.opinions.forms.fields import Places, Text
from lianxin.work.opinions.models import Question, Survey
from lianxin.work.opinions.workflow.surveys import LONGEST_TEXT, MOST_TICKETS


class SurveyForm(forms.ModelForm):
    class Meta:
        model = Survey
        fields = ("title", "introduction", "opens_on", "closes_on", "is_coded")
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}


class NewSurveyForm(SurveyForm):
    """A new one belongs to a station or to a body."""

    where = forms.ChoiceField(label=_("谁来调查"))
    field_order = ("where",)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = Places(user)
        self.fields["where"].choices = self.places.choices()

    def clean(self):
        typed = super().clean()
        if typed.get("where"):
            self.instance.body, self.instance.station = self.places.named(typed["where"])
        return typed


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("题目"), max_length=200)
    kind = forms.ChoiceField(label=_("题型"), choices=Question.Kind.choices)
    options = Text(
        label=_("选项"),
        rows=5,
        required=False,
        max_length=2000,
        help_text=_("单选、多选题每行写一个选项；打分题和文字题不用填。"),
    )
    is_required = forms.BooleanField(label=_("必答"), required=False, initial=True)
    ranks_problems = forms.BooleanField(label=_("按此题排出群众最关心的问题"), required=False)

    def values(self) -> dict:
        return self.cleaned_data | {"options": self.cleaned_data["options"].splitlines()}


class TicketsForm(forms.Form):
    number = forms.IntegerField(
        label=_("打印几个填写码"), min_value=1, max_value=MOST_TICKETS, initial=60
    )


class SheetForm(forms.Form):
    """A survey to fill in: its questions as fields. What is required the step decides."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, survey: Survey, asks_code: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(survey.questions.order_by("order"))
        if asks_code:
            self.fields["code"] = forms.CharField(
                label=_("填写码"),
                max_length=20,
                required=False,
                help_text=_("发给您的纸条上的八个字母和数字。"),
                widget=forms.TextInput(
                    attrs={"autocomplete": "off", "autocapitalize": "characters"}
                ),
            )
        for number, question in enumerate(self.questions, start=1):
            self.fields[f"q{question.pk}"] = _field_of(question, number)

    def answers(self) -> dict:
        """Arguments of `workflow.fill_in`, by question."""
        return {one.pk: self.cleaned_data[f"q{one.pk}"] for one in self.questions}

    def tell_missing(self) -> bool:
        """Say at each question that must be answered and is not; whether there was one."""
        names = [f"q{one.pk}" for one in self.questions if one.is_required]
        missing = [
            name for name in names if name in self.cleaned_data and not self.cleaned_data[name]
        ]
        for name in missing:
            self.add_error(name, _("这一题还没有答。请答了再提交。"))
        return bool(missing)


def _field_of(question: Question, number: int) -> forms.Field:
    label = f"{number}. {question.text}"
    if not question.is_required:
        label = f"{label}{_('（可不填）')}"
    if question.kind == Question.Kind.TEXT:
        return Text(label=label, rows=3, required=False, max_length=LONGEST_TEXT)
    choices = list(enumerate(question.choices))
    options: dict[str, Any] = {"label": label, "choices": choices, "required": False}
    if question.kind == Question.Kind.MULTIPLE:
        return forms.TypedMultipleChoiceField(
            coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("可以多选"), **options
        )
    if question.kind == Question.Kind.SCALE:
        options["help_text"] = _("1 分最低，5 分最高")
    return Single(coerce=int, widget=forms.RadioSelect, empty_value=None, **options)


class Single(forms.TypedChoiceField):
    """One choice, given as a list like several."""

    def clean(self, value):
        one = super().clean(value)
        return [] if one is None else [one]

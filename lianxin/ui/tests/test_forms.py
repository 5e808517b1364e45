"""Forms say what each field is, what is missing and where."""

from datetime import date, datetime, time

import pytest
from django import forms
from django.utils.timezone import get_current_timezone

pytestmark = pytest.mark.urls("lianxin.ui.tests.urls")


class VisitForm(forms.Form):
    title = forms.CharField(label="标题", help_text="30 字以内")
    on = forms.DateField(label="日期", required=False)
    at = forms.DateTimeField(label="时间", required=False)
    hour = forms.TimeField(label="钟点", required=False)
    way = forms.ChoiceField(
        label="方式", widget=forms.RadioSelect, choices=[("a", "面谈"), ("b", "电话")]
    )
    token = forms.CharField(label="记号", widget=forms.HiddenInput)


def test_a_field_is_tied_to_its_label_help_and_fault():
    html = str(VisitForm({"way": "a", "token": "1"}))

    assert '<label for="id_title">标题<span class="required">必填</span></label>' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_summary_leads_to_every_field_with_a_fault():
    html = str(VisitForm({"token": "1"}))

    assert 'role="alert"' in html
    assert '<a href="#id_title">标题：' in html
    assert '<a href="#id_way">方式：' in html
    assert 'id="id_way"' in html


def test_the_fault_of_a_hidden_field_is_said_without_a_link():
    html = str(VisitForm({"title": "路灯", "way": "a"}))

    assert "<li>记号：" in html
    assert "#id_token" not in html


def test_a_form_without_faults_has_no_summary():
    assert 'class="errors"' not in str(VisitForm())


def test_what_is_too_long_or_too_far_is_refused_in_plain_words():
    class Form(forms.Form):
        reason = forms.CharField(max_length=4)
        visits = forms.IntegerField(min_value=0, max_value=9)

    high, low = Form({"reason": "一二三四五", "visits": "10"}), Form({"visits": "-1"})

    assert high.errors["reason"] == ["最多写 4 个字，现在有 5 个，请删短后再提交。"]
    assert high.errors["visits"] == ["最大填 9。"]
    assert low.errors["visits"] == ["最小填 0。"]


def test_choices_are_a_group_with_a_legend():
    html = str(VisitForm()["way"].as_field_group())

    assert html.count("<fieldset") == 1
    assert "<legend>方式" in html


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("on", date(2026, 3, 9), 'type="date" name="on" value="2026-03-09"'),
        (
            "at",
            datetime(2026, 3, 9, 8, 5, tzinfo=get_current_timezone()),
            'type="datetime-local" name="at" value="2026-03-09T08:05"',
        ),
        ("hour", time(8, 5), 'type="time" name="hour" value="08:05"'),
    ],
)
def test_dates_open_the_browsers_own_picker(name, value, expected):
    assert expected in str(VisitForm(initial={name: value})[name])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2026-03-09", "2026-03-09"), ("2026/3/9", "2026-03-09"), ("三月九日", "三月九日")],
)
def test_a_typed_date_comes_back_as_the_picker_wants_it_or_as_typed(typed, shown):
    assert f'value="{shown}"' in str(VisitForm({"on": typed})["on"])


def test_what_the_pickers_send_is_understood():
    form = VisitForm(
        {"title": "路灯", "way": "a", "token": "1", "on": "2026-03-09", "at": "2026-03-09T08:05"}
    )

    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 3, 9)
    assert form.cleaned_data["at"].hour == 8


def test_typed_markup_is_shown_as_text():
    assert "<b>" not in str(VisitForm({"title": "<b>路灯</b>"}))

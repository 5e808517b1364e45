"""Lists, boxes and circles drawn without a template per option are what Django draws."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from lianxin.ui.forms import Renderer

CHOICES = [("", "全部"), ('<x>"', "甲 & 乙"), ("一组", [("1", "一"), ("2", "二")])]


class Sample(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, required=False)
    many = forms.MultipleChoiceField(
        choices=CHOICES[1:], widget=forms.CheckboxSelectMultiple, required=False
    )
    circle = forms.ChoiceField(
        choices=CHOICES, widget=forms.RadioSelect(attrs={"class": "wide"}), help_text="选一个"
    )
    fixed = forms.ChoiceField(choices=CHOICES, disabled=True, required=False)


def parts(html: str) -> list:
    """Tags with their attributes in any order, and words without the space around them."""
    found = []
    for part in re.findall(r"<[^>]+>|[^<]+", html):
        tag = re.match(r"<(/?\w+)(.*)>", part, re.S)
        if tag:
            found.append((tag[1], sorted(re.findall(r'[\w-]+(?:="[^"]*")?', tag[2]))))
        elif part.strip():
            found.append(part.strip())
    return found


@pytest.mark.parametrize("data", [None, {"one": '<x>"', "many": ["1", '<x>"'], "circle": "2"}, {}])
@pytest.mark.parametrize("name", Sample.base_fields)
def test_drawn_as_django_draws_it(name, data):
    ours, djangos = Sample(data, renderer=Renderer()), Sample(data, renderer=DjangoTemplates())

    assert parts(str(ours[name])) == parts(str(djangos[name]))

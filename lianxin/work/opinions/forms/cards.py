"""A round of cards, and a card filled in."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.work.opinions.forms.fields import Text, departments_for
from lianxin.work.opinions.workflow import Said

PLACES = 5
"""Opinions a card has room for; more go on in a suggestion."""


class RoundForm(forms.Form):
    body = forms.ModelChoiceField(label=_("机构"), queryset=None, empty_label=None)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2200)
    quarter = forms.TypedChoiceField(
        label=_("季度"),
        coerce=int,
        choices=[
            (1, _("第一季度")),
            (2, _("第二季度")),
            (3, _("第三季度")),
            (4, _("第四季度")),
        ],
    )
    topic = forms.CharField(
        label=_("征求意见的内容"),
        max_length=200,
        required=False,
        help_text=_("不填的，为对政府和各部门工作的意见。"),
    )
    due_on = forms.DateField(
        label=_("收回期限"), required=False, help_text=_("不填的，按规则库的期限。")
    )

    def __init__(self, data, *, user):
        today = localdate()
        initial = {"year": today.year, "quarter": (today.month + 2) // 3}
        super().__init__(data, initial=initial)
        self.fields["body"].queryset = bodies_clerked_by(user)


class CardForm(forms.Form):
    """Opinions, each about one department; or 「没有意见」."""

    has_none = forms.BooleanField(label=_("没有意见"), required=False)

    def __init__(self, *args, card, **kwargs):
        super().__init__(*args, **kwargs)
        offices = departments_for(card.body)
        none = self.fields.pop("has_none")
        for place in range(1, PLACES + 1):
            self.fields[f"office-{place}"] = forms.ModelChoiceField(
                label=_("第 %d 条：对哪个部门") % place,
                queryset=offices,
                required=False,
                empty_label=_("政府（不分部门）"),
            )
            self.fields[f"text-{place}"] = Text(
                label=_("意见") if place == 1 else _("意见 %d") % place,
                rows=3,
                required=False,
                max_length=2000,
            )
        self.fields["has_none"] = none

    @property
    def pairs(self):
        """Fields two by two; the first always open, the others behind a fold."""
        return [
            (place, self[f"office-{place}"], self[f"text-{place}"])
            for place in range(1, PLACES + 1)
        ]

    def values(self) -> dict:
        typed = self.cleaned_data
        said = [
            Said(typed[f"text-{place}"], typed[f"office-{place}"])
            for place in range(1, PLACES + 1)
            if typed[f"text-{place}"].strip()
        ]
        return {"said": said, "has_none": typed["has_none"]}


class HandOnForm(forms.Form):
    office = forms.ModelChoiceField(label=_("交给哪个单位"), queryset=None)

    def __init__(self, data, *, opinion):
        super().__init__(data, initial={"office": opinion.office_id})
        self.fields["office"].queryset = departments_for(opinion.card.body)

"""Boxes and their openings."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.opinions.forms.fields import Text, stations_kept, villages_for
from lianxin.work.opinions.models import Box

SLIPS_AT_ONCE = 4


class BoxForm(forms.ModelForm):
    class Meta:
        model = Box
        fields = ("station", "village", "place", "keeper", "since")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [
            grant.body_id for grant in user.current_grants if grant.role in (*CLERKS, Role.LIAISON)
        ]
        self.fields["station"].queryset = stations_kept(user)
        self.fields["village"].queryset = villages_for(keys)
        self.fields["station"].empty_label = _("不属于家站点")
        self.fields["village"].empty_label = _("不在村里")
        if self.instance.pk is None:
            self.initial.setdefault("since", localdate())

    def clean(self):
        typed = super().clean()
        place = typed.get("station") or typed.get("village")
        if place is None:
            self.add_error(None, _("请选择意见箱属于哪个家站点，或者在哪个村（社区）。"))
        else:
            self.instance.body = place.body
        return typed


class OpeningForm(forms.Form):
    on = forms.DateField(label=_("开箱日期"))
    first = forms.CharField(label=_("开箱人"), max_length=60, required=False)
    second = forms.CharField(label=_("另一位开箱人"), max_length=60, required=False)
    count = forms.IntegerField(label=_("收到几张"), min_value=0, max_value=500)
    remarks = forms.CharField(
        label=_("备注"),
        max_length=300,
        required=False,
        help_text=_("如：箱锁完好；两张白纸未写字。"),
    )

    def __init__(self, data, *, box):
        super().__init__(data, initial={"on": localdate(), "first": box.keeper})
        for place in range(1, SLIPS_AT_ONCE + 1):
            self.fields[f"text-{place}"] = Text(
                label=_("第 %d 张的原话") % place, rows=2, max_length=5000, required=False
            )

    def values(self) -> dict:
        typed = dict(self.cleaned_data)
        texts = [typed.pop(f"text-{place}") for place in range(1, SLIPS_AT_ONCE + 1)]
        return typed | {"texts": texts}


class SlipForm(forms.Form):
    text = Text(label=_("纸条上的原话"), rows=5, max_length=5000)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)

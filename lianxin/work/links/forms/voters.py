"""A linked voter's data, a contact, a register from a table."""

import secrets
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office
from lianxin.work.links.models import Contact, LinkedVoter

AREA = forms.Textarea(attrs={"rows": 3})


class VoterForm(forms.Form):
    """The fields of the paper register: 姓名、年龄、文化、家庭住址、工作单位、联系电话."""

    kind = forms.ChoiceField(label=_("类别"), choices=LinkedVoter.Kind.choices)
    name = forms.CharField(label=_("姓名"), max_length=60, help_text=_("联系户填户主。"))
    age = forms.IntegerField(label=_("年龄"), required=False, min_value=1, max_value=130)
    education = forms.CharField(label=_("文化程度"), required=False, max_length=20)
    village = forms.ModelChoiceField(
        label=_("村（社区）"), required=False, queryset=Office.objects.none()
    )
    address = forms.CharField(label=_("家庭住址"), required=False, max_length=120)
    workplace = forms.CharField(label=_("工作单位"), required=False, max_length=80)
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    persons = forms.IntegerField(label=_("家庭人口"), initial=1, min_value=1, max_value=99)
    agreed_on = forms.DateField(
        label=_("告知同意日期"),
        help_text=_("已告诉本人：资料只用于代表联系和抽查核实，本人同意登记。"),
    )

    def __init__(self, data, *, body: Body, voter: LinkedVoter | None = None):
        initial: dict[str, Any] = {"agreed_on": localdate()}
        if voter is not None:
            initial = {name: getattr(voter, name) for name in self.base_fields if name != "age"}
            initial["age"] = voter.age
        super().__init__(data, initial=initial)
        self.fields["village"].queryset = (
            Office.objects.current()
            .filter(body__path__startswith=body.path, kind=Office.Kind.VILLAGE)
            .order_by("name", "pk")
        )

    def clean(self):
        typed = super().clean()
        age = typed.pop("age", None)
        typed["born"] = localdate().year - age if age else None
        return typed


class ContactForm(forms.Form):
    """A contact, in a minute: day and way are there already."""

    on = forms.DateField(label=_("日期"))
    way = forms.ChoiceField(label=_("方式"), choices=Contact.Way.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("谈了什么"),
        required=False,
        max_length=500,
        widget=AREA,
        help_text=_("不要写选民的姓名、电话。"),
    )
    helped = forms.CharField(label=_("帮助办了什么"), required=False, max_length=300)
    opinion = forms.CharField(
        label=_("选民的意见"),
        required=False,
        max_length=2000,
        widget=AREA,
        help_text=_("填了就按选民留言办理，有编号，有答复。"),
    )
    names_voter = forms.BooleanField(
        label=_("选民同意把姓名电话附在留言里，办好后告诉他"), required=False
    )
    post_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data, *, is_voter: bool):
        super().__init__(
            data,
            initial={
                "on": localdate(),
                "way": Contact.Way.VISIT,
                "post_key": secrets.token_hex(12),
            },
        )
        if not is_voter:
            del self.fields["opinion"], self.fields["names_voter"]
            self.fields["words"].help_text = ""


class ReadForm(forms.Form):
    reason = forms.CharField(
        label=_("查看事由"), max_length=200, help_text=_("如“抽查电话核实”。查看一次，留痕一次。")
    )


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("表格"),
        help_text=_("第一行写：姓名、年龄、文化、家庭住址、工作单位、联系电话；可以加家庭人口。"),
    )
    agreed_on = forms.DateField(
        label=_("告知同意日期"), help_text=_("表里每个人都已告知用途并同意登记。")
    )

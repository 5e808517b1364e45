"""The register and the filter of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Office
from lianxin.work.petitions.forms.fields import Day, LongText, offer_offices
from lianxin.work.petitions.models import Petition
from lianxin.work.petitions.queries import EMPTY


class RegisterForm(forms.Form):
    """登记: short enough for a visit table; what is rare stands in the second part."""

    channel = forms.ChoiceField(label=_("来源"), choices=Petition.Channel.choices)
    received_on = Day(label=_("收到日期"))
    number_of_persons = forms.IntegerField(label=_("人数"), min_value=1, initial=1)
    title = forms.CharField(
        label=_("标题"),
        max_length=100,
        help_text=_("一句话写清什么事，不写信访人姓名，如“反映柳溪村灌溉渠断水”。"),
    )
    text = LongText(
        label=_("反映的内容和请求"),
        max_length=20000,
        rows=6,
        help_text=_("口头提出的，照来访人的话如实记。"),
    )
    sort = forms.ChoiceField(
        label=_("类别"), choices=Petition.Sort.choices, initial=Petition.Sort.CLAIM
    )
    name = forms.CharField(label=_("信访人姓名（名称）"), max_length=60, required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    address = forms.CharField(label=_("住址"), max_length=120, required=False)
    topic = forms.CharField(label=_("问题类别"), max_length=30, required=False)
    place = forms.CharField(label=_("问题发生地"), max_length=80, required=False)
    accused_office = forms.ModelChoiceField(
        label=_("被反映的单位"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("没有"),
        help_text=_("登记后，该单位的账号看不到本件，也不能承办。"),
    )
    accused_name = forms.CharField(
        label=_("被反映的人员"),
        max_length=60,
        required=False,
        help_text=_("同名的账号自动回避，看不到本件。"),
    )
    accused_post = forms.CharField(label=_("其单位职务"), max_length=80, required=False)
    is_group = forms.BooleanField(label=_("多人就同一事项共同提出"), required=False)
    representatives = forms.IntegerField(
        label=_("推选代表人数"),
        min_value=1,
        required=False,
        help_text=_("多人走访应当推选代表，不超过 5 人。"),
    )
    id_tail = forms.CharField(
        label=_("证件号后四位"),
        max_length=4,
        required=False,
        help_text=_("只在需要核对身份时填写，不收全号。"),
    )
    shares_with_office = forms.BooleanField(
        label=_("信访人同意把联系方式告知承办单位"), required=False
    )
    higher_organ = forms.CharField(label=_("转交的上级机关"), max_length=100, required=False)
    higher_number = forms.CharField(label=_("上级转交文号"), max_length=60, required=False)
    report_due_on = Day(label=_("上级要求报告结果的日期"), required=False)

    RARE = (
        "is_group",
        "representatives",
        "id_tail",
        "shares_with_office",
        "higher_organ",
        "higher_number",
        "report_due_on",
    )

    def __init__(self, data=None, *, body, **options):
        super().__init__(data, **options)
        offer_offices(self.fields["accused_office"], body)

    @property
    def first_fields(self):
        return [field for field in self if field.name not in self.RARE]

    @property
    def rare_fields(self):
        return [field for field in self if field.name in self.RARE]

    @property
    def has_rare(self) -> bool:
        return any(field.errors or field.value() for field in self.rare_fields)

    def values(self) -> dict[str, Any]:
        """Keyword arguments of `workflow.register`."""
        found = dict(self.cleaned_data)
        person = {name: found.pop(name) for name in ("name", "phone", "address", "id_tail")}
        office = found.pop("accused_office")
        accused = {"name": found.pop("accused_name"), "post": found.pop("accused_post")}
        found["petitioners"] = [person]
        found["accused"] = [{"office": office}] if office else []
        if accused["name"]:
            found["accused"].append(accused)
        return found


class FilterForm(forms.Form):
    """Narrows the list; a value that makes no sense is ignored."""

    status = forms.ChoiceField(
        label=_("办到哪一步"),
        required=False,
        choices=[
            ("", _("全部")),
            ("submitted", _("待决定是否受理")),
            ("accepted", _("已受理待办理")),
            ("assigned", _("已转办，办理中")),
            ("replied", _("已书面答复")),
            ("refused", _("不予受理")),
            ("closed", _("已办结")),
            ("archived", _("已归档")),
        ],
    )
    channel = forms.ChoiceField(
        label=_("来源"), required=False, choices=[("", _("全部")), *Petition.Channel.choices]
    )
    late = forms.ChoiceField(
        label=_("期限"), required=False, choices=[("", _("不限")), ("late", _("已超期"))]
    )
    q = forms.CharField(label=_("标题或编号"), required=False, max_length=60)
    sort = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *Petition.Sort.choices]
    )
    year = forms.IntegerField(label=_("年度"), required=False)
    month = forms.IntegerField(label=_("月份"), required=False, min_value=1, max_value=12)
    topic = forms.CharField(label=_("问题类别"), required=False, max_length=30)
    place = forms.CharField(label=_("问题发生地"), required=False, max_length=80)
    old = forms.BooleanField(label=_("只看积案"), required=False)

    MORE = ("sort", "year", "month", "topic", "place", "old")

    @property
    def first_fields(self):
        return [field for field in self if field.name not in self.MORE]

    @property
    def more_fields(self):
        return [field for field in self if field.name in self.MORE]

    @property
    def has_more(self) -> bool:
        return any(self.data.get(name) for name in self.MORE)

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def apply(self, petitions, *, today):
        self.full_clean()
        wanted = self.cleaned_data
        for name in ("status", "channel", "sort", "year"):
            if value := wanted.get(name):
                petitions = petitions.filter(**{name: value})
        if month := wanted.get("month"):
            petitions = petitions.filter(submitted_on__month=month)
        for name in ("topic", "place"):
            if value := wanted.get(name):
                petitions = petitions.filter(**{name: "" if value == EMPTY else value})
        if wanted.get("late"):
            petitions = petitions.late(today)
        if wanted.get("old"):
            petitions = petitions.filter(is_old_case=True)
        if words := wanted.get("q"):
            petitions = petitions.filter(title__icontains=words) | petitions.filter(
                number__icontains=words
            )
        return petitions

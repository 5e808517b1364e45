"""What people type about handling offices (承办单位)."""

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import OFFICE_ROLES, Body, Grant, Office, OfficeName


class OfficeFilterForm(forms.Form):
    """Narrows the list; a value that makes no sense is ignored."""

    q = forms.CharField(label=_("名称（含曾用名）"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[("", _("全部")), *Office.Kind.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("在用")), ("closed", _("已撤并")), ("all", _("全部"))],
    )
    accounts = forms.ChoiceField(
        label=_("账号"),
        required=False,
        choices=[("", _("全部")), ("none", _("还没有账号")), ("some", _("已有账号"))],
    )

    def __init__(self, data, *, body: Body, bodies: list[Body]):
        super().__init__(data)
        self.home = body
        if len(bodies) > 1:
            self.fields["body"] = forms.ChoiceField(
                label=_("机构"),
                required=False,
                choices=[(one.code, one.short_name) for one in bodies],
            )
            self.order_fields(["body"])
            # Of several the own one is meant; the list should say so.
            self.initial["body"] = body.code
            self.data = self.data.copy()
            self.data.setdefault("body", body.code)
        self.full_clean()

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("q", "kind", "state", "accounts"))

    def apply(self) -> QuerySet[Office]:
        wanted = self.cleaned_data
        offices = Office.objects.filter(body=self.home)
        if name := "".join((wanted.get("q") or "").split()):
            once = OfficeName.objects.filter(office=OuterRef("pk"), name__icontains=name)
            offices = offices.filter(Q(name__icontains=name) | Exists(once))
        if kind := wanted.get("kind"):
            offices = offices.filter(kind=kind)
        if wanted.get("state") != "all":
            offices = offices.filter(closed_on__isnull=wanted.get("state") != "closed")
        if accounts := wanted.get("accounts"):
            held = Grant.objects.in_force().filter(
                office=OuterRef("pk"), role__in=OFFICE_ROLES, account__is_active=True
            )
            offices = offices.filter(Exists(held) if accounts == "some" else ~Exists(held))
        return offices


class OfficeForm(forms.Form):
    kind = forms.ChoiceField(label=_("类型"), choices=Office.Kind.choices)
    leader_in_charge = forms.CharField(
        label=_("分管领导"),
        required=False,
        max_length=40,
        help_text=_("政府里分管这个单位的领导，催办和重点督办时用。"),
    )
    leader_post = forms.CharField(label=_("分管领导职务"), required=False, max_length=60)
    contact = forms.CharField(label=_("联系人"), required=False, max_length=40)
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    document_prefix = forms.CharField(
        label=_("发文代字"), required=False, max_length=20, help_text=_("答复函文号里的代字。")
    )


class NewOfficeForm(OfficeForm):
    field_order = ["name"]

    name = forms.CharField(
        label=_("名称"), max_length=80, help_text=_("写全称或者通用简称，例如“县交通运输局”。")
    )


class RenameForm(forms.Form):
    name = forms.CharField(label=_("新名称"), max_length=80)
    on = forms.DateField(label=_("从哪一天起用新名称"))


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("并入"), queryset=Office.objects.none(), empty_label=_("请选择")
    )
    on = forms.DateField(label=_("撤并日期"))
    reason = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=200,
        help_text=_("例如机构改革方案的名称和文号。"),
    )

    def __init__(self, *args, office: Office, **kwargs):
        super().__init__(*args, **kwargs)
        others = Office.objects.current().filter(body_id=office.body_id).exclude(pk=office.pk)
        self.fields["into"].queryset = others.order_by("kind", "name")


class CloseForm(forms.Form):
    on = forms.DateField(label=_("撤销日期"))
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("例如机构改革方案的名称和文号。")
    )

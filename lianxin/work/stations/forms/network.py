"""What people type about a station, its staff and its deputies; and the list's filter."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Account, Body, Role
from lianxin.ui.forms import PlainSelect
from lianxin.work.stations.models import Staff, Station
from lianxin.work.stations.queries import seats_for, villages_of

STAFF_ROLES = (
    Role.LIAISON,
    Role.DEPUTY,
    Role.TOWNSHIP_CLERK,
    Role.COUNTY_CLERK,
    Role.CHAIR,
    Role.PRESIDIUM_MEMBER,
    Role.GROUP_LEADER,
)


class FilterForm(forms.Form):
    """Narrows the list; a value that makes no sense is ignored."""

    q = forms.CharField(label=_("名称或地址含有"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("类型"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("全部")), *Station.Kind.choices],
    )
    body = forms.ModelChoiceField(
        label=_("机构"), required=False, queryset=Body.objects.none(), empty_label=_("全部")
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("在用")), ("closed", _("已撤销")), ("all", _("全部"))],
    )

    def __init__(self, data, *, bodies: QuerySet[Body]):
        super().__init__(data)
        self.fields["body"].queryset = bodies
        self.full_clean()

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())

    def apply(self, stations: QuerySet[Station]) -> QuerySet[Station]:
        wanted = self.cleaned_data
        if words := (wanted.get("q") or "").strip():
            stations = stations.filter(Q(name__icontains=words) | Q(address__icontains=words))
        if kind := wanted.get("kind"):
            stations = stations.filter(kind=kind)
        if body := wanted.get("body"):
            stations = stations.filter(body=body)
        if wanted.get("state") != "all":
            stations = stations.filter(closed_on__isnull=wanted.get("state") != "closed")
        return stations


class StationForm(forms.ModelForm):
    """All that a clerk keeps of a station."""

    class Meta:
        model = Station
        fields = (
            "kind",
            "name",
            "address",
            "hours",
            "phone",
            "rooms",
            "introduction",
            "villages",
            "opened_on",
            "longitude",
            "latitude",
            "is_public",
        )
        widgets = {
            "villages": forms.CheckboxSelectMultiple,
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "longitude": forms.NumberInput(attrs={"step": "0.000001", "inputmode": "decimal"}),
            "latitude": forms.NumberInput(attrs={"step": "0.000001", "inputmode": "decimal"}),
        }
        help_texts = {
            "longitude": _("可以不填。填了经度、纬度，站点画在本系统自己的示意图上。"),
        }

    def __init__(self, *args, body: Body, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.body = body
        self.fields["villages"].queryset = villages_of(body)
        if not self.fields["villages"].queryset:
            del self.fields["villages"]

    def clean_longitude(self):
        return _within(self.cleaned_data["longitude"], 180, _("经度在 -180 到 180 之间。"))

    def clean_latitude(self):
        return _within(self.cleaned_data["latitude"], 90, _("纬度在 -90 到 90 之间。"))

    def clean(self):
        found = super().clean()
        if (found.get("longitude") is None) != (found.get("latitude") is None):
            self.add_error("latitude", _("经度和纬度要填就都填，不知道的都空着。"))
        return found


def _within(value, most: int, words):
    if value is not None and abs(value) > most:
        raise forms.ValidationError(words)
    return value


class IntroduceForm(forms.ModelForm):
    """What the station's own people keep up to date."""

    class Meta:
        model = Station
        fields = ("hours", "phone", "rooms", "introduction")
        widgets = {"phone": forms.TextInput(attrs={"inputmode": "tel"})}


class CloseForm(forms.Form):
    on = forms.DateField(label=_("撤销日期"), widget=forms.DateInput)
    reason = forms.CharField(label=_("理由"), max_length=200)


class AppointForm(forms.Form):
    post = forms.ChoiceField(label=_("职务"), choices=Staff.Post.choices)
    account = forms.ModelChoiceField(
        label=_("账号"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=_("没有账号"),
        help_text=_("联络员要用手机办事，应当选他的账号；没有的，请先在“账号”里开通。"),
    )
    name = forms.CharField(
        label=_("姓名"), max_length=60, required=False, help_text=_("选了账号的可以不填。")
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    since = forms.DateField(label=_("任职起"), initial=localdate)

    def __init__(self, data, *, body: Body, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["account"].queryset = (
            Account.objects.filter(
                is_active=True,
                pk__in=body.grants.in_force().filter(role__in=STAFF_ROLES).values("account"),
            )
            .order_by("name", "pk")
            .distinct()
        )

    def clean(self):
        found = super().clean()
        if not found.get("name") and not found.get("account"):
            self.add_error("name", _("请填写姓名，或者选择一个账号。"))
        return found


class AttachForm(forms.Form):
    seat = forms.ModelChoiceField(
        label=_("代表"), queryset=Station.objects.none(), empty_label=_("请选择")
    )
    since = forms.DateField(label=_("进站日期"), initial=localdate)

    def __init__(self, data, *, station: Station, **kwargs):
        super().__init__(data, **kwargs)
        here = station.attached.on().values("seat__person")
        field = self.fields["seat"]
        field.queryset = seats_for(station.body).exclude(person__in=here)
        field.label_from_instance = lambda seat: f"{seat.person.name}（{seat.body.short_name}）"


class EndForm(forms.Form):
    until = forms.DateField(label=_("最后一天"), initial=localdate)

"""Writing down what a voter said elsewhere than on the web (代录)."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Body, Office, Person, Role, Seat
from lianxin.work.stations.models import Station
from lianxin.work.voices.models import VoterMessage

C = VoterMessage.Channel
BY_HAND = (C.PHONE, C.VISIT, C.RECEPTION, C.CARD, C.BOX)


def bodies_of(user) -> list[Body]:
    """Bodies at which `user` may write a message down."""
    found = {
        grant.body_id: grant.body
        for grant in user.current_grants
        if grant.role in (*CLERKS, Role.LIAISON, Role.DEPUTY)
    }
    return list(found.values())


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what they really are is asked when they are taken in."""

    widget = Files

    def clean(self, data, initial=None):
        return [one for one in data or [] if one]


class RecordForm(forms.Form):
    body = forms.ModelChoiceField(label=_("机构"), queryset=Body.objects.none(), empty_label=None)
    channel = forms.ChoiceField(
        label=_("来源"), choices=[(one.value, one.label) for one in BY_HAND]
    )
    text = forms.CharField(
        label=_("选民的原话"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("照选民说的写，不改成公文。"),
    )
    title = forms.CharField(
        label=_("标题"), required=False, max_length=200, help_text=_("不填的，取第一句话。")
    )
    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    station = forms.ModelChoiceField(
        label=_("家站点"), queryset=Station.objects.none(), required=False, empty_label=_("不选")
    )
    deputy = forms.ModelChoiceField(
        label=_("反映给哪位代表"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("不选"),
    )
    village = forms.ModelChoiceField(
        label=_("村（社区）"), queryset=Office.objects.none(), required=False, empty_label=_("不选")
    )
    topic = forms.CharField(label=_("类别"), required=False, max_length=30)
    name = forms.CharField(label=_("选民称呼"), required=False, max_length=60)
    phone = forms.CharField(label=_("选民电话"), required=False, max_length=40)
    shares_with_office = forms.BooleanField(
        label=_("选民同意把称呼和电话告诉承办单位"), required=False
    )
    pictures = FilesField(
        label=_("图片或者扫描件"),
        required=False,
        help_text=_("照片里的拍摄地点等信息会自动去掉。"),
    )
    is_confidential = forms.BooleanField(label=_("选民要求保密"), required=False)
    post_key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data, files=None, *, user):
        super().__init__(data, files)
        bodies = bodies_of(user)
        ids = [one.pk for one in bodies]
        self.fields["body"].queryset = Body.objects.filter(pk__in=ids)
        stations = Station.objects.open().filter(body__in=ids).order_by("name")
        self.fields["station"].queryset = stations
        seats = Seat.objects.filter(body__in=ids, state=Seat.State.IN_OFFICE)
        people = Person.objects.filter(pk__in=seats.values("person"))
        self.fields["deputy"].queryset = people.order_by("stroke_key", "pk")
        villages = Office.objects.current().filter(kind=Office.Kind.VILLAGE, body__in=ids)
        self.fields["village"].queryset = villages
        self.initial["body"] = ids[0] if ids else None
        self.initial["post_key"] = uuid4().hex
        if user.person_id and people.filter(pk=user.person_id).exists():
            self.initial["deputy"] = user.person_id
        else:
            own = Station.objects.of_staff(user).first()
            self.initial["station"] = own.pk if own else None
        if len(ids) == 1:
            self.fields["body"].widget = forms.HiddenInput()

    @property
    def contact(self) -> dict:
        names = ("name", "phone", "shares_with_office")
        return {name: self.cleaned_data.get(name) for name in names}

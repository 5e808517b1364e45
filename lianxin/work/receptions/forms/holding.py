"""The day itself: visitors, check-in, leave, swaps, the end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.models import Office
from lianxin.work.receptions.forms.planning import SeatField, SeatsField, Text
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.workflow.turning import candidates
from lianxin.work.stations.models import Staff
from lianxin.work.voices.codes import post_key_of

MOST_FILES = 2


class Pictures(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Up to two pictures of the paper or of the place."""

    def __init__(self, **options):
        super().__init__(
            widget=Pictures(attrs={"accept": "image/*", "multiple": True}),
            required=False,
            **options,
        )

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("照片最多两张。请少选几张。"))
        return [super(PicturesField, self).clean(one, initial) for one in files]


class VisitorForm(forms.Form):
    """A visitor: words first; everything else may stay empty."""

    text = Text(
        label=_("选民的原话"),
        rows=6,
        max_length=5000,
        help_text=_("照原话记，不概括、不改写。一件事记一条。"),
    )
    answer = Text(
        label=_("当场答复"),
        rows=3,
        required=False,
        max_length=2000,
        help_text=_("能当场答复的写在这里；需要办理的空着，登记后再分流。"),
    )
    received_by = forms.ModelChoiceField(
        label=_("接待人"), queryset=None, required=False, empty_label=_("共同接待")
    )
    persons = forms.IntegerField(
        label=_("来了几个人"), min_value=1, max_value=200, initial=1, required=False
    )
    is_confidential = forms.BooleanField(label=_("选民要求保密"), required=False)
    name = forms.CharField(label=_("称呼"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("手机"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    address = forms.CharField(label=_("住址"), max_length=120, required=False)
    shares_with_office = forms.BooleanField(
        label=_("选民同意把称呼和电话告诉承办单位"), required=False
    )
    wants_sms = forms.BooleanField(label=_("有答复时短信告知"), required=False)
    village = forms.ModelChoiceField(
        label=_("哪个村（社区）的事"), queryset=None, required=False, empty_label=_("不清楚")
    )
    place = forms.CharField(label=_("具体地点"), max_length=120, required=False)
    opinion = forms.CharField(label=_("拟办意见"), max_length=500, required=False)
    pictures = PicturesField(label=_("照片（最多两张）"))
    post_key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    FIRST = ("text", "answer", "received_by", "persons", "is_confidential")
    CONTACT = ("name", "phone", "address", "shares_with_office", "wants_sms")
    MORE = ("village", "place", "opinion", "pictures")

    def __init__(self, *args, reception: Reception, **kwargs):
        super().__init__(*args, **kwargs)
        planned = reception.duties.filter(state=Duty.State.PLANNED)
        self.fields["received_by"].queryset = planned.select_related("seat__person", "staff")
        self.fields["village"].queryset = villages_for(reception)

    def _group(self, names):
        return [self[name] for name in names]

    @property
    def first(self):
        return self._group(self.FIRST)

    @property
    def contact_fields(self):
        return self._group(self.CONTACT)

    @property
    def more(self):
        return self._group(self.MORE)

    @property
    def shows_more(self) -> bool:
        """A fault must not hide behind a closed fold."""
        return bool(set(self.errors) & set(self.MORE))

    @property
    def shows_contact(self) -> bool:
        return bool(set(self.errors) & set(self.CONTACT))

    def clean(self):
        typed = super().clean()
        if typed.get("wants_sms") and not typed.get("phone"):
            self.add_error("phone", _("要短信告知的，请填手机号；不愿留的，可以凭查询码查答复。"))
        return typed

    def values(self) -> dict:
        """Arguments of `workflow.record_visitor`, before its transaction is opened.

        Looking at pictures takes seconds. Raises Refused for one that is not allowed.
        """
        typed = dict(self.cleaned_data)
        contact = {name: typed.pop(name) for name in self.CONTACT}
        typed["persons"] = typed["persons"] or 1
        said = (typed["text"], contact["name"], contact["phone"])
        typed["post_key"] = post_key_of(typed["post_key"], *said)
        typed["files"] = [prepare(one) for one in typed.pop("pictures")]
        typed["contact"] = contact if any(contact[name] for name in self.CONTACT[:3]) else None
        return typed


def villages_for(reception: Reception):
    """Villages the station covers, or all of the body."""
    villages = Office.objects.filter(kind=Office.Kind.VILLAGE, closed_on__isnull=True)
    if reception.station_id and reception.station.villages.exists():
        return villages.filter(stations=reception.station_id).order_by("name")
    return villages.filter(body=reception.body_id).order_by("name")


class CheckInForm(forms.Form):
    """One choice for each person on duty."""

    def __init__(self, *args, reception: Reception, **kwargs):
        super().__init__(*args, **kwargs)
        planned = reception.duties.filter(state=Duty.State.PLANNED)
        self.duties = list(planned.select_related("seat__person", "staff"))
        for duty in self.duties:
            self.fields[f"duty-{duty.pk}"] = forms.ChoiceField(
                label=duty.name,
                choices=Duty.Attendance.choices,
                initial=duty.attendance,
                required=False,
            )

    def attendances(self) -> dict[Duty, str]:
        return {duty: self.cleaned_data[f"duty-{duty.pk}"] for duty in self.duties}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class QuietForm(forms.Form):
    done_instead = Text(
        label=_("没有人来，做了什么"),
        max_length=1000,
        help_text=_("如：走访了哪几户、整理了哪些意见、学习了什么。不要补编来访。"),
    )


class LeaveForm(ReasonForm):
    substitute = SeatField(
        label=_("由谁代替"),
        queryset=None,
        required=False,
        empty_label=_("还没有人，请组织人安排"),
        help_text=_("请先和对方商量好，系统会通知对方。"),
    )

    def __init__(self, *args, duty: Duty, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = free_seats(duty.reception)


class SwapForm(forms.Form):
    other = forms.ModelChoiceField(
        label=_("和谁的哪一天换"),
        queryset=None,
        help_text=_("请先和对方商量好。换班以后双方都会收到通知。"),
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others
        self.fields["other"].label_from_instance = _other_day


def _other_day(duty: Duty) -> str:
    return f"{duty.reception.on:%Y-%m-%d} {duty.name}"


class PutOnForm(forms.Form):
    seats = SeatsField(
        label=_("代表"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    staff = forms.ModelMultipleChoiceField(
        label=_("站点人员"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, reception: Reception, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].queryset = free_seats(reception)
        on_duty = reception.duties.filter(state=Duty.State.PLANNED, staff__isnull=False)
        members = Staff.objects.on(reception.on).filter(station=reception.station_id)
        self.fields["staff"].queryset = members.exclude(pk__in=on_duty.values("staff"))
        if reception.station_id is None:
            del self.fields["staff"]


def free_seats(reception: Reception):
    """Deputies who may be put on duty and are not yet."""
    on_duty = reception.duties.filter(state=Duty.State.PLANNED, seat__isnull=False)
    seats = candidates(reception).exclude(pk__in=on_duty.values("seat"))
    return seats.select_related("person").order_by("person__stroke_key", "pk").distinct()

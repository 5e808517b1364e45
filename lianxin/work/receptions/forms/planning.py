"""Rules, the span to plan, the roster's filter, the notice."""

import re
from datetime import date, timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.ui.forms import PlainSelect
from lianxin.work.receptions.models import Duty, DutyRule, Reception
from lianxin.work.receptions.turns import seats_for
from lianxin.work.receptions.workflow.announcing import SCOPE
from lianxin.work.stations.models import Attachment, Station

ROOM = "room-"
MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class FilterForm(forms.Form):
    """Which receptions the roster shows; a value that makes no sense is ignored."""

    month = forms.RegexField(
        MONTH, label=_("月份"), required=False, widget=forms.DateInput(attrs={"type": "month"})
    )
    place = forms.ChoiceField(label=_("站点"), required=False, widget=PlainSelect)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("全部")), *Reception.State.choices],
    )

    def __init__(self, data, *, places):
        data = data.copy()
        if not MONTH.fullmatch(data.get("month", "")):
            data["month"] = f"{localdate():%Y-%m}"
        super().__init__(data)
        self.fields["place"].choices = [("", _("全部")), *places]
        self.full_clean()

    @property
    def first(self) -> date:
        """First day of the month shown."""
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")

    @property
    def last(self) -> date:
        return month_end(self.first)

    @property
    def chosen_place(self) -> str:
        return self.cleaned_data.get("place", "")

    @property
    def is_used(self) -> bool:
        return bool(self.chosen_place or self.cleaned_data.get("state"))

    def apply(self, receptions):
        receptions = receptions.between(self.first, self.last)
        if self.chosen_place.startswith(ROOM):
            receptions = receptions.filter(body=self.chosen_place.removeprefix(ROOM), station=None)
        elif self.chosen_place:
            receptions = receptions.filter(station=self.chosen_place)
        if state := self.cleaned_data.get("state"):
            receptions = receptions.filter(state=state)
        return receptions


def places_seen(user) -> list[tuple[str, str]]:
    """Stations and reception rooms a reader may choose from, as (value, name)."""
    stations = Station.objects.visible_to(user).open().values_list("pk", "name")
    rooms = Body.objects.filter(pk__in=_room_bodies(user))
    return [
        *((f"{ROOM}{body.pk}", f"{body.short_name}{_('接访室')}") for body in rooms),
        *((str(pk), name) for pk, name in stations.order_by("body__path", "name")),
    ]


def _room_bodies(user):
    """Bodies whose own reception room one sees."""
    roles = (*CLERKS, Role.CHAIR, Role.LIAISON)
    return {grant.body_id for grant in user.current_grants if grant.role in roles}


def places_planned(user) -> list[tuple[str, str]]:
    """Stations and rooms whose roster `user` keeps."""
    clerk_of = {grant.body_id for grant in user.current_grants if grant.role in CLERKS}
    rooms = clerk_of | {grant.body_id for grant in user.current_grants if grant.role == "liaison"}
    own = Station.objects.open().of_staff(user) | Station.objects.open().filter(body__in=clerk_of)
    return [
        *((str(one.pk), one.name) for one in own.distinct()),
        *(
            (f"{ROOM}{body.pk}", f"{body.short_name}{_('接访室')}")
            for body in Body.objects.filter(pk__in=rooms)
        ),
    ]


def place_of(value: str) -> tuple[Body, Station | None]:
    """The body and station a chosen place means; the choice was checked before."""
    if value.startswith(ROOM):
        return Body.objects.get(pk=value.removeprefix(ROOM)), None
    station = Station.objects.select_related("body").get(pk=value)
    return station.body, station


def pool_of(body: Body, station: Station | None):
    """Deputies from whom a rule may choose."""
    if station is None:
        seats = seats_for(body)
    else:
        attached = Attachment.objects.on().filter(station=station)
        seats = seats_for(body).model.objects.in_office().filter(pk__in=attached.values("seat"))
    return seats.select_related("person").order_by("person__stroke_key", "pk")


class SeatsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, seat):
        return seat.person.name


class SeatField(forms.ModelChoiceField):
    def label_from_instance(self, seat):
        return seat.person.name


class PlaceForm(forms.Form):
    """Where: the first question of a new rule or reception."""

    place = forms.ChoiceField(label=_("在哪里接待"))

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places


class RuleForm(forms.ModelForm):
    """How often, when, and whose turn."""

    days = forms.CharField(
        label=_("哪几天"),
        required=False,
        max_length=80,
        help_text=_(
            "每周：1—7（周一是 1）；每月或单月：日子，如 5、20；"
            "公历逢几：尾数，如 3、6、9。几个数用顿号或空格隔开。"
        ),
    )
    dates = Text(
        label=_("逐日列出"),
        required=False,
        rows=6,
        help_text=_("农历集日请照历书填公历日期，一行一个，如 2026-12-03。本系统不推算农历。"),
    )
    pool = SeatsField(
        label=_("由哪些代表轮值"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不勾，就由全部进站代表（接访室：本级全部代表）轮流。"),
    )

    class Meta:
        model = DutyRule
        fields = (
            "name",
            "kind",
            "days",
            "every",
            "dates",
            "on_holiday",
            "starts_on",
            "ends_on",
            "from_time",
            "to_time",
            "place",
            "topic",
            "needed",
            "with_staff",
            "others",
            "pool",
        )
        help_texts = {
            "every": _("只在“每隔几天一次”时填，从开始日期数起。如五天一集填 5。"),
            "on_holiday": _("集日和周末的固定日，只有法定放假日才算休息日。"),
            "place": _("空着就用站点的地址。"),
        }

    def __init__(self, *args, body, station, **kwargs):
        rule = kwargs.get("instance")
        kwargs.setdefault("initial", {})
        # The model's own empty list would stand in the field as 「[]」, which is no date.
        kwargs["initial"] |= {"dates": ""}
        if rule is not None and rule.pk:
            kwargs["initial"] |= {
                "days": "、".join(str(number) for number in rule.numbers),
                "dates": "\n".join(rule.dates),
                "pool": rule.pool.values_list("pk", flat=True),
            }
        super().__init__(*args, **kwargs)
        self.instance.body, self.instance.station = body, station
        self.fields["pool"].queryset = pool_of(body, station)
        if station is None:
            del self.fields["with_staff"]

    def clean_days(self):
        found = re.findall(r"\d+", self.cleaned_data["days"])
        return sorted({int(number) for number in found})

    def clean_dates(self):
        days = []
        for line in self.cleaned_data["dates"].split():
            try:
                days.append(date.fromisoformat(line.strip().replace("/", "-")).isoformat())
            except ValueError:
                raise forms.ValidationError(
                    _("“%(line)s”不是日期。请写成 2026-12-03。") % {"line": line}
                ) from None
        return sorted(set(days))

    def _post_clean(self):
        self.instance.numbers = self.cleaned_data.get("days", [])
        self.instance.dates = self.cleaned_data.get("dates", [])
        super()._post_clean()  # type: ignore[misc]

    def chosen_pool(self):
        return list(self.cleaned_data["pool"])


class SpanForm(forms.Form):
    """From when to when the roster is made."""

    first = forms.DateField(label=_("从"))
    last = forms.DateField(label=_("到"))
    anew = forms.BooleanField(
        label=_("重排：先撤掉这段时间里没有公告、没有来访的旧安排"),
        required=False,
        help_text=_("规则改过以后用。手工换过的班也会重排。"),
    )


class AwayForm(forms.Form):
    """A deputy who cannot be on duty for some days."""

    seat = SeatField(label=_("代表"), queryset=None)
    since = forms.DateField(label=_("从"))
    until = forms.DateField(label=_("到"))
    reason = forms.CharField(label=_("原因"), max_length=120)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats


class ReceptionForm(forms.ModelForm):
    """One reception outside every rule, or a change of one."""

    class Meta:
        model = Reception
        fields = ("on", "from_time", "to_time", "place", "topic", "others")


class NewReceptionForm(ReceptionForm):
    seats = SeatsField(
        label=_("值班代表"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, body, station, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.body, self.instance.station = body, station
        self.fields["seats"].queryset = pool_of(body, station)


class AnnounceForm(forms.Form):
    """Which receptions one notice tells of."""

    receptions = forms.ModelMultipleChoiceField(
        label=_("公告哪几次接待"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    scope = Text(label=_("受理范围"), max_length=1000, initial=SCOPE)

    def __init__(self, *args, receptions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receptions"].queryset = receptions
        self.fields["receptions"].label_from_instance = _line


def _line(reception) -> str:
    names = "、".join(one.name for one in reception.duties.all() if one.state == Duty.State.PLANNED)
    return f"{reception.on:%Y-%m-%d} {reception.hours} {names or '（未安排值班）'}"

"""What people type about awards, nominations, the review, objections and payment."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group, Seat
from lianxin.work.honours.models import Award, Objection, Round
from lianxin.work.stations.models import Station

AREA = forms.Textarea(attrs={"rows": 4})


class AwardForm(forms.Form):
    name = forms.CharField(label=_("奖项"), max_length=30)
    holder = forms.ChoiceField(label=_("授予"), choices=Award.Holder.choices)
    criteria = forms.CharField(
        label=_("评选条件"), max_length=2000, widget=AREA, help_text=_("一行一条，提名时对照。")
    )
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)


class MoneyField(forms.DecimalField):
    """Typed in 元, kept in 分."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=10, decimal_places=2, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        return int((typed or Decimal(0)) * 100)


class RewardForm(forms.Form):
    amount = MoneyField(label=_("奖励金额（元）"))
    since = forms.DateField(label=_("从哪天起"), help_text=_("这一天以前表彰的，仍按原来的标准。"))
    source = forms.CharField(label=_("依据"), max_length=120)


class OpenForm(forms.Form):
    year = forms.IntegerField(label=_("评选年度"), min_value=2000, max_value=2100)


class HolderFields(forms.Form):
    """Whom an honour is for: one field of those that fit."""

    HOLDERS = ("seat", "group", "station", "unit")

    seat = forms.ModelChoiceField(label=_("代表"), required=False, queryset=Seat.objects.none())
    group = forms.ModelChoiceField(
        label=_("代表小组"), required=False, queryset=Group.objects.none()
    )
    station = forms.ModelChoiceField(
        label=_("家站点"), required=False, queryset=Station.objects.none()
    )
    unit = forms.ModelChoiceField(label=_("单位"), required=False, queryset=Body.objects.none())

    def offer(self, body: Body, holders=HOLDERS) -> None:
        """The seats, groups, stations and units of a body and those below it."""
        below = Body.objects.filter(path__startswith=body.path)
        seats = Seat.objects.live().filter(Q(body__in=below) | Q(group__body__in=below))
        self.fields["seat"].queryset = seats.select_related("person", "body", "term").order_by(
            "body__path", "person__stroke_key", "pk"
        )
        self.fields["seat"].label_from_instance = lambda one: (
            f"{one.person.name}（{one.body.short_name}）"
        )
        self.fields["group"].queryset = Group.objects.filter(body__in=below).order_by(
            "body__path", "name"
        )
        self.fields["station"].queryset = Station.objects.open().filter(body__in=below)
        self.fields["unit"].queryset = below.order_by("path")
        for name in self.HOLDERS:
            if name not in holders:
                del self.fields[name]


class NominateForm(HolderFields):
    award = forms.ModelChoiceField(label=_("奖项"), queryset=Award.objects.none())
    reasons = forms.CharField(label=_("提名理由"), max_length=1000, widget=AREA)

    field_order = ["award", "seat", "group", "station", "unit", "reasons"]

    def __init__(self, data, *, election: Round):
        super().__init__(data)
        awards = Award.objects.filter(body=election.body_id, is_active=True)
        self.fields["award"].queryset = awards
        kinds = set(awards.values_list("holder", flat=True))
        self.offer(
            election.body,
            {"seat" if one == Award.Holder.DEPUTY else one for one in kinds},
        )


class OutsideForm(HolderFields):
    title = forms.CharField(label=_("荣誉名称"), max_length=60)
    giver = forms.CharField(label=_("授予机关"), max_length=60)
    granted_on = forms.DateField(label=_("授予日期"))
    amount = MoneyField(label=_("附带奖金（元）"), required=False)

    field_order = ["title", "giver", "granted_on", "seat", "group", "station", "unit", "amount"]

    def __init__(self, data, *, body: Body):
        super().__init__(data)
        self.offer(body)

    def clean(self):
        typed = super().clean()
        given = {name: typed.pop(name) for name in self.HOLDERS if name in typed}
        given = {name: one for name, one in given.items() if one is not None}
        if len(given) != 1:
            raise ValidationError(_("请选一名代表、一个小组、一个站点或者一个单位，只选一项。"))
        if seat := given.pop("seat", None):
            given["person"] = seat.person
        return typed | given


class ReviewForm(forms.Form):
    """How it was reviewed; and for each nomination the votes and whether it was chosen."""

    way = forms.ChoiceField(
        label=_("评审方式"), choices=Round.Way.choices, widget=forms.RadioSelect
    )
    review = forms.CharField(
        label=_("评审情况"),
        max_length=500,
        widget=AREA,
        help_text=_("由谁、在什么会上、怎么评的。"),
    )
    reviewed_on = forms.DateField(label=_("评审日期"))
    present = forms.IntegerField(label=_("参加人数"), min_value=1)

    VOTES = (("votes_for", _("赞成")), ("votes_against", _("反对")), ("votes_abstained", _("弃权")))

    def __init__(self, data, *, election: Round, nominations):
        super().__init__(
            data,
            initial={
                "way": election.way or Round.Way.VOTE,
                "review": election.review,
                "reviewed_on": election.reviewed_on or localdate(),
                "present": election.present,
            },
        )
        self.nominations = list(nominations)
        for one in self.nominations:
            self.fields[f"chosen-{one.pk}"] = forms.BooleanField(
                label=_("通过"), required=False, initial=one.state == one.State.CHOSEN
            )
            for name, label in self.VOTES:
                self.fields[f"{name}-{one.pk}"] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=0,
                    initial=getattr(one, name),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    def rows(self):
        """Each nomination with its bound fields, for the table of the page."""
        for one in self.nominations:
            yield (
                one,
                [self[f"{name}-{one.pk}"] for name, _label in self.VOTES],
                self[f"chosen-{one.pk}"],
            )

    def head(self):
        return [self[name] for name in ("way", "review", "reviewed_on", "present")]


class ObjectionForm(forms.Form):
    words = forms.CharField(label=_("反映的问题"), max_length=1000, widget=AREA)
    said_by = forms.CharField(
        label=_("反映人"), required=False, max_length=60, help_text=_("不愿署名的可以不填。")
    )
    received_on = forms.DateField(label=_("收到日期"))


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("核查结论"),
        choices=[one for one in Objection.Outcome.choices if one[0]],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(label=_("核查情况"), max_length=500, widget=AREA)


class NameForm(forms.Form):
    on = forms.DateField(label=_("表彰日期"), help_text=_("奖金按这一天的标准计算。"))


class PayForm(forms.Form):
    paid_on = forms.DateField(label=_("发放日期"))
    note = forms.CharField(
        label=_("发放说明"),
        required=False,
        max_length=120,
        help_text=_("如“转账”“现金，本人签领”。"),
    )

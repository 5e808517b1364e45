"""What people type about groups, their plans, letters and summaries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group, Person, Seat
from lianxin.work.activities.models import Activity
from lianxin.work.groups.models import Formation
from lianxin.work.groups.queries import without_group


class GroupForm(forms.Form):
    """A new group: name, members, leader, by what it is put together."""

    name = forms.CharField(label=_("小组名称"), max_length=60)
    basis = forms.ChoiceField(label=_("编组方式"), choices=Formation.Basis.choices)
    area = forms.CharField(
        label=_("范围"),
        required=False,
        max_length=120,
        help_text=_("如“柳溪、石桥、河湾三村”。要便于召集活动、便于联系选民、便于宣传法律和决议。"),
    )
    seats = forms.ModelMultipleChoiceField(
        label=_("代表"),
        queryset=Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请勾选编入本组的代表。")},
        help_text=_("这里只列还没有编组的代表。"),
    )
    leader = forms.ModelChoiceField(
        label=_("组长"), required=False, queryset=Person.objects.none(), empty_label=_("暂时不定")
    )

    def __init__(self, data, *, body: Body, today):
        super().__init__(data)
        seats = without_group(body, today)
        self.fields["seats"].queryset = seats
        self.fields["seats"].label_from_instance = lambda seat: seat.person.name
        if not seats:
            self.fields["seats"].help_text = _(
                "本级代表都已经编组。要调整的，请先在“设置”里把代表移出原来的小组。"
            )
        self.fields["leader"].queryset = Person.objects.filter(
            pk__in=seats.order_by().values("person")
        )


class ViceForm(forms.Form):
    person = forms.ModelChoiceField(label=_("副组长"), queryset=Person.objects.none())

    def __init__(self, data, *, group: Group):
        super().__init__(data)
        members = Seat.objects.live().filter(group=group).order_by().values("person")
        people = Person.objects.filter(pk__in=members)
        self.fields["person"].queryset = people.exclude(pk=group.leader_id or 0)


class PlanForm(forms.Form):
    text = forms.CharField(
        label=_("总的考虑"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    items = forms.CharField(
        label=_("活动安排"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("一行一项，先写月份，如“3月 视察春耕用水”。每季度至少一项。"),
    )


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("内容"), max_length=8000, widget=forms.Textarea(attrs={"rows": 16})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=200)


class LinkForm(forms.Form):
    activity = forms.ModelChoiceField(
        label=_("对应的活动"),
        required=False,
        queryset=Activity.objects.none(),
        empty_label=_("（还没有开展）"),
    )

    def __init__(self, data, *, item):
        super().__init__(data, initial={"activity": item.activity_id})
        plan = item.plan
        self.fields["activity"].queryset = (
            Activity.objects.filter(group=plan.group_id, on__year=plan.year)
            .exclude(state__in=(Activity.State.CANCELLED, Activity.State.REFUSED))
            .order_by("on", "pk")
        )
        self.fields["activity"].label_from_instance = lambda one: f"{one.on:%Y-%m-%d} {one.title}"

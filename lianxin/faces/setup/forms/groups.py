"""What people type about groups and the presidium."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Person, PresidiumMembership, Seat
from lianxin.foundation.people.queries import in_order


class GroupForm(forms.Form):
    name = forms.CharField(
        label=_("小组名称"), max_length=60, help_text=_("例如“第一代表小组”“教育代表小组”。")
    )
    leader = forms.ModelChoiceField(
        label=_("组长"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("暂时不定"),
    )

    def __init__(self, *args, people: QuerySet[Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = people


class MembersForm(forms.Form):
    """Deputies without a group, to be put into one."""

    seats = forms.ModelMultipleChoiceField(
        label=_("还没有编组的代表"),
        queryset=Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请先勾选要编入的代表。")},
    )

    def __init__(self, *args, seats: QuerySet[Seat], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["seats"]
        field.queryset = seats
        field.label_from_instance = lambda seat: seat.person.name


class JoinForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("人员"), queryset=Person.objects.none(), empty_label=_("请选择")
    )
    post = forms.ChoiceField(label=_("职务"), choices=PresidiumMembership.Post.choices)
    on = forms.DateField(label=_("任职起"))

    def __init__(self, *args, people: QuerySet[Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["post"].initial = PresidiumMembership.Post.MEMBER


class LeaveForm(forms.Form):
    on = forms.DateField(label=_("离任之日"))
    reason = forms.CharField(
        label=_("原因"),
        required=False,
        max_length=200,
        help_text=_("例如会议名称和决定，或者“辞去职务”。"),
    )


def people_near(body: Body) -> QuerySet[Person]:
    """Deputies who may take a post at `body`: its own, at a street those of the county.

    In stroke order, as lists to choose from are printed.
    """
    congress = body.parent if body.is_street and body.parent else body
    held = Seat.objects.in_office().filter(body=congress)
    return in_order(Person.objects.filter(pk__in=held.values("person")))

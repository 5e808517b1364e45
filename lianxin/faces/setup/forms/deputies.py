"""What people type about deputies: the roster's filter, a person, a seat."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.faces.setup.rosters import holders
from lianxin.foundation.people.models import Body, District, Group, Person, Seat, Term
from lianxin.foundation.people.names import clean_name

ALL = "all"
STATES = {
    "": Seat.LIVE,
    **{state.value: [state] for state in Seat.State},
    ALL: list(Seat.State),
}
STATE_CHOICES = [("", _("现任（含暂停、待确认）")), *Seat.State.choices, (ALL, _("全部"))]
ORDER_CHOICES = [("stroke", _("姓氏笔画")), ("pinyin", _("拼音"))]


class RosterFilterForm(forms.Form):
    """Narrows and orders the roster; a value that makes no sense is ignored."""

    q = forms.CharField(label=_("姓名包含"), required=False, max_length=60)
    body = forms.ChoiceField(label=_("机构"), required=False)
    term = forms.ChoiceField(label=_("届"), required=False)
    group = forms.ChoiceField(label=_("代表小组"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATE_CHOICES)
    order = forms.ChoiceField(label=_("排序"), required=False, choices=ORDER_CHOICES)

    def __init__(self, data, *, body: Body, bodies: list[Body]):
        super().__init__(data)
        self.home, self.bodies = body, bodies
        self.is_all = data.get("body") == ALL and len(bodies) > 1
        choices = [(one.code, one.short_name) for one in bodies]
        self.fields["body"].choices = [*choices, (ALL, _("全部机构"))]
        if len(bodies) == 1:
            del self.fields["body"]
        self._offer()
        self.full_clean()

    def _offer(self):
        """Terms and groups of the one body; of all of them they would say nothing."""
        if self.is_all:
            del self.fields["term"], self.fields["group"]
            return
        terms = Term.objects.filter(body=self.home).order_by("-number")
        groups = Group.objects.filter(body=self.home).order_by("name")
        everything = [("", _("全部"))]
        self.fields["term"].choices = [*everything, *((str(one.pk), str(one)) for one in terms)]
        self.fields["group"].choices = [
            *everything,
            ("none", _("没有编组")),
            *((str(one.pk), one.name) for one in groups),
        ]

    @property
    def chosen_order(self) -> str:
        return self.cleaned_data.get("order") or "stroke"

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("q", "term", "group", "state"))

    def seats(self) -> QuerySet[Seat]:
        """The seats asked for."""
        wanted = self.cleaned_data
        bodies = self.bodies if self.is_all else [self.home]
        found = Seat.objects.filter(
            body_id__in=[one.pk for one in bodies],
            state__in=STATES.get(wanted.get("state", ""), Seat.LIVE),
        )
        if term := wanted.get("term"):
            found = found.filter(term_id=term)
        if group := wanted.get("group"):
            found = found.filter(Q(group__isnull=True) if group == "none" else Q(group_id=group))
        return found

    def apply(self) -> QuerySet[Person]:
        """The persons asked for, each once."""
        bodies = self.bodies if self.is_all else [self.home]
        persons = holders(self.seats(), {one.county_id for one in bodies})
        if name := clean_name(self.cleaned_data.get("q") or ""):
            persons = persons.filter(name__icontains=name)
        return persons


class PersonForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    sex = forms.ChoiceField(
        label=_("性别"), required=False, choices=[("", _("没有填写")), *Person.Sex.choices]
    )
    born = forms.CharField(
        label=_("出生年月"),
        required=False,
        max_length=10,
        help_text=_("如 1975-03，只知年份时写 1975。"),
    )
    ethnicity = forms.CharField(label=_("民族"), required=False, max_length=20)
    education = forms.CharField(label=_("学历"), required=False, max_length=20)
    party = forms.CharField(label=_("政治面貌"), required=False, max_length=20)
    post = forms.CharField(label=_("工作单位及职务"), required=False, max_length=120)
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    address = forms.CharField(label=_("通讯地址"), required=False, max_length=120)


class _SeatFields(forms.Form):
    """Where in the body a deputy belongs; choices are those of one body and term."""

    term = forms.ModelChoiceField(label=_("届"), queryset=Term.objects.none(), empty_label=None)
    district = forms.ModelChoiceField(
        label=_("选区"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("没有填写"),
    )
    group = forms.ModelChoiceField(
        label=_("代表小组"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("不编入小组"),
    )
    delegation = forms.CharField(label=_("代表团"), required=False, max_length=40)
    certificate_no = forms.CharField(label=_("代表证号"), required=False, max_length=40)
    started_on = forms.DateField(
        label=_("任职起"),
        required=False,
        help_text=_("留空则从本届首次会议开幕日起；补选的代表请填当选后的任职日。"),
    )
    is_confirmed = forms.BooleanField(
        label=_("代表资格已经确认并公布"),
        required=False,
        help_text=_("刚刚当选、还没有确认资格的，请不要勾选，以后再办“确认资格”。"),
    )

    def __init__(self, *args, body: Body, **kwargs):
        super().__init__(*args, **kwargs)
        terms = Term.objects.filter(body=body).order_by("-number")
        self.fields["term"].queryset = terms
        # Of earlier terms too: someone may be entered late.
        self.fields["district"].queryset = (
            District.objects.filter(term__body=body)
            .select_related("term")
            .order_by("-term__number", "number", "name")
        )
        self.fields["group"].queryset = groups_for(body)


class SeatForm(_SeatFields):
    """One more seat for a person who is known."""


class NewDeputyForm(PersonForm, _SeatFields):
    """A person and the first seat at once.

    same: asked only where the county knows someone of that name already.
    """

    same = forms.ChoiceField(
        label=_("县里已有同名的人，是不是同一个人？"),
        widget=forms.RadioSelect,
        required=True,
        help_text=_(
            "一个人在几级担任代表，只登记一个人，各级资格都归在他名下；资料以已登记的为准。"
        ),
    )
    field_order = ["same", *PersonForm.base_fields]

    def __init__(self, *args, body: Body, known: list[Person], **kwargs):
        super().__init__(*args, body=body, **kwargs)
        if known:
            self.fields["same"].choices = [
                *((str(person.pk), describe(person)) for person in known),
                ("new", _("不是，是另一个同名的人")),
            ]
        else:
            del self.fields["same"]


class ChangeSeatForm(forms.Form):
    district = forms.ModelChoiceField(
        label=_("选区"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("没有填写"),
    )
    delegation = forms.CharField(label=_("代表团"), required=False, max_length=40)
    certificate_no = forms.CharField(label=_("代表证号"), required=False, max_length=40)
    started_on = forms.DateField(label=_("任职起"))

    def __init__(self, *args, seat: Seat, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.filter(term_id=seat.term_id)


class MoveGroupForm(forms.Form):
    group = forms.ModelChoiceField(
        label=_("编入"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("不编入小组"),
    )

    def __init__(self, *args, seat: Seat, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_for(seat.body)


class GroundForm(forms.Form):
    """The day of a step and what it rests on."""

    on = forms.DateField(label=_("日期"))
    ground = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=150,
        help_text=_("例如会议名称、报告或者公告的文号。"),
    )


class SuspendForm(forms.Form):
    on = forms.DateField(label=_("暂停执行代表职务之日"))
    ground = forms.ChoiceField(label=_("法定情形"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), required=False, max_length=100)

    def __init__(self, *args, grounds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = grounds


class EndForm(forms.Form):
    on = forms.DateField(label=_("日期"))
    reason = forms.ChoiceField(
        label=_("终止原因"),
        choices=[("", _("请选择")), *Seat.EndReason.choices],
    )
    ground = forms.CharField(label=_("说明"), required=False, max_length=100)


def groups_for(body: Body) -> QuerySet[Group]:
    """Groups that a deputy of `body` may belong to: those of the body, and of any above or below.

    A county's deputies take part in the groups of the township they live in
    (代表法 2025, art. 27 para. 2).
    """
    above = [int(part) for part in body.path.strip("/").split("/")]
    near = Q(body_id__in=above) | Q(body__path__startswith=body.path)
    return Group.objects.filter(near, body__is_active=True).select_related("body")


def describe(person: Person) -> str:
    """A namesake by what tells people apart, without a number to call."""
    seats = "、".join(
        dict.fromkeys(f"{seat.body.short_name}{seat.term}" for seat in person.seats.all())
    )
    parts = [person.born, person.get_sex_display(), person.post, seats]
    return f"{person.name}（{'，'.join(filter(None, parts)) or _('没有其他资料')}）"

"""Linking a leader with a deputy or a place; ending with a reason."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office, Person, Seat
from lianxin.foundation.people.queries import presidium_of
from lianxin.work.links.models import Link
from lianxin.work.stations.models import Station


class LinkForm(forms.Form):
    """One leader, and one deputy or one place."""

    leader = forms.ModelChoiceField(
        label=_("联系人"),
        queryset=Person.objects.none(),
        help_text=_("主席团成员（常委会组成人员），以及已有联系的政府领导。"),
    )
    other_leader = forms.CharField(
        label=_("其他领导姓名"),
        required=False,
        max_length=60,
        help_text=_("名单里没有的政府领导，填姓名；应当已在人员里登记。"),
    )
    seat = forms.ModelChoiceField(
        label=_("联系的代表"), required=False, queryset=Seat.objects.none()
    )
    village = forms.ModelChoiceField(
        label=_("联系的村（社区）"), required=False, queryset=Office.objects.none()
    )
    station = forms.ModelChoiceField(
        label=_("联系的家站点"), required=False, queryset=Station.objects.none()
    )
    unit = forms.ModelChoiceField(
        label=_("联系的乡镇、街道"), required=False, queryset=Body.objects.none()
    )
    since = forms.DateField(label=_("从哪天起"))

    PLACES = ("seat", "village", "station", "unit")

    def __init__(self, data, *, body: Body, **kwargs):
        super().__init__(data, **kwargs)
        self.body = body
        today = localdate()
        members = presidium_of(body, today).order_by().values("person")
        linked = Link.objects.on(today).filter(body=body).order_by().values("leader")
        self.fields["leader"].queryset = Person.objects.filter(Q(pk__in=members) | Q(pk__in=linked))
        self.fields["leader"].required = False
        below = Body.objects.filter(path__startswith=body.path)
        seats = Seat.objects.in_office().filter(Q(body__in=below) | Q(group__body__in=below))
        self.fields["seat"].queryset = seats.select_related("person", "body", "term").order_by(
            "body__path", "person__stroke_key", "pk"
        )
        self.fields["seat"].label_from_instance = _name_and_body
        self.fields["village"].queryset = (
            Office.objects.current()
            .filter(body__in=below, kind=Office.Kind.VILLAGE)
            .order_by("body", "name")
        )
        self.fields["station"].queryset = Station.objects.open().filter(body__in=below)
        self.fields["unit"].queryset = below.exclude(pk=body.pk).order_by("path")
        if not body.is_county:
            del self.fields["unit"]

    def clean(self):
        typed = super().clean()
        given = [name for name in self.PLACES if typed.get(name)]
        if len(given) != 1:
            raise ValidationError(_("请选一名代表，或者一个村、一个站点、一个乡镇，只选一项。"))
        other = " ".join((typed.pop("other_leader", "") or "").split())
        if bool(other) == bool(typed.get("leader")):
            raise ValidationError(_("请选联系人，或者填其他领导的姓名，两项填一项。"))
        if other:
            typed["leader"] = self._find(other)
        return typed

    def _find(self, name: str) -> Person:
        found = list(Person.objects.filter(county_id=self.body.county_id, name=name)[:2])
        if len(found) != 1:
            raise ValidationError(
                _("本县没有登记叫“%(name)s”的人员，请先在人员里登记。")
                if not found
                else _("本县叫“%(name)s”的不止一人，请先在主席团名单里登记其职务。"),
                params={"name": name},
            )
        return found[0]


def _name_and_body(seat: Seat) -> str:
    return f"{seat.person.name}（{seat.body.short_name}）"


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("如“职务调整”“已迁出”。不要写选民姓名。")
    )


class SuccessorForm(forms.Form):
    to = forms.ModelChoiceField(label=_("移交给"), queryset=Seat.objects.none())

    def __init__(self, *args, seats, **more):
        super().__init__(*args, **more)
        self.fields["to"].queryset = seats
        self.fields["to"].label_from_instance = _name_and_term


def _name_and_term(seat: Seat) -> str:
    return f"{seat.person.name}（{seat.term}）"


class BodyForm(forms.Form):
    """Which body, and whether only those behind; what makes no sense is ignored."""

    body = forms.ModelChoiceField(
        label=_("机构"), required=False, queryset=Body.objects.none(), empty_label=None
    )
    only = forms.ChoiceField(
        label=_("显示"), required=False, choices=[("", _("全部")), ("behind", _("只看没有达标的"))]
    )

    def __init__(self, data, *, bodies):
        super().__init__(data)
        self.fields["body"].queryset = bodies
        self.full_clean()

    @property
    def only_behind(self) -> bool:
        return self.cleaned_data.get("only") == "behind"

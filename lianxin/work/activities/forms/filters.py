"""Which activities a list shows."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group
from lianxin.ui.forms import PlainSelect, chosen_words
from lianxin.work.activities.kinds import kinds_for
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.queries import OBJECTED, UNRECORDED
from lianxin.work.stations.models import Station

EARLIEST = 2000


class FilterForm(forms.Form):
    """Each choice narrows; a value that makes no sense is ignored."""

    q = forms.CharField(label=_("名称或主题包含"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("类别"), required=False, widget=PlainSelect)
    state = forms.ChoiceField(label=_("状态"), required=False, widget=PlainSelect)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=EARLIEST, max_value=2100)
    body = forms.ChoiceField(label=_("单位"), required=False, widget=PlainSelect)
    group = forms.ChoiceField(label=_("代表小组"), required=False, widget=PlainSelect)
    station = forms.ChoiceField(label=_("站点"), required=False, widget=PlainSelect)
    mine = forms.BooleanField(label=_("只看我参加的"), required=False)

    PLACES = ("body", "group", "station")

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        home = user.home_body
        kinds = kinds_for(home) if home else []
        states = [
            (UNRECORDED, _("已过、待记录")),
            (OBJECTED, _("有异议待处理")),
            *Activity.State.choices,
        ]
        bodies = Body.objects.within(home) if home else Body.objects.none()
        names = list(bodies.order_by("path").values_list("code", "short_name"))
        groups = Group.objects.filter(body__in=bodies).order_by("body__path", "name")
        stations = Station.objects.visible_to(user).open().order_by("body__path", "name")
        self._choose("kind", [(one.key, one.name) for one in kinds])
        self._choose("state", states)
        self._choose("body", names)
        self._choose("group", [(str(pk), name) for pk, name in groups.values_list("pk", "name")])
        self._choose(
            "station", [(str(pk), name) for pk, name in stations.values_list("pk", "name")]
        )
        if user.person_id is None:
            del self.fields["mine"]
        self.full_clean()

    def _choose(self, name: str, choices) -> None:
        if len(choices) < 2 and name in self.PLACES:
            del self.fields[name]
            return
        self.fields[name].choices = [("", _("全部")), *choices]

    @property
    def first_fields(self):
        return [self["q"]]

    @property
    def more_fields(self):
        return [self[name] for name in self.fields if name != "q"]

    @property
    def chosen(self) -> str:
        return chosen_words(self.more_fields)

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())

    def apply(self, activities):
        """Narrow `activities` by what was chosen."""
        typed = self.cleaned_data
        if words := typed.get("q"):
            activities = activities.filter(Q(title__icontains=words) | Q(topic__icontains=words))
        if kind := typed.get("kind"):
            activities = activities.filter(kind=kind)
        if state := typed.get("state"):
            activities = self._in_state(activities, state)
        if year := typed.get("year"):
            activities = activities.filter(on__range=(date(year, 1, 1), date(year, 12, 31)))
        if code := typed.get("body"):
            activities = activities.filter(body__code=code)
        for name in ("group", "station"):
            if chosen := typed.get(name):
                activities = activities.filter(**{name: chosen})
        if typed.get("mine"):
            own = Q(attendances__seat__person=self.user.person_id)
            activities = activities.filter(pk__in=Activity.objects.filter(own).values("pk"))
        return activities

    def _in_state(self, activities, state: str):
        if state == UNRECORDED:
            return activities.filter(state__in=Activity.OPEN, on__lt=localdate())
        if state == OBJECTED:
            waiting = Attendance.objects.objected().values("activity")
            return activities.filter(pk__in=waiting)
        return activities.filter(state=state)

"""Planning: what is to be done, when, where and who is asked to come."""

from datetime import datetime

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Group, Person, Seat
from lianxin.work.activities.fields import SeatsField, Text
from lianxin.work.activities.models import Activity
from lianxin.work.activities.queries import members
from lianxin.work.stations.models import Station

ALL, GROUP, CHOSEN = "all", "group", "chosen"


class WhenForm(forms.Form):
    """The day and its hours; a second day only for what goes on longer."""

    on = forms.DateField(label=_("哪天"))
    from_time = forms.TimeField(label=_("几点开始"))
    to_time = forms.TimeField(label=_("几点结束"))
    ends_on = forms.DateField(label=_("到哪天（跨天才填）"), required=False)

    def clean(self):
        typed = super().clean()
        on, begins, ends = (typed.get(name) for name in ("on", "from_time", "to_time"))
        if not (on and begins and ends):
            return typed
        last = typed.get("ends_on") or on
        typed["starts_at"] = make_aware(datetime.combine(on, begins))
        typed["ends_at"] = make_aware(datetime.combine(last, ends))
        if typed["ends_at"] <= typed["starts_at"]:
            self.add_error("to_time", _("结束时间应当晚于开始时间。"))
        return typed

    def moments(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}


def moments_of(activity: Activity) -> dict:
    """Initial values of a `WhenForm` for a kept activity."""
    begins, ends = localtime(activity.starts_at), localtime(activity.ends_at)
    return {
        "on": begins.date(),
        "from_time": begins.time(),
        "to_time": ends.time(),
        "ends_on": ends.date() if ends.date() != begins.date() else None,
    }


class PlanForm(WhenForm):
    """A new activity of a kind, or a change of one that is still to come."""

    title = forms.CharField(label=_("名称"), max_length=80)
    topic = forms.CharField(label=_("主题"), max_length=120, required=False)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    is_online = forms.BooleanField(label=_("线上举行"), required=False)
    leader = forms.ModelChoiceField(
        label=_("带队（召集）"), queryset=None, required=False, empty_label=_("不写")
    )
    plan = Text(label=_("安排"), required=False, max_length=4000, rows=5)
    group = forms.ModelChoiceField(
        label=_("代表小组"), queryset=None, required=False, empty_label=_("不属于某个小组")
    )
    station = forms.ModelChoiceField(
        label=_("站点"), queryset=None, required=False, empty_label=_("不在站点")
    )
    signup_until = forms.DateTimeField(
        label=_("报名截止"), required=False, help_text=_("要报名的才填。不填就是通知参加。")
    )
    capacity = forms.IntegerField(label=_("名额"), required=False, min_value=1, max_value=2000)
    is_public = forms.BooleanField(
        label=_("记录以后可以公开"),
        required=False,
        help_text=_("公开页面只列日期、名称、类别，不列姓名。"),
    )

    FIRST = ("title", "on", "from_time", "to_time", "place")
    MORE = (
        "topic",
        "ends_on",
        "is_online",
        "leader",
        "station",
        "signup_until",
        "capacity",
        "is_public",
    )
    order = ("title", "group", "on", "from_time", "to_time", "place", "plan", *MORE)

    def __init__(self, *args, body, groups, whole_body=True, needs_group=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.order)
        self.fields["group"].queryset = Group.objects.filter(pk__in=groups)
        if needs_group or not whole_body:
            self.fields["group"].required = True
            self.fields["group"].empty_label = _("请选择") if len(groups) > 1 else None
        if not groups:
            del self.fields["group"]
        seats = Seat.objects.live().filter(body=body)
        leaders = Person.objects.filter(pk__in=seats.values("person"))
        self.fields["leader"].queryset = leaders.order_by("stroke_key", "pk")
        self.fields["leader"].label_from_instance = lambda person: person.name
        stations = Station.objects.open().filter(body=body).order_by("name")
        self.fields["station"].queryset = stations
        if not stations.exists():
            del self.fields["station"]

    @property
    def main_fields(self):
        return [self[name] for name in self.fields if name not in self.MORE]

    @property
    def more_fields(self):
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def shows_more(self) -> bool:
        """A fault must not hide behind a closed fold, nor what was filled in."""
        given = any(self[name].value() for name in self.MORE if name in self.fields)
        return given or bool(set(self.errors) & set(self.MORE))

    def values(self) -> dict:
        """Arguments of `workflow.plan` and `workflow.change`."""
        names = ("title", "topic", "place", "is_online", "leader", "plan", "group", "station")
        known = [*names, "signup_until", "capacity", "is_public"]
        return self.moments() | {
            name: self.cleaned_data[name] for name in known if name in self.cleaned_data
        }


class NewForm(PlanForm):
    """With the question who is to come; a list of one's own choice is ticked on the next page."""

    who = forms.ChoiceField(
        label=_("请谁参加"),
        widget=forms.RadioSelect,
        choices=[
            (ALL, _("本级全部代表")),
            (GROUP, _("上面选的小组的代表")),
            (CHOSEN, _("下一步自己勾选")),
        ],
        initial=ALL,
    )

    def __init__(self, *args, body, groups, whole_body=True, needs_group=False, **kwargs):
        super().__init__(
            *args,
            body=body,
            groups=groups,
            whole_body=whole_body,
            needs_group=needs_group,
            **kwargs,
        )
        self.body = body
        choices = list(self.fields["who"].choices)
        if needs_group or not whole_body:
            choices = [one for one in choices if one[0] != ALL]
            self.fields["who"].initial = GROUP
        if not groups:
            choices = [one for one in choices if one[0] != GROUP]
        self.fields["who"].choices = choices

    def clean(self):
        typed = super().clean()
        if typed.get("who") == GROUP and not typed.get("group"):
            self.add_error("group", _("请选小组，或者改选“本级全部代表”“自己勾选”。"))
        return typed

    def seats(self):
        """Whom the choice means on the activity's day; none for a list still to be ticked."""
        typed = self.cleaned_data
        if typed["who"] == CHOSEN:
            return Seat.objects.none()
        group = typed["group"] if typed["who"] == GROUP else None
        return members(self.body, group=group, on=typed["on"])


class InviteForm(forms.Form):
    """Who is asked to come, ticked one by one."""

    seats = SeatsField(label=_("代表"), queryset=None, required=False)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].queryset = seats


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("请假原因"), max_length=200, help_text=_("写一句就可以，如“外出务工，20日回来”。")
    )

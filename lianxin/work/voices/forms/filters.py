"""Which messages a list shows; a value that makes no sense is ignored."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.foundation.people.models import CLERKS, Body, Person
from lianxin.ui.forms import PlainSelect
from lianxin.work.stations.models import Station
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.queries import IN_TIME, waiting_for
from lianxin.work.voices.waters import waters_in

S = Matter.Status
ALL = [("", _("全部"))]
STAGES = {
    "mine": (_("等我办理"), None),
    "new": (_("待回应"), Q(status__in=[S.SUBMITTED, S.ACCEPTED, S.REWORK])),
    "handled": (_("办理中"), Q(status=S.ASSIGNED)),
    "replied": (_("待选民评价"), Q(status=S.REPLIED)),
    "settling": (_("协调中"), Q(status=S.CONCILIATION)),
    "answered": (_("已经答复过"), Q(replied_on__isnull=False)),
    "closed": (_("已办结"), Q(status__in=[S.CLOSED, S.ARCHIVED])),
    "merged": (_("已合并"), Q(status=S.MERGED)),
    "refused": (_("不受理"), Q(status=S.REFUSED)),
}
GRADES = [
    *ALL,
    *Satisfaction.choices,
    ("good", _("满意和基本满意")),
    ("any", _("已评价")),
    ("none", _("没有评价")),
]
LATE = [
    *ALL,
    ("unanswered", _("超过时限没有回应")),
    ("in_time", _("按时回应")),
    ("office", _("承办单位超期")),
]
CHECKS = [
    *ALL,
    ("doubt", _("需要先看看")),
    ("undecided", _("还没有决定是否公开")),
    ("public", _("已公开")),
    ("withheld", _("不公开")),
    ("hidden", _("已屏蔽")),
]
GRADED = {
    "good": Q(voter_satisfaction__in=[Satisfaction.SATISFIED, Satisfaction.BASICALLY]),
    "any": ~Q(voter_satisfaction=""),
    "none": Q(voter_satisfaction="", replied_on__isnull=False),
}
FIRST = ("q", "stage", "late")


class Chosen(forms.ChoiceField):
    widget = PlainSelect

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


class Numbered(forms.IntegerField):
    """An id from a list that is offered without asking the database when it is read."""

    widget = PlainSelect

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=1, max_value=2**62, **kwargs)


class FilterForm(forms.Form):
    q = forms.CharField(label=_("标题、编号、地点"), required=False, max_length=60)
    stage = Chosen(label=_("办到哪一步"), choices=[*ALL, *((k, v[0]) for k, v in STAGES.items())])
    late = Chosen(label=_("期限"), choices=LATE)
    route = Chosen(
        label=_("办理方式"), choices=[*ALL, *VoterMessage.Route.choices[1:], ("none", _("未分流"))]
    )
    channel = Chosen(label=_("来源"), choices=[*ALL, *VoterMessage.Channel.choices])
    body = Numbered(label=_("机构"))
    station = Numbered(label=_("家站点"))
    deputy = Numbered(label=_("收件代表"))
    grade = Chosen(label=_("选民评价"), choices=GRADES)
    check = Chosen(label=_("公开审核"), choices=CHECKS)
    topic = forms.CharField(label=_("类别"), required=False, max_length=30)
    place = forms.CharField(label=_("地点或者村（社区）"), required=False, max_length=60)
    month = forms.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])$",
        label=_("月份"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    since = forms.DateField(required=False, widget=forms.HiddenInput)
    # From the analysis alone: texts have to be read for it.
    water = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        self.county = next(
            (one.body for one in user.current_grants if one.body.is_county and one.role in CLERKS),
            None,
        )
        if self.county is None:
            del self.fields["body"]
        self.full_clean()

    def offer(self) -> None:
        """Fill the lists to choose from; a fragment without the form asks for none of this."""
        fields: Any = self.fields
        stations = Station.objects.visible_to(self.user).order_by("name")[:200]
        fields["station"].widget.choices = [
            *ALL,
            *((str(one.pk), one.name) for one in stations),
        ]
        bodies = {grant.body_id for grant in self.user.current_grants}
        people = Person.objects.filter(seats__body__in=bodies).distinct()
        fields["deputy"].widget.choices = [
            *ALL,
            *((str(one.pk), one.name) for one in people.order_by("stroke_key")[:400]),
        ]
        if self.county:
            fields["body"].widget.choices = [
                *ALL,
                *((str(one.pk), one.short_name) for one in Body.objects.within(self.county)),
            ]

    @property
    def first_fields(self):
        return [self[name] for name in FIRST]

    @property
    def more_fields(self):
        return [self[name] for name in self.fields if name not in (*FIRST, "since", "water")]

    @property
    def has_more(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields if name not in FIRST)

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def apply(self, messages):
        """Narrow `messages` by what was chosen."""
        wanted = self.cleaned_data
        if water := wanted.get("water"):
            messages = messages.filter(pk__in=self._naming(water, messages))
        for word in wanted.get("q", "").split():
            messages = messages.filter(
                Q(title__icontains=word) | Q(place__icontains=word) | Q(number__iexact=word)
            )
        if stage := wanted.get("stage"):
            if stage == "mine":
                found = waiting_for(self.user).order_by()
                messages = messages.filter(pk__in=found.values("pk"))
            else:
                messages = messages.filter(STAGES[stage][1])
        for name in ("channel", "station", "deputy", "body", "topic"):
            if value := wanted.get(name):
                messages = messages.filter(**{name: value})
        if route := wanted.get("route"):
            messages = messages.filter(route="" if route == "none" else route)
        if grade := wanted.get("grade"):
            messages = messages.filter(GRADED.get(grade) or Q(voter_satisfaction=grade))
        if where := wanted.get("place"):
            messages = messages.filter(
                Q(place__icontains=where) | Q(village__name__icontains=where)
            )
        if month := wanted.get("month"):
            year, number = (int(part) for part in month.split("-"))
            first = date(year, number, 1)
            after = (first + timedelta(days=32)).replace(day=1)
            messages = messages.filter(submitted_on__gte=first, submitted_on__lt=after)
        if since := wanted.get("since"):
            messages = messages.filter(submitted_on__gte=since)
        return self._checked(self._late(messages))

    def _naming(self, water: str, messages) -> list[int]:
        """Letters that name it, told among the same ones as the analysis counts."""
        wanted = self.cleaned_data
        if body := wanted.get("body"):
            messages = messages.filter(body=body)
        if since := wanted.get("since"):
            messages = messages.filter(submitted_on__gte=since)
        return [pk for name, pk in waters_in(messages, "pk") if name == water]

    def _late(self, messages):
        late = self.cleaned_data.get("late")
        if late == "unanswered":
            return messages.filter(
                responded_at__isnull=True,
                answer_by__lt=timezone.now(),
                status__in=[S.SUBMITTED, S.ACCEPTED, S.REWORK],
            )
        if late == "in_time":
            return messages.filter(IN_TIME)
        if late == "office":
            return messages.filter(
                status__in=[S.ASSIGNED, S.REWORK], due_on__lt=timezone.localdate()
            )
        return messages

    def _checked(self, messages):
        check = self.cleaned_data.get("check")
        if check == "doubt":
            return messages.filter(needs_check=True)
        if check == "hidden":
            return messages.filter(is_hidden=True)
        if check == "undecided":
            return messages.filter(
                publicity=Matter.Publicity.UNDECIDED, is_confidential=False, is_hidden=False
            ).exclude(status=S.REFUSED)
        return messages.filter(publicity=check) if check else messages

"""The list's filter: every field lives in the address, so that a list can be sent to a colleague."""

import re
from datetime import date, timedelta

from django import forms
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Matter
from lianxin.engines.matters.models.answers import ResultClass, Satisfaction
from lianxin.engines.matters.queries import raised_by_group
from lianxin.foundation.people.models import CLERKS, Body, Office, Role, Session
from lianxin.ui.forms import PlainSelect
from lianxin.ui.paging import NEWEST, Key, Order
from lianxin.work.suggestions.inbox import Thresholds
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

ALL = [("", _("全部"))]
YEARS_BACK = 15
LATE = [
    ("soon", _("将到期")),
    ("late", _("已超期")),
    ("serious", _("严重超期")),
    ("extended", _("已批延期")),
]
SORTS = [
    ("", _("新提出的在前")),
    ("due", _("快到期的在前（只列有期限的）")),
    ("number", _("按编号（未编号的在前）")),
]
# A number is text (Y19, 0038); by length first, 9 comes before 10.
ORDERS = {
    "due": Order((Key("due_on", read=date.fromisoformat), Key("pk"))),
    "number": Order(
        (
            Key("year", descending=True),
            Key("body_id"),
            Key("number_scope", read=str),
            Key("number_length", expression=Length("number")),
            Key("number", read=str),
            Key("pk"),
        )
    ),
}
# Shown at once; the rest waits behind 更多条件, so that on a phone the list begins on the
# first screen. Status and lateness have their tabs above.
FIRST = ("q", "year", "body")
IN_TABS = ("status", "late")
WATCHES_A_COUNTY = (*CLERKS, Role.CHAIR, Role.AUDITOR)


def _choice(label):
    """A field whose list is filled by `offer`, and only where the form is drawn."""
    return forms.IntegerField(
        label=label, required=False, widget=PlainSelect, min_value=0, max_value=2**31 - 1
    )


class Chosen(forms.ChoiceField):
    """One of a list, or nothing."""

    widget = PlainSelect

    def __init__(self, **options):
        super().__init__(required=False, **options)


class FilterForm(forms.Form):
    """Narrows and orders the list; a value that makes no sense is ignored."""

    q = forms.CharField(label=_("标题含有，或者编号"), required=False, max_length=60)
    status = Chosen(label=_("状态"), choices=[*ALL, *Matter.Status.choices])
    late = Chosen(label=_("期限"), choices=[*ALL, *LATE])
    year = _choice(_("年度"))
    body = _choice(_("哪级人大"))
    session = _choice(_("会次"))
    office = _choice(_("承办单位"))
    group = _choice(_("代表小组"))
    waiting = Chosen(
        label=_("在等谁"),
        choices=[*ALL, *(choice for choice in Matter.WaitingFor.choices if choice[0])],
    )
    topic = forms.CharField(label=_("类别含有"), required=False, max_length=30)
    kind = Chosen(
        label=_("种类"), choices=[*ALL, *((one.value, one.label) for one in SUGGESTION_KINDS)]
    )
    result = Chosen(label=_("办理结果"), choices=[*ALL, *ResultClass.choices])
    satisfaction = Chosen(
        label=_("代表评价"),
        choices=[*ALL, *Satisfaction.choices, ("none", _("还没有评价"))],
    )
    publicity = Chosen(label=_("是否公开"), choices=[*ALL, *Matter.Publicity.choices])
    key = forms.BooleanField(label=_("只看重点督办"), required=False)
    sort = Chosen(label=_("排列"), choices=SORTS)

    def __init__(self, data, *, user, today: date, marks: Thresholds):
        super().__init__(data)
        self.user, self.today, self.marks = user, today, marks
        self.county = next(
            (
                grant.body
                for grant in user.current_grants
                if grant.body.is_county and grant.role in WATCHES_A_COUNTY
            ),
            None,
        )
        self.home = self.county or user.home_body
        if self.county is None:
            del self.fields["body"]
        if user.office_ids():
            # What an office sees is what it handles.
            del self.fields["office"]
        self.groups = [
            grant.group
            for grant in user.current_grants
            if grant.role == Role.GROUP_LEADER and grant.group
        ]
        if not self.groups:
            del self.fields["group"]
        self.full_clean()

    def offer(self):
        """Fill the lists to choose from; a fragment without the form asks for none of this."""
        years = [
            (str(self.today.year - back), self.today.year - back) for back in range(YEARS_BACK)
        ]
        self.fields["year"].widget.choices = [*ALL, *years]
        body = self.chosen_body
        if self.county:
            bodies = Body.objects.within(self.county)
            self.fields["body"].widget.choices = [
                ("", _("全县")),
                *((str(one.pk), one.short_name) for one in bodies),
            ]
        sessions = Session.objects.filter(term__body=body).select_related("term")
        self.fields["session"].widget.choices = [
            *ALL,
            *(
                (str(one.pk), str(one))
                for one in sessions.order_by("-term__number", "-number")[:30]
            ),
        ]
        if "office" in self.fields:
            offices = Office.objects.filter(body=body).order_by("kind", "name")
            self.fields["office"].widget.choices = [
                *ALL,
                *((str(one.pk), one.name) for one in offices),
            ]
        if self.groups:
            self.fields["group"].widget.choices = [
                *ALL,
                *((str(one.pk), one.name) for one in self.groups),
            ]
        return self

    @property
    def chosen_body(self) -> int | None:
        """Id of the body whose offices and sessions are offered."""
        return self.cleaned_data.get("body") or (self.home.pk if self.home else None)

    @property
    def first_fields(self):
        return [self[name] for name in FIRST if name in self.fields]

    @property
    def more_fields(self):
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def has_more(self) -> bool:
        """Whether one of the fields behind 更多条件 is in use."""
        behind = [name for name in self.fields if name not in (*FIRST, *IN_TABS)]
        return any(self.cleaned_data.get(name) for name in behind)

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields if name != "sort")

    @property
    def order(self) -> Order:
        return ORDERS.get(self.cleaned_data.get("sort", ""), NEWEST)

    def apply(self, matters):
        """Narrow `matters` by what was chosen."""
        wanted = self.cleaned_data
        for word in wanted.get("q", "").split():
            matters = matters.filter(Q(title__icontains=word) | Q(number__iexact=_number(word)))
        for name, column in COLUMNS.items():
            if value := wanted.get(name):
                matters = matters.filter(**{column: value})
        if office := wanted.get("office"):
            handled = Assignment.objects.active().filter(office_id=office)
            matters = matters.filter(pk__in=handled.values("matter_id"))
        if group := wanted.get("group"):
            matters = matters.filter(raised_by_group(group))
        if wanted.get("key"):
            matters = matters.filter(is_key=True)
        if satisfaction := wanted.get("satisfaction"):
            matters = matters.filter(satisfaction="" if satisfaction == "none" else satisfaction)
            if satisfaction == "none":
                matters = matters.filter(replied_on__isnull=False)
        matters = self._late(matters, wanted.get("late"))
        if wanted.get("sort") == "due":
            matters = matters.filter(due_on__isnull=False).exclude(waiting_for="")
        return matters

    def _late(self, matters, late):
        if not late:
            return matters
        today = self.today
        matters = matters.exclude(waiting_for="")
        if late == "extended":
            return matters.filter(is_extended=True, due_on__gte=today)
        if late == "soon":
            until = today + timedelta(days=self.marks.soon)
            return matters.filter(is_extended=False, due_on__gte=today, due_on__lte=until)
        days = self.marks.serious if late == "serious" else 1
        return matters.filter(due_on__lte=today - timedelta(days=days))


COLUMNS = {
    "status": "status",
    "year": "year",
    "body": "body_id",
    "session": "suggestion__session_id",
    "waiting": "waiting_for",
    "topic": "topic__icontains",
    "kind": "kind",
    "result": "result_class",
    "publicity": "publicity",
}


def _number(word: str) -> str:
    """第38号 asks for number 38."""
    return re.sub(r"^第(.+?)号?$", r"\1", word)

"""The trail (留痕) as a page reads it: events of a body, newest first."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.kinds import KINDS, need_to_know
from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.queries import UNSUBMITTED
from lianxin.faces.reports.permissions import bodies_trailed_by
from lianxin.foundation.ledger.hiding import hidden_from
from lianxin.foundation.ledger.models import ChainHead, Event
from lianxin.foundation.people.models import Body
from lianxin.ui.forms import chosen_words

ABOUT = [
    ("", _("全部")),
    ("suggestion.", _("提出和审查")),
    ("matter.", _("交办、办理和督办")),
    ("message.", _("选民留言")),
    ("petition.", _("信访")),
    ("account.", _("账号和权限")),
    ("rule", _("规则")),
]
MATTER = "matters.matter"


class TrailForm(forms.Form):
    """Narrows the trail; a value that makes no sense is ignored."""

    body = forms.TypedChoiceField(label=_("机构"), required=False, coerce=int)
    about = forms.ChoiceField(label=_("事项"), required=False, choices=ABOUT)
    who = forms.CharField(label=_("经手人或者代谁"), required=False, max_length=60)
    since = forms.DateField(
        label=_("自"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("至"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    q = forms.CharField(label=_("说明含有"), required=False, max_length=60)

    def __init__(self, data, *, user, today: date):
        super().__init__(data)
        self.user, self.today = user, today
        self.bodies = list(bodies_trailed_by(user).order_by("path"))
        if not self.bodies:
            raise PermissionDenied(
                _now("您的账号不能查看留痕。如工作需要，请联系本级人大工作人员。")
            )
        offered: Any = self.fields["body"]
        offered.choices = [
            ("", _now("全部") if len(self.bodies) > 1 else self.bodies[0].short_name),
            *((body.pk, body.short_name) for body in self.bodies),
        ]
        self.full_clean()
        if len(self.bodies) == 1:
            del self.fields["body"]

    @property
    def said(self) -> str:
        return chosen_words(self.visible_fields())

    @property
    def chosen(self) -> list[Body]:
        wanted = self.cleaned_data.get("body")
        return [body for body in self.bodies if body.pk == wanted] or self.bodies

    def events(self):
        """Events that the reader may see: none of a matter that does not exist for him."""
        wanted = self.cleaned_data
        found = Event.objects.filter(body_id__in=[body.pk for body in self.chosen])
        found = found.exclude(record_type=MATTER, record_id__in=self._hidden())
        found = found.exclude(hidden_from(self.user))
        if about := wanted.get("about"):
            found = found.filter(step__startswith=about)
        if who := wanted.get("who"):
            found = found.filter(Q(actor_name__icontains=who) | Q(behalf_name__icontains=who))
        if since := wanted.get("since"):
            found = found.filter(happened_at__gte=_midnight(since))
        if until := wanted.get("until"):
            found = found.filter(happened_at__lt=_midnight(until + timedelta(days=1)))
        if word := wanted.get("q"):
            found = found.filter(words__icontains=word)
        return found

    def _hidden(self):
        """Ids of drafts and confidential matters that are not the reader's to see."""
        private = Matter.objects.filter(body_id__in=[body.pk for body in self.chosen]).filter(
            Q(is_confidential=True) | Q(status__in=UNSUBMITTED) | Q(kind__in=need_to_know())
        )
        seen = private.visible_to(self.user).values("pk")
        return private.exclude(pk__in=seen).values("pk")

    def drawn(self, events: list[Event]) -> list[tuple[Event, Body | None, str, str]]:
        """Each event with its body, and the address and number of what it is about."""
        bodies = {body.pk: body for body in self.bodies}
        matters = [event.record_id for event in events if event.record_type == MATTER]
        found = Matter.objects.filter(pk__in=matters).values_list("pk", "kind", "number")
        about = {pk: (kind, number) for pk, kind, number in found}
        return [
            (event, bodies.get(event.body_id or 0), *self._about(event, about)) for event in events
        ]

    def _about(self, event: Event, about: dict[int, tuple[str, str]]) -> tuple[str, str]:
        if event.record_type != MATTER or event.record_id not in about:
            return "", ""
        kind, number = about[event.record_id]
        return reverse(KINDS[kind].url_name, args=[event.record_id]), number

    def head(self) -> ChainHead | None:
        """Where the county's chain ends: written down, it proves that nothing was cut off."""
        return ChainHead.objects.filter(chain=self.bodies[0].county_id).first()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

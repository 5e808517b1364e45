"""The analysis page, and candidates for supervision."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import press
from lianxin.work.voices.analysing import (
    asked,
    decide_topic,
    offer_topic,
    strong_topics,
    tables,
    totals,
)
from lianxin.work.voices.models import TopicCandidate
from lianxin.work.voices.permissions import Permission

PERIODS = [
    ("90", gettext_lazy("近三个月")),
    ("30", gettext_lazy("近一个月")),
    ("365", gettext_lazy("近一年")),
]
WATCHING = (*CLERKS, Role.CHAIR, Role.LIAISON, Role.PRESIDIUM_MEMBER)


class ScopeForm(forms.Form):
    body = forms.TypedChoiceField(label=gettext_lazy("机构"), required=False, coerce=int)
    days = forms.ChoiceField(label=gettext_lazy("时间"), required=False, choices=PERIODS)

    def __init__(self, data, *, bodies):
        super().__init__(data)
        self.bodies = {one.pk: one for one in bodies}
        offered: Any = self.fields["body"]
        offered.choices = [(one.pk, one.short_name) for one in bodies]
        self.full_clean()
        if len(self.bodies) == 1:
            del self.fields["body"]

    @property
    def chosen(self) -> Body:
        wanted = self.cleaned_data.get("body")
        return self.bodies.get(wanted) or next(iter(self.bodies.values()))

    def since(self, today: date) -> date:
        return today - timedelta(days=int(self.cleaned_data.get("days") or 90))


def _bodies(user) -> list[Body]:
    """Bodies whose messages the user counts: his own and, from a county, those below it."""
    own = {one.body_id: one.body for one in user.current_grants if one.role in WATCHING}
    if not own:
        raise PermissionDenied(_("留言分析由人大工作人员、主席（主任）和联络员查看。"))
    county = next((body for body in own.values() if body.is_county), None)
    if county is not None:
        return list(Body.objects.within(county).order_by("path"))
    return sorted(own.values(), key=lambda body: body.path)


@require_safe
def analysis(request):
    """What voters speak of, and which topics are strong enough to be supervised."""
    today = localdate()
    form = ScopeForm(request.GET, bodies=_bodies(request.user))
    body, since = form.chosen, form.since(today)
    return render(
        request,
        "voices/analysis.html",
        {
            "form": form,
            "body": body,
            "since": since,
            "today": today,
            "list": reverse("voices:list", query=asked(body, since)),
            "totals": totals(body, since, today),
            "tables": tables(body, since, today),
            "strong": strong_topics(body, today),
            "candidates": TopicCandidate.objects.filter(body=body)[:20],
            "may_decide": may(request.user, Permission.CONCILIATE, TopicCandidate(body=body)),
        },
    )


@require_POST
def offer(request):
    """Offer one strong topic; the form carries the body and the topic."""
    bodies = {str(one.pk): one for one in _bodies(request.user)}
    body = bodies.get(request.POST.get("body", ""))
    if body is None:
        raise PermissionDenied(_("您不能为这一级人大提出选题线索。"))
    return press(
        request,
        lambda: offer_topic(
            body, topic=request.POST.get("topic", ""), by=request.user, today=localdate()
        ),
        done=_("已列入监督选题线索，等待研究。"),
        then=reverse("voices:analysis", query={"body": body.pk}),
    )


@require_POST
def decide(request, pk):
    """Adopt or drop a candidate."""
    ids = [one.pk for one in _bodies(request.user)]
    candidate = get_object_or_404(
        TopicCandidate.objects.select_related("body"), pk=pk, body__in=ids
    )
    return press(
        request,
        lambda: decide_topic(
            candidate,
            adopt="adopt" in request.POST,
            note=request.POST.get("note", ""),
            by=request.user,
            today=localdate(),
        ),
        done=_("已登记。"),
        then=reverse("voices:analysis", query={"body": candidate.body_id}),
    )

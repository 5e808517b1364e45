"""What every page of one step does: check what was typed, take the step, show the refusal."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lianxin.foundation import stepping
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import found_for
from lianxin.work.receptions.models import Duty, DutyRule, Reception

step_page = partial(stepping.form_page, template="receptions/form.html")


def reception_for(request, pk, permission: str = "") -> Reception:
    """The reception, if it exists for the reader; 403 without `permission` on it."""
    return found_for(request, Reception, pk, permission, related=("body", "station", "rule"))


def duty_for(request, pk, permission: str) -> Duty:
    duty = get_object_or_404(
        Duty.objects.select_related("seat__person", "staff", "reception"), pk=pk
    )
    duty.reception = reception_for(request, duty.reception_id)
    require(request.user, permission, duty)
    return duty


def rule_for(request, pk, places) -> DutyRule:
    """A rule of a place whose roster the reader keeps."""
    rule = get_object_or_404(DutyRule.objects.select_related("body", "station"), pk=pk)
    value = str(rule.station_id) if rule.station_id else f"room-{rule.body_id}"
    if value not in dict(places):
        raise Http404(_("没有这条规则，或者不由您管理。"))
    return rule

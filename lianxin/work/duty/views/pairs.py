"""三个一: the body's board of pairs, and the deputy's own on a phone."""

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.foundation.people.permissions import may
from lianxin.work.duty.entries import keeps_duty, sections_for
from lianxin.work.duty.models import Campaign, Pledge
from lianxin.work.duty.pairing import board_of, is_quiet, pairs_of
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.queries import bodies_read_by, campaigns_seen_by
from lianxin.work.duty.views.campaigns import _own_seat

MOST = 30


def _campaigns(user):
    """Paired campaigns that the reader may see, those that run first."""
    found = campaigns_seen_by(user).filter(is_paired=True).select_related("body")
    shown = found.exclude(state__in=(Campaign.State.DRAFT, Campaign.State.CANCELLED))
    return shown.order_by("state", "-since", "-pk")


@require_safe
def board(request):
    """Which deputies have no pair yet, and how far each project is; each count opens its list."""
    user, today = request.user, localdate()
    if not keeps_duty(user):
        if user.person_id:
            return redirect("duty:my_pairs")
        raise PermissionDenied(_("三个一由本级人大工作人员查看。"))
    campaigns = list(_campaigns(user).filter(body__in=bodies_read_by(user))[:MOST])
    asked = request.GET.get("campaign", "")
    campaign = next((one for one in campaigns if str(one.pk) == asked), None)
    campaign = campaign or next(iter(campaigns), None)
    context = {
        "campaigns": campaigns,
        "campaign": campaign,
        "tabs": sections_for(user, "duty:pairs"),
    }
    if campaign is not None:
        pairs = list(pairs_of(campaign))
        found = board_of(campaign, pairs, today)
        only, stage = request.GET.get("only", ""), request.GET.get("stage", "")
        known = {key for key, _label in Pledge.Stage.choices}
        rows = [
            (one, is_quiet(one, today))
            for one in pairs
            if (stage not in known or one.pair_stage == stage)
            and (only != "quiet" or is_quiet(one, today))
        ]
        context |= {
            "board": found,
            "stages": [(key, label, found.stages[key]) for key, label in Pledge.Stage.choices],
            "rows": [] if only == "unpaired" else rows,
            "only": only,
            "stage": stage,
            "keeps": campaign.state == Campaign.State.RUNNING
            and may(user, Permission.KEEP, campaign),
            "today": today,
        }
    return render(request, "duty/pairs.html", context)


@require_safe
def mine(request):
    """A deputy's own pairs, with one button for this month's progress."""
    user, today = request.user, localdate()
    if not user.person_id:
        raise PermissionDenied(_("这一页是代表本人的。您的账号没有对应的代表。"))
    pairs = list(
        Pledge.objects.pairs()
        .filter(seat__person=user.person_id)
        .select_related("campaign__body", "seat__person")
        .annotate(last_on=Max("steps__on"))
        .order_by("state", "due_on", "pk")[:MOST]
    )
    paired = {one.campaign_id for one in pairs if one.state != Pledge.State.NOT_KEPT}
    running = _campaigns(user).filter(state=Campaign.State.RUNNING)
    context = {
        "rows": [(one, is_quiet(one, today), one.state == Pledge.State.OPEN) for one in pairs],
        "to_pair": [
            one
            for one in running[:MOST]
            if one.pk not in paired and _own_seat(user, one) is not None
        ],
        "today": today,
    }
    return render(request, "duty/my_pairs.html", context)

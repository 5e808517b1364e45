"""Theme campaigns: plan, activities, pledges and their progress, the closing summary."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.work.duty import workflow
from lianxin.work.duty.campaigning import draft_summary, outcome_of
from lianxin.work.duty.entries import keeps_duty, sections_for
from lianxin.work.duty.forms.campaigns import (
    CampaignForm,
    LinkForm,
    PledgeForm,
    ProgressForm,
    SettleForm,
    SummaryForm,
)
from lianxin.work.duty.forms.tasks import ReasonForm
from lianxin.work.duty.models import Campaign, CampaignActivity, Pledge
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.queries import campaigns_seen_by
from lianxin.work.duty.views.common import bodies_kept_by, kept_or_403
from lianxin.work.duty.views.stepping import step_page

State = Campaign.State


def _crumbs(campaign: Campaign | None = None):
    found = [(_("主题活动"), reverse("duty:campaigns"))]
    if campaign is not None:
        found.append((campaign.title, campaign.get_absolute_url()))
    return found


def _seen(request, pk, permission: str = "") -> Campaign:
    found = get_object_or_404(campaigns_seen_by(request.user).select_related("body"), pk=pk)
    if permission:
        require(request.user, permission, found)
    return found


def _own_seat(user, campaign: Campaign) -> Seat | None:
    """The seat with which the reader takes part, if he does."""
    if not user.person_id:
        return None
    seats = Seat.objects.in_office().filter(person_id=user.person_id)
    return next(
        (
            seat
            for seat in seats.select_related("person", "group", "body")
            if workflow.takes_part(campaign, seat)
        ),
        None,
    )


@require_safe
def campaign_list(request):
    """Campaigns of the bodies one reads; a deputy's own bodies' that have started."""
    user = request.user
    context = {
        "campaigns": campaigns_seen_by(user).select_related("body")[:200],
        "keeps": bodies_kept_by(user).exists(),
        "tabs": sections_for(user, "duty:campaigns") if keeps_duty(user) else [],
    }
    return render(request, "duty/campaigns.html", context)


@require_safe
def campaign(request, pk):
    """What is done, who pledged what, how far it is."""
    found = _seen(request, pk)
    user = request.user
    own = _own_seat(user, found)
    keeps = may(user, Permission.KEEP, found)
    is_running = found.state == State.RUNNING
    context = {
        "campaign": found,
        "groups": found.groups.all(),
        "outcome": outcome_of(found),
        "linked": found.linked.select_related("activity"),
        "pledges": found.pledges.select_related("seat__person", "campaign"),
        "keeps": keeps,
        "pledging": is_running and (own is not None or keeps),
        "is_own": own is not None,
        "papers": Paper.objects.visible_to(user).about(found),
        "today": localdate(),
    }
    return render(request, "duty/campaign.html", context)


@require_http_methods(FORM)
def campaign_new(request):
    bodies = list(kept_or_403(request.user).order_by("path"))
    asked = request.GET.get("at", "")
    body = next((one for one in bodies if str(one.pk) == asked), bodies[0])
    form = CampaignForm(typed(request), body=body)
    return step_page(
        request,
        form,
        lambda: workflow.plan_campaign(body, by=request.user, **form.cleaned_data),
        words=Words(
            _("新主题活动"),
            _("保存"),
            reverse("duty:campaigns"),
            lead=body.short_name,
            crumbs=_crumbs(),
        ),
        done=_("已保存。核对后再启动。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def campaign_edit(request, pk):
    found = _seen(request, pk, Permission.KEEP)
    form = CampaignForm(typed(request), instance=Campaign.objects.get(pk=found.pk), body=found.body)
    return step_page(
        request,
        form,
        lambda: workflow.change_campaign(found, by=request.user, **form.cleaned_data),
        words=Words(_("修改主题活动"), _("保存"), found.get_absolute_url(), crumbs=_crumbs(found)),
        done=_("已保存。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_POST
def campaign_start(request, pk):
    found = _seen(request, pk, Permission.KEEP)
    return press(
        request,
        lambda: workflow.start_campaign(found, by=request.user),
        done=_("已启动，代表可以登记承诺了。"),
        then=found.get_absolute_url(),
    )


@require_http_methods(FORM)
def campaign_cancel(request, pk):
    found = _seen(request, pk, Permission.KEEP)
    form = ReasonForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.cancel_campaign(
            found, reason=form.cleaned_data["reason"], by=request.user
        ),
        words=Words(
            _("取消主题活动"),
            _("取消这次主题活动"),
            found.get_absolute_url(),
            is_grave=True,
            crumbs=_crumbs(found),
        ),
        done=_("已取消。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def campaign_link(request, pk):
    found = _seen(request, pk, Permission.KEEP)
    form = LinkForm(typed(request), campaign=found)
    return step_page(
        request,
        form,
        lambda: workflow.link_activity(found, form.cleaned_data["activity"], by=request.user),
        words=Words(
            _("归入一次活动"),
            _("归入"),
            found.get_absolute_url(),
            lead=_("只列出起止日期之内、还没有归入其他主题活动的本级活动。"),
            crumbs=_crumbs(found),
        ),
        done=_("已归入，活动记录仍在原处。"),
        then=lambda _link: found.get_absolute_url(),
    )


@require_POST
def campaign_unlink(request, pk):
    link = get_object_or_404(
        CampaignActivity.objects.select_related("campaign__body", "activity"), pk=pk
    )
    found = _seen(request, link.campaign_id, Permission.KEEP)
    return press(
        request,
        lambda: workflow.unlink_activity(link, by=request.user),
        done=_("已移出，活动记录不受影响。"),
        then=found.get_absolute_url(),
    )


@require_http_methods(FORM)
def campaign_summary(request, pk):
    found = _seen(request, pk, Permission.KEEP)
    form = SummaryForm(typed(request), initial={"summary": draft_summary(found)})
    return step_page(
        request,
        form,
        lambda: workflow.sum_up(
            found, summary=form.cleaned_data["summary"], by=request.user, today=localdate()
        ),
        words=Words(
            _("总结主题活动"), _("结束并总结"), found.get_absolute_url(), crumbs=_crumbs(found)
        ),
        done=_("已总结。可以生成公文。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_POST
def campaign_paper(request, pk):
    """The summary as a paper, to be signed and filed among the others."""
    found = _seen(request, pk, Permission.KEEP)
    return press(
        request,
        lambda: papers.draft(
            kind_of("campaign_summary"), found, by=request.user, today=localdate()
        ),
        done=_("已生成公文草稿。"),
        then=lambda made: made.get_absolute_url(),
        back=found,
    )


@require_http_methods(FORM)
def pledge_new(request, pk):
    found = _seen(request, pk)
    own = _own_seat(request.user, found)
    if own is None and not may(request.user, Permission.KEEP, found):
        raise PermissionDenied(_("承诺由参加的代表自己登记，或者由本级人大工作人员代录。"))
    if may(request.user, Permission.KEEP, found):
        own = None
    seat = request.GET.get("seat", "")
    form = PledgeForm(
        typed(request),
        campaign=found,
        own=own,
        today=localdate(),
        initial={"seat": seat} if seat.isdecimal() else {},
    )

    def act():
        values = dict(form.cleaned_data)
        seat = values.pop("seat", own)
        return workflow.pledge(found, seat, by=request.user, today=localdate(), **values)

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("结对") if found.is_paired else _("登记承诺"),
            _("结对") if found.is_paired else _("作出承诺"),
            found.get_absolute_url(),
            lead=_("一名代表、一个网格支部、一个民生项目。") if found.is_paired else "",
            crumbs=_crumbs(found),
        ),
        done=_("已结对。每月请记一次进展。")
        if found.is_paired
        else _("承诺已登记。有进展时请随时补记。"),
        then=lambda made: made.get_absolute_url(),
    )


def _pledge(request, pk) -> Pledge:
    found = get_object_or_404(
        Pledge.objects.select_related("campaign__body", "seat__person"), pk=pk
    )
    _seen(request, found.campaign_id)
    return found


@require_safe
def pledge(request, pk):
    found = _pledge(request, pk)
    context = {
        "pledge": found,
        "steps": found.steps.select_related("by", "picture"),
        "acts": found.state == Pledge.State.OPEN and may(request.user, Permission.PLEDGE, found),
        "today": localdate(),
    }
    return render(request, "duty/pledge.html", context)


def _open_pledge(request, pk) -> Pledge:
    found = _pledge(request, pk)
    require(request.user, Permission.PLEDGE, found)
    if found.state != Pledge.State.OPEN and request.method != "POST":
        raise Http404(_("这条承诺已经办结。"))
    return found


@require_http_methods(FORM)
def pledge_progress(request, pk):
    found = _open_pledge(request, pk)
    needs_project = found.campaign.is_paired and not found.project
    form = ProgressForm(
        typed(request),
        request.FILES if request.method == "POST" else None,
        needs_project=needs_project,
        today=localdate(),
    )

    def act():
        if project := form.cleaned_data.get("project"):
            workflow.choose_project(found, project=project, by=request.user, today=localdate())
        return workflow.report_progress(
            found,
            words=form.cleaned_data["words"],
            on=form.cleaned_data["on"],
            picture=form.cleaned_data["picture"],
            by=request.user,
            today=localdate(),
        )

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("记一次进展") if found.campaign.is_paired else _("登记进展"),
            _("保存"),
            found.get_absolute_url(),
            lead=found.text,
            crumbs=_crumbs(found.campaign),
        ),
        done=_("已登记。"),
        then=lambda _step: found.get_absolute_url(),
    )


@require_http_methods(FORM)
def pledge_settle(request, pk):
    found = _open_pledge(request, pk)
    is_pair = bool(found.campaign.is_paired and found.branch)
    form = SettleForm(typed(request), is_pair=is_pair)
    return step_page(
        request,
        form,
        lambda: workflow.settle_pledge(
            found, by=request.user, today=localdate(), **form.cleaned_data
        ),
        words=Words(
            _("办结承诺"),
            _("登记结果"),
            found.get_absolute_url(),
            lead=found.text,
            crumbs=_crumbs(found.campaign),
        ),
        done=_("已登记。"),
        then=lambda made: made.get_absolute_url(),
    )

"""A theme campaign from its plan to its summary; pledges of deputies and what became of them."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Body, Group, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities.models import Activity
from lianxin.work.duty.models import Campaign, CampaignActivity, Pledge, PledgeStep
from lianxin.work.duty.permissions import Permission

State = Campaign.State
LINKABLE = (
    Activity.State.PLANNED,
    Activity.State.ANNOUNCED,
    Activity.State.RECORDED,
)


@transaction.atomic
def plan_campaign(body: Body, *, by, groups: Iterable[Group] = (), **fields) -> Campaign:
    """Plan a campaign of a body.

    fields: title, basis, since, until, actions, target, is_paired.
    """
    require(by, Permission.KEEP, body)
    campaign = Campaign(body=body, **fields)
    _save(campaign)
    campaign.groups.set(_own_groups(body, groups))
    record(by, "duty.plan_campaign", campaign, _("策划主题活动：%s") % campaign)
    return campaign


@transaction.atomic
def change_campaign(campaign: Campaign, *, by, groups: Iterable[Group] = (), **fields) -> Campaign:
    """Change the plan, also of one that runs; not of one that is summed up."""
    require(by, Permission.KEEP, campaign)
    _only(campaign, State.DRAFT, State.RUNNING)
    for name, value in fields.items():
        setattr(campaign, name, value)
    _save(campaign)
    campaign.groups.set(_own_groups(campaign.body, groups))
    record(by, "duty.change_campaign", campaign, _("修改主题活动：%s") % campaign)
    return campaign


@transaction.atomic
def start_campaign(campaign: Campaign, *, by) -> Campaign:
    """Announce it: deputies may now make their pledges."""
    require(by, Permission.KEEP, campaign)
    _move(campaign, {State.DRAFT}, State.RUNNING)
    record(by, "duty.start_campaign", campaign, _("启动主题活动：%s") % campaign)
    return campaign


@transaction.atomic
def cancel_campaign(campaign: Campaign, *, reason: str, by) -> Campaign:
    """Call it off. Refused when pledges were made: they are to be kept or explained."""
    require(by, Permission.KEEP, campaign)
    if not reason.strip():
        raise Refused(_("取消主题活动，请写明原因。"))
    if campaign.pledges.exists():
        raise Refused(_("已有代表作出承诺，不能取消。请逐条兑现或者说明以后总结。"))
    _move(campaign, {State.DRAFT, State.RUNNING}, State.CANCELLED, reason=reason.strip()[:200])
    record(by, "duty.cancel_campaign", campaign, _("取消主题活动：%s") % campaign, reason=reason)
    return campaign


@transaction.atomic
def link_activity(campaign: Campaign, activity: Activity, *, by) -> CampaignActivity:
    """Count an activity of the same body as part of the campaign; its record stays its own.

    Refused outside the campaign's days, or when it belongs to another campaign.
    """
    require(by, Permission.KEEP, campaign)
    _only(campaign, State.DRAFT, State.RUNNING)
    if activity.body_id != campaign.body_id or activity.state not in LINKABLE:
        raise Refused(_("只能选本级的活动，已取消的不能选。"))
    if not campaign.since <= activity.on <= campaign.until:
        raise Refused(_("这次活动不在主题活动的起止日期之内，请核对日期。"))
    try:
        with transaction.atomic():
            link = CampaignActivity.objects.create(campaign=campaign, activity=activity)
    except IntegrityError as error:
        raise Refused(_("这次活动已经归入一个主题活动。")) from error
    record(by, "duty.link_activity", campaign, _("归入活动：%s") % activity)
    return link


@transaction.atomic
def unlink_activity(link: CampaignActivity, *, by) -> None:
    """Count it no longer as part of the campaign."""
    require(by, Permission.KEEP, link.campaign)
    _only(link.campaign, State.DRAFT, State.RUNNING)
    record(by, "duty.unlink_activity", link.campaign, _("移出活动：%s") % link.activity)
    link.delete()


@transaction.atomic
def pledge(
    campaign: Campaign,
    seat: Seat,
    *,
    text: str,
    due_on: date,
    by,
    today: date,
    branch: str = "",
    project: str = "",
) -> Pledge:
    """A deputy promises to do something by a day (亮承诺); by himself, or typed by the office.

    text: may be left out of a pair: what it is for is said by its branch and project.
    Raises Refused before the campaign has started, for a deputy it does not ask, without
    a branch where deputies are paired, for a deputy or a branch that is paired already,
    or for the same promise twice.
    """
    branch, project = " ".join(branch.split()), " ".join(project.split())
    if campaign.is_paired and not text.strip():
        text = project or _("与%s结对，办成一个民生项目") % branch
    found = Pledge(
        campaign=campaign,
        seat=seat,
        text=text.strip(),
        branch=branch,
        project=project,
        chosen_on=today if project else None,
        made_on=today,
        due_on=due_on,
    )
    require(by, Permission.PLEDGE, found)
    _only(campaign, State.RUNNING)
    if not takes_part(campaign, seat):
        raise Refused(_("%s不在这次主题活动的范围里。") % seat.person.name)
    if campaign.is_paired and not found.branch:
        raise Refused(_("请写明结对的网格支部；民生项目可以以后再选。"))
    if campaign.is_paired:
        _one_to_one(found)
    _save(found)
    record(
        by,
        "duty.pledge",
        found,
        _("%(name)s承诺：%(text)s") % {"name": seat.person.name, "text": found.text},
    )
    return found


def _one_to_one(pair: Pledge) -> None:
    """One deputy, one branch. The campaign is locked; a pair that was given up is free again."""
    others = pair.campaign.pledges.pairs().exclude(state=Pledge.State.NOT_KEPT)
    if taken := others.filter(seat=pair.seat).first():
        raise Refused(
            _("%(name)s已经和%(branch)s结对。每名代表结对一个网格支部、一个民生项目。")
            % {"name": pair.seat.person.name, "branch": taken.branch}
        )
    if taken := others.filter(branch=pair.branch).select_related("seat__person").first():
        raise Refused(
            _("%(branch)s已经和%(name)s结对，请选别的网格支部。")
            % {"name": taken.seat.person.name, "branch": pair.branch}
        )


@transaction.atomic
def choose_project(pledge: Pledge, *, project: str, by, today: date) -> Pledge:
    """Name the project of a pair, once it is chosen."""
    require(by, Permission.PLEDGE, pledge)
    if not project.strip():
        raise Refused(_("请写明民生项目。"))
    if not Pledge.objects.filter(pk=pledge.pk, state=Pledge.State.OPEN, project="").update(
        project=" ".join(project.split())[:80], chosen_on=today
    ):
        raise WrongStatus(_("这一对已经选定项目或者已经办结，请刷新页面查看。"))
    pledge.refresh_from_db()
    record(by, "duty.choose_project", pledge, _("选定民生项目：%s") % pledge.project)
    return pledge


@transaction.atomic
def report_progress(
    pledge: Pledge, *, words: str, on: date, by, today: date, picture=None
) -> PledgeStep:
    """Note how far it is. picture: an upload, if there is one.

    The first one after a pair's project was chosen says from when on the project runs.
    """
    require(by, Permission.PLEDGE, pledge)
    _open_only(pledge)
    if not words.strip():
        raise Refused(_("请写明进展。"))
    if not pledge.made_on <= on <= today:
        raise Refused(_("进展日期应当在承诺以后、今天以前。"))
    stored = store(picture, by=by, body=pledge.body) if picture else None
    step = PledgeStep.objects.create(
        pledge=pledge, on=on, words=words.strip()[:300], picture=stored, by=by
    )
    begun = Pledge.objects.filter(pk=pledge.pk, begun_on__isnull=True).exclude(project="")
    if begun.update(begun_on=on):
        pledge.begun_on = on
    record(by, "duty.pledge_progress", pledge, _("进展：%s") % step.words)
    return step


@transaction.atomic
def settle_pledge(
    pledge: Pledge,
    *,
    is_kept: bool,
    words: str,
    by,
    today: date,
    persons: int | None = None,
) -> Pledge:
    """It was kept, or it was not and why.

    A pair is done only with a project, and says how many persons profit by it.
    """
    require(by, Permission.PLEDGE, pledge)
    _open_only(pledge)
    if not words.strip():
        raise Refused(_("请写明兑现的情况，或者没有兑现的原因。"))
    if is_kept and pledge.campaign.is_paired and not pledge.project:
        raise Refused(_("还没有选定民生项目，不能登记为已兑现。"))
    is_pair = bool(pledge.campaign.is_paired and pledge.branch)
    if is_kept and is_pair and not persons:
        raise Refused(_("请填写受益人数，至少 1 人；算不准的按户数估计，并在情况里说明。"))
    state = Pledge.State.KEPT if is_kept else Pledge.State.NOT_KEPT
    PledgeStep.objects.create(pledge=pledge, on=today, words=words.strip()[:300], by=by)
    Pledge.objects.filter(pk=pledge.pk).update(
        state=state,
        settled_on=today,
        result=words.strip()[:300],
        persons=persons if is_kept and is_pair else None,
    )
    pledge.refresh_from_db()
    record(
        by,
        "duty.settle_pledge",
        pledge,
        _("承诺“%(text)s”：%(state)s") % {"text": pledge.text, "state": pledge.get_state_display()},
    )
    return pledge


@transaction.atomic
def sum_up(campaign: Campaign, *, summary: str, by, today: date) -> Campaign:
    """Close the campaign with its summary. Refused with open pledges: the sum would be wrong."""
    require(by, Permission.KEEP, campaign)
    _only(campaign, State.RUNNING)
    waiting = campaign.pledges.filter(state=Pledge.State.OPEN).count()
    if waiting:
        raise Refused(
            _("还有 %d 条承诺没有登记兑现或者说明，请先逐条办理，总结才对得上。") % waiting
        )
    if not summary.strip():
        raise Refused(_("请写总结；可以用按记录生成的草稿改。"))
    _move(
        campaign,
        {State.RUNNING},
        State.SUMMED_UP,
        summary=summary.strip()[:4000],
        closed_on=today,
    )
    record(by, "duty.sum_up", campaign, _("总结主题活动：%s") % campaign)
    return campaign


def takes_part(campaign: Campaign, seat: Seat) -> bool:
    """Whether the campaign asks this deputy: of its body, and of its groups if it names some."""
    at_body = seat.body_id == campaign.body_id or (
        seat.group is not None and seat.group.body_id == campaign.body_id
    )
    groups = set(campaign.groups.values_list("pk", flat=True))
    return at_body and (not groups or seat.group_id in groups)


def _own_groups(body: Body, groups: Iterable[Group]) -> list[Group]:
    found = list(groups)
    if any(group.body_id != body.pk for group in found):
        raise Refused(_("只能选本级的代表小组。"))
    return found


def _only(campaign: Campaign, *states: str) -> None:
    # Locked: nothing is added to a campaign while it is being summed up.
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if row.state not in states:
        raise WrongStatus(
            _("这次主题活动%(state)s，不能办理这一步。请刷新页面，按当前状态办理。")
            % {"state": row.get_state_display()}
        )


def _open_only(pledge: Pledge) -> None:
    row = Pledge.objects.select_for_update().get(pk=pledge.pk)
    if row.state != Pledge.State.OPEN:
        raise WrongStatus(_("这条承诺已经办结，不能再登记。"))


def _move(campaign: Campaign, sources: set[str], target: str, **fields) -> None:
    waiting = Campaign.objects.filter(pk=campaign.pk, state__in=sources)
    if not waiting.update(state=target, **fields):
        raise WrongStatus(_("这次主题活动的状态刚刚有变化，本次操作未执行。请刷新页面。"))
    campaign.refresh_from_db()


def _save(row) -> None:
    try:
        with transaction.atomic():
            row.full_clean()
            row.save()
    except (ValidationError, IntegrityError) as error:
        words = error.messages if isinstance(error, ValidationError) else []
        raise Refused("；".join(words) or _("保存没有成功，请核对填写的内容。")) from error

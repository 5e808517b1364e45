"""What a campaign came to, read from its activities and pledges; the draft of its summary."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.duty.models import Campaign, Pledge


@dataclass(frozen=True)
class Outcome:
    """Figures of a campaign, each from records; money in 分."""

    activities: int
    attendances: int
    others: int
    households: int
    solved: int
    money: int
    pledges: int
    kept: int
    not_kept: int
    pairs_with_project: int
    pairs_done: int
    persons: int

    @property
    def open(self) -> int:
        return self.pledges - self.kept - self.not_kept


def outcome_of(campaign: Campaign) -> Outcome:
    """Three queries."""
    held = Activity.objects.filter(
        campaign_link__campaign=campaign, state=Activity.State.RECORDED
    ).order_by()
    sums = held.aggregate(
        number=Count("pk"),
        others=Sum("others"),
        households=Sum("households"),
        solved=Sum("solved"),
        money=Sum("money"),
    )
    came = Attendance.objects.filter(
        activity__campaign_link__campaign=campaign, counts=True
    ).count()
    pledged = Pledge.objects.filter(campaign=campaign).aggregate(
        number=Count("pk"),
        kept=Count("pk", filter=Q(state=Pledge.State.KEPT)),
        not_kept=Count("pk", filter=Q(state=Pledge.State.NOT_KEPT)),
        projects=Count("pk", filter=~Q(project="")),
        done=Count("pk", filter=~Q(project="") & Q(state=Pledge.State.KEPT)),
        persons=Sum("persons"),
    )
    return Outcome(
        activities=sums["number"],
        attendances=came,
        others=sums["others"] or 0,
        households=sums["households"] or 0,
        solved=sums["solved"] or 0,
        money=sums["money"] or 0,
        pledges=pledged["number"],
        kept=pledged["kept"],
        not_kept=pledged["not_kept"],
        pairs_with_project=pledged["projects"],
        pairs_done=pledged["done"],
        persons=pledged["persons"] or 0,
    )


def draft_summary(campaign: Campaign) -> str:
    """The summary as records tell it, to be edited; what is nought is not mentioned."""
    found = outcome_of(campaign)
    sentences = [
        _("%(since)s至%(until)s，开展“%(title)s”主题活动")
        % {
            "since": _day(campaign.since),
            "until": _day(campaign.until),
            "title": campaign.title,
        }
    ]
    if found.activities:
        sentences.append(
            _("组织活动 %(number)d 次，代表参加 %(came)d 人次")
            % {"number": found.activities, "came": found.attendances}
        )
    for number, words in (
        (found.others, _("群众和其他人员参加 %d 人次")),
        (found.households, _("走访 %d 户")),
        (found.solved, _("解决问题 %d 个")),
    ):
        if number:
            sentences.append(words % number)
    if found.pledges:
        sentences.append(
            _("代表公开承诺 %(number)d 件，已兑现 %(kept)d 件，未能兑现并说明原因 %(rest)d 件")
            % {"number": found.pledges, "kept": found.kept, "rest": found.not_kept}
        )
    if campaign.is_paired and found.pairs_with_project:
        sentences.append(
            _("结对网格支部并选定民生项目 %(projects)d 个，完成 %(done)d 个")
            % {"projects": found.pairs_with_project, "done": found.pairs_done}
        )
        if found.persons:
            sentences.append(_("受益 %d 人") % found.persons)
    return "；".join(sentences) + "。"


def _day(on) -> str:
    return f"{on.year}年{on.month}月{on.day}日"

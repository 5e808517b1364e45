"""Theme campaigns (人大代表在行动、三亮、三个一): period, actions, pledges, summary.

Source: systems.md S-045, S-046.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body, Group, Seat
from lianxin.work.activities.models import Activity


class Campaign(models.Model):
    """One campaign. target: for whom, in words; groups narrow it to some deputies.

    is_paired: each pledge pairs a deputy with a grid branch and a project (三个一).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        RUNNING = "running", _("进行中")
        SUMMED_UP = "summed_up", _("已总结")
        CANCELLED = "cancelled", _("已取消")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="duty_campaigns", verbose_name=_("机构")
    )
    title = models.CharField(_("名称"), max_length=60)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    actions = models.TextField(_("做什么"), max_length=2000)
    target = models.CharField(_("面向"), max_length=120, blank=True)
    groups = models.ManyToManyField(
        Group,
        blank=True,
        related_name="+",
        verbose_name=_("参加的小组"),
        help_text=_("不选的，全体代表参加。"),
    )
    is_paired = models.BooleanField(_("每名代表结对一个网格支部、一个民生项目"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    summary = models.TextField(_("总结"), max_length=4000, blank=True)
    reason = models.CharField(_("取消原因"), max_length=200, blank=True)
    closed_on = models.DateField(_("总结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("主题活动")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_start",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("止日不能早于起日。"),
            ),
            models.CheckConstraint(
                name="campaign_cancelled_has_reason",
                condition=~Q(state="cancelled") | ~Q(reason=""),
                violation_error_message=_("取消主题活动应当写明原因。"),
            ),
            models.CheckConstraint(
                name="campaign_summed_up_has_day",
                condition=~Q(state="summed_up") | Q(closed_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("duty:campaign", args=[self.pk])


class CampaignActivity(models.Model):
    """An activity that belongs to a campaign; its record stays where it is."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="linked")
    activity = models.OneToOneField(Activity, models.CASCADE, related_name="campaign_link")

    class Meta:
        verbose_name = _("主题活动中的活动")
        ordering = ["activity__on", "pk"]


class PledgeQuerySet(models.QuerySet):
    def pairs(self):
        """One deputy, one grid branch, one project (三个一)."""
        return self.filter(campaign__is_paired=True).exclude(branch="")

    def with_project(self):
        return self.exclude(project="")

    def at(self, stage: str):
        """Pairs at a stage; a stage that makes no sense has none."""
        return self.filter(STAGES[stage]) if stage in STAGES else self.none()


class Pledge(models.Model):
    """What a deputy promises to do in a campaign (亮承诺), and what became of it.

    branch, project: of a pair (三个一); a project may be chosen later than its branch, on
    `chosen_on`; it runs from the first progress on, `begun_on`. result: how it ended, in
    words. persons: who profit by a pair's project; known once it is done.
    """

    class State(models.TextChoices):
        OPEN = "open", _("兑现中")
        KEPT = "kept", _("已兑现")
        NOT_KEPT = "not_kept", _("未能兑现，已说明")

    class Stage(models.TextChoices):
        """Where a pair stands: paired → project chosen → running → done."""

        PAIRED = "paired", _("已结对，尚未选定项目")
        CHOSEN = "chosen", _("已选定项目，尚未开始")
        RUNNING = "running", _("项目推进中")
        DONE = "done", _("已完成")
        GIVEN_UP = "given_up", _("没有完成，已说明")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="pledges")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="pledges", verbose_name=_("代表"))
    text = models.CharField(_("承诺"), max_length=200)
    branch = models.CharField(_("网格支部"), max_length=60, blank=True)
    project = models.CharField(_("民生项目"), max_length=80, blank=True)
    made_on = models.DateField(_("承诺日期"))
    due_on = models.DateField(_("完成时限"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("兑现或说明日期"), null=True, blank=True)
    chosen_on = models.DateField(_("选定项目日期"), null=True, blank=True)
    begun_on = models.DateField(_("开始推进日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=300, blank=True)
    persons = models.PositiveIntegerField(_("受益人数"), null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表承诺")
        ordering = ["campaign", "seat__person__stroke_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "seat", "text"],
                name="pledge_once",
                violation_error_message=_("这条承诺已经登记过。"),
            ),
            models.CheckConstraint(
                name="pledge_due_not_before_made",
                condition=Q(due_on__gte=F("made_on")),
                violation_error_message=_("完成时限不能早于承诺日期。"),
            ),
            models.CheckConstraint(
                name="pledge_settled_has_day",
                condition=Q(state="open", settled_on__isnull=True)
                | ~Q(state="open") & Q(settled_on__isnull=False),
            ),
            models.CheckConstraint(
                name="pledge_persons_once_kept",
                condition=Q(persons__isnull=True) | Q(state="kept"),
                violation_error_message=_("完成以后才登记受益人数。"),
            ),
        ]
        indexes = [models.Index(fields=["seat", "settled_on"], name="pledge_seat_settled")]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("duty:pledge", args=[self.pk])

    @property
    def body(self) -> Body:
        return self.campaign.body

    @property
    def stage(self) -> str:
        """Where it stands, in words; of a pair: paired, project chosen, under way, done."""
        if not self.campaign.is_paired:
            return str(self.get_state_display())
        return str(self.pair_stage.label) if self.branch else str(_("尚未结对"))

    @property
    def pair_stage(self) -> "Pledge.Stage":
        if self.state != self.State.OPEN:
            kept = self.state == self.State.KEPT
            return self.Stage.DONE if kept else self.Stage.GIVEN_UP
        if not self.project:
            return self.Stage.PAIRED
        return self.Stage.RUNNING if self.begun_on else self.Stage.CHOSEN


STAGES: dict[str, Q] = {
    Pledge.Stage.PAIRED: Q(state="open", project=""),
    Pledge.Stage.CHOSEN: Q(state="open", begun_on__isnull=True) & ~Q(project=""),
    Pledge.Stage.RUNNING: Q(state="open", begun_on__isnull=False) & ~Q(project=""),
    Pledge.Stage.DONE: Q(state="kept"),
    Pledge.Stage.GIVEN_UP: Q(state="not_kept"),
}
"""The same as `Pledge.pair_stage`, as the database asks it."""


class PledgeStep(models.Model):
    """Progress of a pledge, dated; a pair's is noted every month, with a picture if there is."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="steps")
    on = models.DateField(_("日期"))
    words = models.CharField(_("进展"), max_length=300)
    picture = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("承诺进展")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="pledge_step_says_what",
                condition=~Q(words=""),
                violation_error_message=_("请写明进展。"),
            ),
        ]

"""One activity: what is to be done, when and where, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body, Group, Person
from lianxin.work.activities.models.rules import ActivityRule
from lianxin.work.activities.queries import ActivityQuerySet
from lianxin.work.stations.models import Station


class Activity(models.Model):
    """A dated thing that deputies take part in (代表活动); the organiser records it once.

    kind: key of a shipped or own kind. on: its first day, repeated from starts_at for
    lists. money: 分, raised or given. minutes: what each participant is credited with.
    others: how many took part who are no deputies. values: the kind's own fields.
    told_by: the deputy whose own act it is (走访, 帮扶); the office then confirms it.
    post_key: made by the device that wrote it down off line; the same key is the same act.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("计划中")
        ANNOUNCED = "announced", _("已通知")
        TOLD = "told", _("代表自报，待核对")
        RECORDED = "recorded", _("已记录")
        CANCELLED = "cancelled", _("已取消")
        REFUSED = "refused", _("未予采认")

    OPEN = (State.PLANNED, State.ANNOUNCED)

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="activities", verbose_name=_("机构")
    )
    kind = models.CharField(_("类别"), max_length=30)
    title = models.CharField(_("名称"), max_length=80)
    topic = models.CharField(_("主题"), max_length=120, blank=True)
    plan = models.TextField(_("安排"), max_length=4000, blank=True)
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("代表小组"),
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("站点"),
    )
    rule = models.ForeignKey(
        ActivityRule, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    # The day the rule names, before a holiday moved it: generating again finds it.
    rule_on = models.DateField(null=True, blank=True, editable=False)
    on = models.DateField(_("日期"))
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    is_online = models.BooleanField(_("线上"), default=False)
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("带队")
    )
    signup_until = models.DateTimeField(_("报名截止"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("名额"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    told_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="told_activities"
    )
    summary = models.TextField(_("活动情况"), max_length=8000, blank=True)
    minutes = models.PositiveIntegerField(_("时长（分钟）"), default=0)
    others = models.PositiveIntegerField(_("其他参加人数"), default=0)
    money = models.PositiveBigIntegerField(_("金额（分）"), default=0)
    households = models.PositiveIntegerField(_("户数"), default=0)
    persons = models.PositiveIntegerField(_("人数"), default=0)
    solved = models.PositiveIntegerField(_("解决问题（个）"), default=0)
    values = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField(_("公开"), default=False)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    post_key = models.CharField(max_length=40, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表活动")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "group", "rule_on"],
                condition=Q(rule__isnull=False, group__isnull=False),
                name="activity_once_per_rule_group_day",
                violation_error_message=_("按这条规则，这个小组这一天已经安排过。"),
            ),
            models.UniqueConstraint(
                fields=["rule", "rule_on"],
                condition=Q(rule__isnull=False, group__isnull=True),
                name="activity_once_per_rule_day",
                violation_error_message=_("按这条规则，这一天已经安排过。"),
            ),
            models.UniqueConstraint(
                fields=["post_key"], condition=~Q(post_key=""), name="activity_posted_once"
            ),
            models.CheckConstraint(
                name="activity_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("结束时间应当晚于开始时间。"),
            ),
            models.CheckConstraint(
                name="activity_called_off_has_reason",
                condition=~Q(state__in=("cancelled", "refused")) | ~Q(reason=""),
                violation_error_message=_("取消或者不予采认，应当写明原因。"),
            ),
            models.CheckConstraint(
                name="activity_recorded_by_someone",
                condition=~Q(state="recorded")
                | Q(recorded_by__isnull=False, recorded_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "on", "kind"], name="activity_body_state_day"),
            models.Index(fields=["group", "on"], name="activity_group_day"),
            models.Index(fields=["station", "on"], name="activity_station_day"),
            models.Index(
                fields=["on"],
                condition=Q(state__in=("planned", "announced")),
                name="activity_open_day",
            ),
            models.Index(fields=["recorded_at"], name="activity_recorded_at"),
        ]

    def __str__(self):
        return self.title

    @property
    def organiser(self) -> str:
        """The group or station that holds it; otherwise the body."""
        part = self.group or self.station
        return part.name if part else self.body.short_name

    def get_absolute_url(self):
        return reverse("activities:detail", args=[self.pk])


class ActivityFile(models.Model):
    """A picture, material or scanned sheet of an activity."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("现场图片")
        MATERIAL = "material", _("材料")
        SHEET = "sheet", _("签到表扫描件")
        RECEIPT = "receipt", _("票据")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(_("用途"), max_length=10, choices=Kind, default=Kind.PICTURE)

    class Meta:
        verbose_name = _("活动附件")
        ordering = ["pk"]

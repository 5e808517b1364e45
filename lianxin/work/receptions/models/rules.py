"""By which rule receptions recur, and when a deputy cannot take his turn."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Seat
from lianxin.work.stations.models import Station


class DutyRule(models.Model):
    """How often a station, or a body's own reception room (接访室), receives voters.

    `numbers` means what `kind` says: weekdays 1 to 7, days of the month, last
    digits of the day, or nothing. Market days by the lunar calendar are listed
    by hand (`DATES`): this house computes no lunar calendar.
    """

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("每周固定日")
        MONTHLY = "monthly", _("每月固定日")
        ODD_MONTHS = "odd_months", _("单月固定日")
        INTERVAL = "interval", _("每隔几天一次（每 n 天一集）")
        LAST_DIGIT = "last_digit", _("公历逢几（日期尾数）")
        DATES = "dates", _("逐日列出（农历集日照历书填）")

    class OnHoliday(models.TextChoices):
        KEEP = "keep", _("照常")
        SKIP = "skip", _("停一次")
        NEXT = "next", _("顺延到下一个工作日")
        BEFORE = "before", _("提前到上一个工作日")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="duty_rules", verbose_name=_("机构")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duty_rules",
        verbose_name=_("站点"),
        help_text=_("不选站点的，是本级人大自己的接访室。"),
    )
    name = models.CharField(_("名称"), max_length=60, help_text=_("如：周一接待日、集日接访。"))
    kind = models.CharField(_("周期"), max_length=12, choices=Kind, default=Kind.WEEKLY)
    numbers = models.JSONField(default=list, blank=True)
    every = models.PositiveSmallIntegerField(_("每几天一次"), null=True, blank=True)
    dates = models.JSONField(default=list, blank=True)
    on_holiday = models.CharField(
        _("遇到休息日"), max_length=8, choices=OnHoliday, default=OnHoliday.NEXT
    )
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"), null=True, blank=True)
    from_time = models.TimeField(_("开始时间"), default=time(9, 0))
    to_time = models.TimeField(_("结束时间"), default=time(11, 30))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    topic = models.CharField(_("主题"), max_length=60, blank=True)
    needed = models.PositiveSmallIntegerField(_("每次几名代表"), default=1)
    with_staff = models.BooleanField(_("站长、联络员一同值班"), default=False)
    others = models.CharField(
        _("另请参加"), max_length=120, blank=True, help_text=_("如：乡镇人大主席、各站所各一人。")
    )
    # Empty: everyone attached to the station, or every deputy of the body.
    pool = models.ManyToManyField(
        Seat, blank=True, related_name="+", verbose_name=_("由哪些代表轮值")
    )
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("值班规则")
        ordering = ["body", "station", "pk"]
        constraints = [
            models.CheckConstraint(
                name="duty_rule_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="duty_rule_closes_after_opening",
                condition=Q(to_time__gt=F("from_time")),
                violation_error_message=_("结束时间应当晚于开始时间。"),
            ),
            models.CheckConstraint(
                name="duty_rule_interval_has_days",
                condition=~Q(kind="interval") | Q(every__gte=1),
                violation_error_message=_("请填写每几天一次。"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def where(self) -> str:
        """The station, or the body's reception room."""
        return self.station.name if self.station else f"{self.body.short_name}{_('接访室')}"


class Away(models.Model):
    """Days on which a deputy is not put on a roster (不排班)."""

    seat = models.ForeignKey(
        Seat, models.CASCADE, related_name="away_from_duty", verbose_name=_("代表")
    )
    since = models.DateField(_("从"))
    until = models.DateField(_("到"))
    reason = models.CharField(_("原因"), max_length=120)

    class Meta:
        verbose_name = _("不排班")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="away_until_after_since",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
        ]

"""By which rule an activity recurs."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group


class ActivityRule(models.Model):
    """How often an activity is held: 代表活动日 on the 20th of odd months, a group's quarter.

    months: 1 to 12, empty for all. day: of the month; 31 means its last day. group: none
    for all deputies of the body, unless each_group makes one for every group.
    """

    class OnHoliday(models.TextChoices):
        KEEP = "keep", _("照常")
        SKIP = "skip", _("停一次")
        NEXT = "next", _("顺延到下一个工作日")
        BEFORE = "before", _("提前到上一个工作日")

    body = models.ForeignKey(Body, models.PROTECT, related_name="activity_rules")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    each_group = models.BooleanField(_("每个小组各一次"), default=False)
    kind = models.CharField(_("类别"), max_length=30)
    title = models.CharField(_("名称"), max_length=80)
    months = models.JSONField(_("月份"), default=list, blank=True)
    day = models.PositiveSmallIntegerField(_("几号"))
    from_time = models.TimeField(_("开始时间"), default=time(9, 0))
    to_time = models.TimeField(_("结束时间"), default=time(11, 30))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    on_holiday = models.CharField(
        _("遇到休息日"), max_length=8, choices=OnHoliday, default=OnHoliday.NEXT
    )
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"), null=True, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("活动规则")
        ordering = ["body", "pk"]
        constraints = [
            models.CheckConstraint(
                name="activity_rule_day_of_month",
                condition=Q(day__gte=1, day__lte=31),
                violation_error_message=_("几号应当在 1 到 31 之间。"),
            ),
            models.CheckConstraint(
                name="activity_rule_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="activity_rule_closes_after_opening",
                condition=Q(to_time__gt=F("from_time")),
                violation_error_message=_("结束时间应当晚于开始时间。"),
            ),
        ]

    def __str__(self):
        return self.title

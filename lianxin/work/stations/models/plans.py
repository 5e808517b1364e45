"""What a station means to do in a year (年度计划), and what it reported of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.stations.models.network import Station


class PlanTemplate(models.Model):
    """What a body asks its stations to plan for a year (年度计划参考样式)."""

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="station_plan_templates", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    guidance = models.TextField(_("指导意见"), max_length=2000, blank=True)
    # As typed: one item a line, its month first: 「3月 接待选民」.
    items = models.TextField(_("参考事项"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("年度计划样式")
        ordering = ["body", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="plan_template_once_a_year"),
        ]


class YearPlan(models.Model):
    """One station's plan of one year, with what the congress's office said to it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("起草中")
        SUBMITTED = "submitted", _("已上报，待审定")
        RETURNED = "returned", _("已退回修改")
        APPROVED = "approved", _("已审定")

    station = models.ForeignKey(Station, models.CASCADE, related_name="plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    text = models.TextField(_("计划说明"), max_length=3000, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status, default=Status.DRAFT)
    submitted_on = models.DateField(_("上报日期"), null=True, blank=True)
    decided_on = models.DateField(_("审定日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("年度计划")
        ordering = ["station", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["station", "year"], name="station_plan_once_a_year"),
            models.CheckConstraint(
                name="station_plan_returned_has_reason",
                condition=~Q(status="returned") | ~Q(return_reason=""),
                violation_error_message=_("退回计划应当写明理由。"),
            ),
        ]

    def __str__(self):
        return f"{self.station}{self.year}年度计划"


class PlanItem(models.Model):
    """One thing planned for a month; reported on when it was held."""

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    month = models.PositiveSmallIntegerField(_("月份"))
    words = models.CharField(_("事项"), max_length=200)
    held_on = models.DateField(_("开展日期"), null=True, blank=True)
    report = models.TextField(_("开展情况"), max_length=2000, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("计划事项")
        ordering = ["plan", "month", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="station_plan_month", condition=Q(month__gte=1, month__lte=12)
            ),
            models.CheckConstraint(
                name="station_plan_report_has_day",
                condition=(Q(held_on__isnull=True) & Q(report=""))
                | (Q(held_on__isnull=False) & ~Q(report="")),
            ),
        ]

    def __str__(self):
        return self.words

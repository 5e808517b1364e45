"""Working days entered here: tables of a year, and single days."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HolidayTable(models.Model):
    """A year's published arrangement (放假调休安排), entered before an update ships it.

    `holidays` and `workdays` hold entries like "10-01/10-07" or "10-10".
    """

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    holidays = models.JSONField(_("放假日"), default=list)
    workdays = models.JSONField(_("调休上班日"), default=list)
    source = models.CharField(_("依据"), max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("录入人"),
    )
    entered_at = models.DateTimeField(_("录入时间"), default=timezone.now)

    class Meta:
        verbose_name = _("放假调休安排")
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年"


class DayOverride(models.Model):
    """One day that is (not) worked, against the table: a local holiday, an exception.

    Without a body it holds for everyone; with one, for that body and those
    below it (全国年节及纪念日放假办法, 2024, art. 4: local holidays of minorities).
    """

    on = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("上班"), default=False)
    note = models.CharField(_("说明"), max_length=200)
    body = models.ForeignKey(
        "people.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="day_overrides",
        verbose_name=_("机构"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("录入人"),
    )
    entered_at = models.DateTimeField(_("录入时间"), default=timezone.now)

    class Meta:
        verbose_name = _("特殊日期")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["on", "body"],
                condition=Q(body__isnull=False),
                name="day_override_once_per_body",
                violation_error_message=_("这一天已经登记过。请修改原有登记。"),
            ),
            models.UniqueConstraint(
                fields=["on"],
                condition=Q(body__isnull=True),
                name="day_override_once_for_all",
                violation_error_message=_("这一天已经登记过。请修改原有登记。"),
            ),
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {_('上班') if self.is_workday else _('放假')}"

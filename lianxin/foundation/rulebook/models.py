"""Values that a county or a body sets on top of its profile."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RuleSetting(models.Model):
    """One value a body set for itself and those below it, from a day on.

    Rows are added, never changed: what governed on any day in the past can
    always be said. A null value ends the body's own rule from that day.
    """

    body = models.ForeignKey(
        "people.Body", models.PROTECT, related_name="rule_settings", verbose_name=_("机构")
    )
    key = models.CharField(_("规则"), max_length=60)
    value = models.JSONField(_("取值"), null=True)
    unit = models.CharField(_("单位"), max_length=10, blank=True)
    counting = models.CharField(_("计算方法"), max_length=2, blank=True)
    valid_from = models.DateField(_("生效日"))
    source = models.CharField(_("依据"), max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("设定人"),
    )
    entered_at = models.DateTimeField(_("设定时间"), default=timezone.now)

    class Meta:
        verbose_name = _("本级规则")
        ordering = ["body", "key", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["body", "key", "valid_from"], name="rule_setting_of_body")]

    def __str__(self):
        return f"{self.body}·{self.key}"

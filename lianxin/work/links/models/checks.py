"""Spot checks: voters drawn by a recorded seed, and what each said when called."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.links.models.linked import LinkedVoter


class SpotCheck(models.Model):
    """One draw (抽查). Anyone can draw it again from seed and pool: see `drawing`.

    pool: ids of the linked voters among whom it was drawn, ascending.
    Source: systems.md S-041.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("机构"))
    seed = models.CharField(_("随机种子"), max_length=64)
    pool = models.JSONField(default=list)
    size = models.PositiveSmallIntegerField(_("抽取人数"))
    drawn_on = models.DateField(_("抽取日期"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("抽查")
        ordering = ["-drawn_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="spot_check_draws_someone",
                condition=Q(size__gte=1),
                violation_error_message=_("至少抽 1 人。"),
            ),
        ]

    def __str__(self):
        return _("%s 抽查") % self.drawn_on

    def get_absolute_url(self):
        return reverse("links:check", args=[self.pk])


class SpotCall(models.Model):
    """One voter of a draw, and what the call found."""

    class Result(models.TextChoices):
        OPEN = "", _("未打")
        CONFIRMED = "confirmed", _("相符")
        NOT_CONFIRMED = "not_confirmed", _("不相符")
        NOT_REACHED = "not_reached", _("未接通")

    draw = models.ForeignKey(SpotCheck, models.PROTECT, related_name="calls")
    voter = models.ForeignKey(LinkedVoter, models.PROTECT, related_name="calls")
    position = models.PositiveSmallIntegerField()
    result = models.CharField(
        _("结果"), max_length=14, choices=Result, blank=True, default=Result.OPEN
    )
    words = models.CharField(_("选民说"), max_length=300, blank=True)
    called_on = models.DateField(_("日期"), null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("抽查电话")
        ordering = ["draw", "position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "voter"], name="spot_call_once"),
            models.CheckConstraint(
                name="spot_call_has_day",
                condition=Q(result="") | Q(called_on__isnull=False, called_by__isnull=False),
            ),
            models.CheckConstraint(
                name="spot_call_doubt_has_words",
                condition=~Q(result="not_confirmed") | ~Q(words=""),
                violation_error_message=_("不相符的，请写明选民怎么说。"),
            ),
        ]
        indexes = [models.Index(fields=["called_on"], name="spot_call_day")]

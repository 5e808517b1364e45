"""What was printed for a station's wall (上墙公示), so that it shows when it is out of date."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.work.stations.models.network import Station


class WallSheet(models.Model):
    """One sheet as it was printed; the newest of a kind is the one on the wall."""

    class Kind(models.TextChoices):
        INTRODUCTION = "introduction", _("联络站简介")
        OPENNESS = "openness", _("信息公开表")
        VOTERS = "voters", _("选民联系表")
        PLAN = "plan", _("年度计划表")
        DEPUTIES = "deputies", _("代表风采栏")
        PROMISES = "promises", _("代表履职承诺")
        ASSESSMENT = "assessment", _("履职考评公开栏")

    class Size(models.TextChoices):
        A3 = "a3", "A3"
        A4 = "a4", "A4"

    station = models.ForeignKey(Station, models.CASCADE, related_name="wall_sheets")
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    size = models.CharField(_("纸张"), max_length=2, choices=Size, default=Size.A3)
    data = models.JSONField(_("内容"))
    # Of `data`; the live data has another one as soon as it says something else.
    digest = models.CharField(max_length=64)
    printed_at = models.DateTimeField(_("打印时间"), default=timezone.now)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("上墙公示")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["station", "kind", "-id"], name="wall_sheet_newest")]

"""What may be awarded, by which criteria, with how much money since when (S-106, S-108)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body


class Award(models.Model):
    """One kind of honour of a body, as data: 先进代表小组, 优秀代表 …"""

    class Holder(models.TextChoices):
        DEPUTY = "deputy", _("代表")
        GROUP = "group", _("代表小组")
        STATION = "station", _("家站点")
        UNIT = "unit", _("主席团、街道工委")

    body = models.ForeignKey(Body, models.PROTECT, related_name="awards", verbose_name=_("机构"))
    name = models.CharField(_("奖项"), max_length=30)
    holder = models.CharField(_("授予"), max_length=8, choices=Holder)
    criteria = models.TextField(
        _("评选条件"), max_length=2000, help_text=_("一行一条，提名时对照。")
    )
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("奖项")
        ordering = ["body", "holder", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"],
                name="award_once_per_body",
                violation_error_message=_("本级已有同名的奖项。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("honours:awards")


class Reward(models.Model):
    """How much an award brings, from a day on; what was given before keeps its sum.

    amount: in 分.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="rewards")
    amount = models.PositiveBigIntegerField(_("金额（分）"))
    since = models.DateField(_("从哪天起"))
    source = models.CharField(_("依据"), max_length=120)

    class Meta:
        verbose_name = _("奖励标准")
        ordering = ["award", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "since"],
                name="reward_once_a_day",
                violation_error_message=_("这一天已经有一个标准。"),
            ),
            models.CheckConstraint(
                name="reward_has_source",
                condition=~Q(source=""),
                violation_error_message=_("请写明依据，如“镇人大主席团第三次会议决定”。"),
            ),
        ]

    @property
    def body(self) -> Body:
        return self.award.body

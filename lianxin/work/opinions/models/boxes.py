"""Opinion boxes (代表信箱、征求意见箱): opened by two, each slip a message.

Source: systems.md S-032.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office
from lianxin.work.opinions.queries import BoxQuerySet
from lianxin.work.stations.models import Station
from lianxin.work.voices.models import VoterMessage


class Box(models.Model):
    """One box: where it hangs and who keeps its key."""

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="opinion_boxes", verbose_name=_("机构")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion_boxes",
        verbose_name=_("家站点"),
    )
    village = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("村（社区）"),
    )
    place = models.CharField(
        _("挂在哪里"), max_length=120, help_text=_("如：柳溪村党群服务中心门口。")
    )
    keeper = models.CharField(_("保管人"), max_length=60)
    since = models.DateField(_("设立日期"))
    closed_on = models.DateField(_("撤除日期"), null=True, blank=True)

    objects = BoxQuerySet.as_manager()

    class Meta:
        verbose_name = _("意见箱")
        ordering = ["body", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                name="box_hangs_somewhere",
                condition=Q(station__isnull=False) | Q(village__isnull=False),
                violation_error_message=_("请选择意见箱属于哪个家站点，或者在哪个村（社区）。"),
            ),
        ]

    def __str__(self):
        return self.place

    def get_absolute_url(self):
        return reverse("opinions:box", args=[self.pk])

    @property
    def where(self) -> str:
        """The station it belongs to, or the village it hangs in."""
        return str(self.station or self.village or "")


class Opening(models.Model):
    """A box was opened, by two people together. count: slips in it, written on or not."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="openings")
    on = models.DateField(_("开箱日期"))
    first = models.CharField(_("开箱人"), max_length=60)
    second = models.CharField(_("另一位开箱人"), max_length=60)
    count = models.PositiveSmallIntegerField(_("收到几张"))
    remarks = models.CharField(_("备注"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("开箱记录")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="box_opened_by_two",
                condition=~Q(first="") & ~Q(second="") & ~Q(first=F("second")),
                violation_error_message=_("开箱应当两人在场，两人的姓名都要写。"),
            ),
        ]

    def __str__(self):
        return f"{self.box} {self.on:%Y-%m-%d}"

    @property
    def body(self) -> Body:
        return self.box.body


class Slip(models.Model):
    """One slip of paper; what stands on it is the message's."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="slips")
    message = models.OneToOneField(VoterMessage, models.PROTECT, related_name="box_slip")

    class Meta:
        verbose_name = _("意见箱来件")
        ordering = ["opening", "pk"]

    def __str__(self):
        return self.message.title

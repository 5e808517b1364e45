"""Rooms and equipment of the congress's office, its groups and stations (阵地与办公投入)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group
from lianxin.work.funds.queries import FacilityQuerySet
from lianxin.work.stations.models import Station


class Facility(models.Model):
    """One thing planned, bought, in use or given up; cost in 分."""

    class Kind(models.TextChoices):
        ROOM = "room", _("场所建设和装修")
        FURNITURE = "furniture", _("桌椅、柜")
        DEVICE = "device", _("电脑、屏幕等设备")
        BOARD = "board", _("标牌、展板")
        BOOKS = "books", _("图书资料")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        PLANNED = "planned", _("计划购置")
        BOUGHT = "bought", _("已购置")
        IN_USE = "in_use", _("在用")
        GONE = "gone", _("已停用")

    body = models.ForeignKey(Body, models.PROTECT, related_name="facilities")
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facilities",
        verbose_name=_("站点"),
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facilities",
        verbose_name=_("代表小组"),
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    name = models.CharField(_("名称"), max_length=80)
    number = models.PositiveIntegerField(_("数量"), default=1)
    cost = models.PositiveBigIntegerField(_("总金额（分）"), default=0)
    bought_on = models.DateField(_("购置日期"), null=True, blank=True)
    place = models.CharField(_("放在哪里"), max_length=80, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.BOUGHT)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("阵地与办公投入")
        ordering = ["-bought_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="facility_bought_has_day",
                condition=Q(state="planned") | Q(bought_on__isnull=False),
                violation_error_message=_("已经购置的，请填写购置日期。"),
            ),
            models.CheckConstraint(
                name="facility_number_is_something",
                condition=Q(number__gt=0),
                violation_error_message=_("数量应当大于零。"),
            ),
        ]
        indexes = [models.Index(fields=["body", "bought_on"], name="facility_body_day")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("funds:facilities")

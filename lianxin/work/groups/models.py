"""What a deputies' group has beside its name and leader: vice leaders, plan, summary, letter.

The group itself, its leader and its members stand in `people`; what it did in `activities`.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group, Person
from lianxin.work.activities.models import Activity


class Formation(models.Model):
    """By what a group was put together (三个便于): an area, a trade. Source: S-036."""

    class Basis(models.TextChoices):
        AREA = "area", _("按地域")
        TRADE = "trade", _("按行业")
        MIXED = "mixed", _("地域行业结合")

    group = models.OneToOneField(Group, models.CASCADE, related_name="formation")
    basis = models.CharField(_("编组方式"), max_length=8, choices=Basis, default=Basis.AREA)
    area = models.CharField(_("范围"), max_length=120, blank=True)
    formed_on = models.DateField(_("编组日期"))

    class Meta:
        verbose_name = _("编组情况")


class ViceLeader(models.Model):
    """A vice leader of a group (副组长), for a time."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="vice_leaders")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("副组长"))
    since = models.DateField(_("任职起"), default=timezone.localdate)
    until = models.DateField(_("任职止"), null=True, blank=True)

    class Meta:
        verbose_name = _("副组长")
        ordering = ["group", "person__stroke_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(until__isnull=True),
                name="group_vice_leader_once",
                violation_error_message=_("他已经是本组的副组长。"),
            ),
            models.CheckConstraint(
                name="group_vice_leader_until_after_since",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("任职止不能早于任职起。"),
            ),
        ]

    @property
    def body(self) -> Body:
        return self.group.body


class Yearly(models.Model):
    """Something a group has once a year; with the office once it was sent."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="%(class)ss")
    year = models.PositiveSmallIntegerField(_("年度"))
    text = models.TextField(_("内容"), max_length=8000, blank=True)
    sent_on = models.DateField(_("报送日期"), null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["group", "year"],
                name="%(class)s_once_a_year",
                violation_error_message=_("这一年的已经有了。"),
            ),
        ]

    @property
    def body(self) -> Body:
        return self.group.body

    def get_absolute_url(self):
        return reverse("groups:year", args=[self.group_id, self.year])


class GroupPlan(Yearly):
    """A group's year plan; its items are done by activities."""

    class Meta(Yearly.Meta):
        verbose_name = _("小组年度计划")

    def __str__(self):
        return _("%(group)s %(year)s 年度计划") % {"group": self.group, "year": self.year}


class PlanItem(models.Model):
    """One thing a group plans for a month; `activity` did it."""

    plan = models.ForeignKey(GroupPlan, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(_("月份"))
    words = models.CharField(_("活动"), max_length=200)
    activity = models.ForeignKey(
        Activity,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="group_plan_items",
        verbose_name=_("对应的活动"),
    )

    class Meta:
        verbose_name = _("计划事项")
        ordering = ["plan", "month", "position"]
        constraints = [
            models.CheckConstraint(
                name="group_plan_item_month", condition=Q(month__gte=1, month__lte=12)
            ),
        ]

    @property
    def body(self) -> Body:
        return self.plan.body


class Summary(Yearly):
    """What a group did in a year: made from the records, then edited and sent."""

    class Meta(Yearly.Meta):
        verbose_name = _("小组年度总结")

    def __str__(self):
        return _("%(group)s %(year)s 年度总结") % {"group": self.group, "year": self.year}


class Letter(Yearly):
    """The letter of targets (目标管理责任书) a group's leader signs; sent_on: signed."""

    class Meta(Yearly.Meta):
        verbose_name = _("目标管理责任书")

    def __str__(self):
        return _("%(group)s %(year)s 年目标管理责任书") % {
            "group": self.group,
            "year": self.year,
        }

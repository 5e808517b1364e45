"""Points for duty (积分): a scheme as data. Off unless the rulebook says otherwise.

Points are kept in tenths (十分之一分), never as floats. Source: practice.md §2.8.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body

TENTHS = 10


class Scheme(models.Model):
    """A measure (办法) by which records make points. total: full points, if it names any."""

    class Subject(models.TextChoices):
        DEPUTY = "deputy", _("代表")
        GROUP = "group", _("代表小组")

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        IN_FORCE = "in_force", _("在用")
        WITHDRAWN = "withdrawn", _("已停用")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="point_schemes", verbose_name=_("机构")
    )
    name = models.CharField(_("名称"), max_length=60)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    subject = models.CharField(_("记谁的分"), max_length=8, choices=Subject, default=Subject.DEPUTY)
    total = models.PositiveIntegerField(_("满分（十分之一分）"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)

    class Meta:
        verbose_name = _("积分办法")
        ordering = ["body", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "subject"],
                condition=Q(state="in_force"),
                name="scheme_one_in_force",
                violation_error_message=_("本级已有在用的积分办法，请先停用。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("duty:scheme", args=[self.pk])


class PointItem(models.Model):
    """One item: `base` points for `base_number` of the evidence, `each` for one more.

    each_less: taken off for one fewer; None where fewer than `base_number` give nothing.
    cap: at most so many points. None in base or base_number: the text it was taken from
    lost the figure; such a scheme cannot be put in force. Points in tenths, may be
    negative for what is deducted.
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("事项"), max_length=80)
    sources = models.JSONField(_("凭什么记分"), default=list, blank=True)
    base_number = models.PositiveSmallIntegerField(_("达到（次、件）"), null=True, blank=True)
    base = models.IntegerField(_("得分（十分之一分）"), null=True, blank=True)
    each = models.IntegerField(_("每多一次加（十分之一分）"), default=0)
    each_less = models.PositiveIntegerField(_("每少一次减（十分之一分）"), null=True, blank=True)
    cap = models.PositiveIntegerField(_("最多（十分之一分）"), null=True, blank=True)

    class Meta:
        verbose_name = _("积分事项")
        ordering = ["scheme", "position", "pk"]

    def __str__(self):
        return self.label


class Band(models.Model):
    """A grade by points, both ends included, in tenths; an open end is None."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="bands")
    label = models.CharField(_("等次"), max_length=20)
    at_least = models.IntegerField(_("至少（十分之一分）"), null=True, blank=True)
    at_most = models.IntegerField(_("至多（十分之一分）"), null=True, blank=True)

    class Meta:
        verbose_name = _("积分等次")
        ordering = ["scheme", F("at_least").desc(nulls_last=True)]
        constraints = [
            models.CheckConstraint(
                name="band_ends_after_start",
                condition=Q(at_least__isnull=True)
                | Q(at_most__isnull=True)
                | Q(at_most__gte=F("at_least")),
                violation_error_message=_("等次的上限不能低于下限。"),
            ),
        ]

    def __str__(self):
        return self.label

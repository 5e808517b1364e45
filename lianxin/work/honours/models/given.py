"""Honours: given by the body after its election, or received from outside."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group, Person
from lianxin.work.honours.models.awards import Reward
from lianxin.work.honours.models.rounds import Nomination
from lianxin.work.honours.queries import HonourQuerySet
from lianxin.work.stations.models import Station


class Honour(models.Model):
    """One honour. amount: in 分, by the rule of its day; a later rule changes nothing.

    nomination: none for honours from outside, which `giver` gave. unit: the body itself
    or one below it.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="honours", verbose_name=_("机构"))
    nomination = models.OneToOneField(
        Nomination, models.PROTECT, null=True, blank=True, related_name="honour"
    )
    title = models.CharField(_("荣誉"), max_length=60)
    giver = models.CharField(_("授予机关"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年度"))
    granted_on = models.DateField(_("授予日期"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="honours"
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="honours")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="honours"
    )
    unit = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="honours_held"
    )
    reward = models.ForeignKey(
        Reward, models.PROTECT, null=True, blank=True, related_name="honours"
    )
    amount = models.PositiveBigIntegerField(_("奖金（分）"), default=0)
    paid_on = models.DateField(_("发放日期"), null=True, blank=True)
    paid_note = models.CharField(_("发放说明"), max_length=120, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = _("荣誉")
        ordering = ["-granted_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="honour_of_one",
                condition=Q(
                    person__isnull=False,
                    group__isnull=True,
                    station__isnull=True,
                    unit__isnull=True,
                )
                | Q(
                    person__isnull=True,
                    group__isnull=False,
                    station__isnull=True,
                    unit__isnull=True,
                )
                | Q(
                    person__isnull=True,
                    group__isnull=True,
                    station__isnull=False,
                    unit__isnull=True,
                )
                | Q(
                    person__isnull=True,
                    group__isnull=True,
                    station__isnull=True,
                    unit__isnull=False,
                ),
                violation_error_message=_(
                    "请选定授予谁：一名代表、一个小组、一个站点或者一个单位。"
                ),
            ),
            models.CheckConstraint(
                name="honour_paid_after_given",
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=F("granted_on")),
                violation_error_message=_("发放日期不能早于授予日期。"),
            ),
            models.CheckConstraint(
                name="honour_paid_only_money",
                condition=Q(paid_on__isnull=True) | Q(amount__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "granted_on"], name="honour_body_day"),
            models.Index(fields=["person", "granted_on"], name="honour_person_day"),
        ]

    def __str__(self):
        return f"{self.title}：{self.holder}"

    def get_absolute_url(self):
        return reverse("honours:honour", args=[self.pk])

    @property
    def holder(self) -> str:
        """Whose it is."""
        found = self.person or self.group or self.station
        return str(found) if found else (self.unit.name if self.unit else "")

    @property
    def is_outside(self) -> bool:
        return self.nomination_id is None

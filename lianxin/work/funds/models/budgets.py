"""The activity money of one body in one year, and what of it has been paid in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.funds.queries import BudgetQuerySet


class Budget(models.Model):
    """Deputies' activity funds (代表活动经费) of a year. Source: 代表法 (2025), art. 42.

    counted_on: day whose deputies and whose rule count. rate: 分 for each deputy, as the
    rulebook said on that day. deputies: how many were counted. amount: 分; rate × deputies,
    or by days in duty where the body chose so (`is_by_days`). basis: the article of the rate.
    """

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="fund_budgets", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    counted_on = models.DateField(_("计算日期"))
    rate = models.PositiveBigIntegerField(_("每名代表标准（分）"))
    deputies = models.PositiveIntegerField(_("代表人数"))
    is_by_days = models.BooleanField(_("按任职天数折算"), default=False)
    amount = models.PositiveBigIntegerField(_("预算（分）"))
    basis = models.CharField(_("标准依据"), max_length=200, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表活动经费预算")
        ordering = ["-year", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year"],
                name="fund_budget_once_a_year",
                violation_error_message=_("这一年度的预算已经编过。"),
            ),
            models.CheckConstraint(name="fund_rate_is_something", condition=Q(rate__gt=0)),
        ]
        indexes = [models.Index(fields=["year", "body"], name="fund_budget_year")]

    def __str__(self):
        return _("%(body)s %(year)d 年度代表活动经费") % {
            "body": self.body.short_name,
            "year": self.year,
        }

    def get_absolute_url(self):
        return reverse("funds:detail", args=[self.pk])


class Allocation(models.Model):
    """Money paid in from the budget (拨付), in 分."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="allocations")
    on = models.DateField(_("拨付日期"))
    amount = models.PositiveBigIntegerField(_("金额（分）"))
    source = models.CharField(_("来源"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("经费拨付")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="fund_allocation_is_something",
                condition=Q(amount__gt=0),
                violation_error_message=_("金额应当大于零。"),
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.amount}"

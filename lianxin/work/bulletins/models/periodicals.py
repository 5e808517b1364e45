"""Periodicals ordered for deputies (为代表订阅报刊、寄送公报)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.bulletins.queries import SubscriptionQuerySet


class Subscription(models.Model):
    """A periodical of a year. price: 分 for one copy of the whole year; 0 where it is free."""

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="subscriptions", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("报刊名称"), max_length=60)
    copies = models.PositiveIntegerField(_("份数"))
    price = models.PositiveBigIntegerField(_("全年每份价格（分）"), default=0)
    issues = models.PositiveSmallIntegerField(_("全年期数"), null=True, blank=True)
    recipients = models.CharField(_("送给谁"), max_length=200)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("报刊订阅")
        ordering = ["-year", "body", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "title"],
                name="subscription_once_a_year",
                violation_error_message=_("这一年已经登记过这种报刊。请在原来那一条上修改。"),
            ),
            models.CheckConstraint(
                name="subscription_has_copies",
                condition=Q(copies__gt=0),
                violation_error_message=_("份数至少一份。"),
            ),
        ]

    def __str__(self):
        return f"{self.title}（{self.year}）"

    @property
    def cost(self) -> int:
        """Of all copies, in 分."""
        return self.copies * self.price

    def get_absolute_url(self):
        return reverse("bulletins:periodical", args=[self.pk])


class Delivery(models.Model):
    """One issue that came and was given out."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    issue = models.CharField(_("期号"), max_length=40)
    delivered_on = models.DateField(_("送达日期"))
    copies = models.PositiveIntegerField(_("送达份数"))
    note = models.CharField(_("备注"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("报刊送达")
        ordering = ["subscription", "-delivered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "issue"],
                name="delivery_once_an_issue",
                violation_error_message=_("这一期已经登记过。"),
            ),
            models.CheckConstraint(
                name="delivery_has_copies",
                condition=Q(copies__gt=0),
                violation_error_message=_("送达份数至少一份。"),
            ),
        ]

    @property
    def body(self) -> Body:
        return self.subscription.body

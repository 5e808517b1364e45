"""Opinion cards (征求意见卡): each quarter one to every deputy, on government and departments.

Source: systems.md S-033 (每个季度向代表发放征求意见卡).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office, Seat
from lianxin.work.opinions.queries import CardQuerySet, CardRoundQuerySet
from lianxin.work.voices.models import VoterMessage


class CardRound(models.Model):
    """The cards of one quarter."""

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="card_rounds", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    topic = models.CharField(_("征求意见的内容"), max_length=200, blank=True)
    opened_on = models.DateField(_("发放日期"))
    due_on = models.DateField(_("收回期限"))
    closed_on = models.DateField(_("结束日期"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CardRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("征求意见卡（一季）")
        ordering = ["-year", "-quarter", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "quarter"],
                name="card_round_once_a_quarter",
                violation_error_message=_("这个季度已经发过征求意见卡。"),
            ),
            models.CheckConstraint(
                name="card_round_quarter", condition=Q(quarter__gte=1, quarter__lte=4)
            ),
        ]

    def __str__(self):
        return _("%(year)d年第%(quarter)d季度征求意见卡") % {
            "year": self.year,
            "quarter": self.quarter,
        }

    def get_absolute_url(self):
        return reverse("opinions:round", args=[self.pk])


class Card(models.Model):
    """One deputy's card of a round; returned with opinions, or with 「没有意见」."""

    round = models.ForeignKey(CardRound, models.PROTECT, related_name="cards")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="opinion_cards")
    returned_on = models.DateField(_("收回日期"), null=True, blank=True)
    has_none = models.BooleanField(_("没有意见"), default=False)
    is_paper = models.BooleanField(_("纸质卡代录"), default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("征求意见卡")
        ordering = ["round", "seat__person__stroke_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="card_once_a_deputy"),
            models.CheckConstraint(
                name="card_none_is_returned",
                condition=Q(has_none=False) | Q(returned_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.seat.person.name} {self.round}"

    def get_absolute_url(self):
        return reverse("opinions:card", args=[self.pk])

    @property
    def body(self) -> Body:
        return self.round.body

    @property
    def is_returned(self) -> bool:
        return self.returned_on is not None


class CardOpinion(models.Model):
    """One opinion on a card; its words and its way are the message's.

    office: the department it is about, as the deputy chose; None for the government.
    """

    card = models.ForeignKey(Card, models.PROTECT, related_name="opinions")
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("对哪个部门"),
    )
    message = models.OneToOneField(VoterMessage, models.PROTECT, related_name="card_opinion")

    class Meta:
        verbose_name = _("意见卡上的意见")
        ordering = ["card", "pk"]

    def __str__(self):
        return self.message.title

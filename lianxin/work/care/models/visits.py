"""Visits to deputies (慰问走访): who went to whom, why, with what, of which money."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Person, Seat
from lianxin.work.care.models.cases import RightsCase
from lianxin.work.care.queries import VisitQuerySet
from lianxin.work.funds.models import Claim


class Visit(models.Model):
    """One visit or call. money: 分 in cash; goods_value: 分 of what goods cost.

    claim: of the activity funds, where they paid; one claim may pay for several visits,
    never for more than its sum. withdrawn: entered by mistake, kept and not counted.
    Source: systems.md S-048, P05.
    """

    class Reason(models.TextChoices):
        ILLNESS = "illness", _("生病、受伤")
        HARDSHIP = "hardship", _("生活困难")
        FESTIVAL = "festival", _("节日慰问")
        BEREAVEMENT = "bereavement", _("家里丧事")
        DISASTER = "disaster", _("受灾")
        CALL = "call", _("平时走访")
        OTHER = "other", _("其他")

    class Way(models.TextChoices):
        HOME = "home", _("上门看望")
        PHONE = "phone", _("电话问候")

    class Source(models.TextChoices):
        NONE = "", _("没有钱物")
        FUNDS = "funds", _("代表活动经费")
        FINANCE = "finance", _("本级财政其他经费")
        UNION = "union", _("工会")
        CIVIL = "civil", _("民政救助")
        PARTY = "party", _("党费")
        DONATION = "donation", _("社会捐助")
        OWN = "own", _("看望人自己出")

    body = models.ForeignKey(Body, models.PROTECT, related_name="care_visits")
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="care_visits", verbose_name=_("看望哪位代表")
    )
    case = models.ForeignKey(
        RightsCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("属于哪件权益保障事项"),
    )
    on = models.DateField(_("日期"))
    reason = models.CharField(_("事由"), max_length=12, choices=Reason)
    way = models.CharField(_("方式"), max_length=8, choices=Way, default=Way.HOME)
    others = models.CharField(_("其他看望人"), max_length=120, blank=True)
    words = models.CharField(_("情况"), max_length=500, blank=True)
    money = models.PositiveBigIntegerField(_("慰问金（分）"), default=0)
    goods = models.CharField(_("慰问品"), max_length=80, blank=True)
    goods_value = models.PositiveBigIntegerField(_("慰问品价值（分）"), default=0)
    source = models.CharField(_("钱物来源"), max_length=10, choices=Source, blank=True, default="")
    claim = models.ForeignKey(
        Claim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="care_visits",
        verbose_name=_("经费报销"),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("慰问走访")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "seat", "on", "reason"],
                condition=Q(withdrawn_on__isnull=True),
                name="care_visit_once",
                violation_error_message=_("这天对这位代表的同一事由已经登记过。"),
            ),
            models.CheckConstraint(
                name="care_visit_money_has_source",
                condition=Q(money=0, goods_value=0, goods="") | ~Q(source=""),
                violation_error_message=_("有慰问金或者慰问品的，请选择钱物来源。"),
            ),
            models.CheckConstraint(
                name="care_visit_value_has_goods",
                condition=Q(goods_value=0) | ~Q(goods=""),
                violation_error_message=_("写了慰问品价值的，请写明是什么。"),
            ),
            models.CheckConstraint(
                name="care_visit_claim_of_funds",
                condition=Q(claim__isnull=True) | Q(source="funds"),
                violation_error_message=_("只有来自代表活动经费的才关联报销。"),
            ),
            models.CheckConstraint(
                name="care_visit_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                violation_error_message=_("作废应当写明原因。"),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "on"], name="care_visit_body_day"),
            models.Index(fields=["seat", "on"], name="care_visit_seat_day"),
        ]

    def __str__(self):
        return f"{self.on} {self.get_reason_display()}"

    def get_absolute_url(self):
        return reverse("care:visit", args=[self.pk])

    @property
    def total(self) -> int:
        """Money and goods together, in 分."""
        return self.money + self.goods_value

    @property
    def visitors(self) -> str:
        names = [one.person.name for one in self.people.all()]
        return "、".join([*names, self.others] if self.others else names)


class VisitPerson(models.Model):
    """One who went, whom the roster knows."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="care_given")

    class Meta:
        verbose_name = _("看望人")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="visit_person_once"),
        ]

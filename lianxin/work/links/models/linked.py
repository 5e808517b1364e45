"""Whom a leader keeps in touch with, and which voters a deputy does."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.masking import mask_name
from lianxin.foundation.people.models import Body, Office, Person, Seat
from lianxin.work.links.queries import LinkedVoterQuerySet, LinkQuerySet
from lianxin.work.stations.models import Station


class Link(models.Model):
    """A leader's link with one deputy or one place (双联：领导联系代表和村).

    Exactly one of seat, village, station, unit is set; unit: a township or street below.
    Source: 代表法 (2025), art. 28; systems.md S-039.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="links", verbose_name=_("机构"))
    leader = models.ForeignKey(
        Person, models.PROTECT, related_name="links", verbose_name=_("联系人")
    )
    seat = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leader_links",
        verbose_name=_("代表"),
    )
    village = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("村")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("家站点")
    )
    unit = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("乡镇、街道")
    )
    since = models.DateField(_("联系起"), default=timezone.localdate)
    until = models.DateField(_("联系止"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("领导联系")
        ordering = ["body", "leader__stroke_key", "leader", "pk"]
        constraints = [
            models.CheckConstraint(
                name="link_leads_to_one",
                condition=Q(
                    seat__isnull=False,
                    village__isnull=True,
                    station__isnull=True,
                    unit__isnull=True,
                )
                | Q(
                    seat__isnull=True,
                    village__isnull=False,
                    station__isnull=True,
                    unit__isnull=True,
                )
                | Q(
                    seat__isnull=True,
                    village__isnull=True,
                    station__isnull=False,
                    unit__isnull=True,
                )
                | Q(
                    seat__isnull=True,
                    village__isnull=True,
                    station__isnull=True,
                    unit__isnull=False,
                ),
                violation_error_message=_("一条联系只能对应一名代表或者一个地方。"),
            ),
            models.CheckConstraint(
                name="link_until_after_since",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("联系止不能早于联系起。"),
            ),
            *(
                models.UniqueConstraint(
                    fields=["body", "leader", name],
                    condition=Q(until__isnull=True),
                    name=f"link_once_per_{name}",
                    violation_error_message=_("已经登记过这条联系。"),
                )
                for name in ("seat", "village", "station", "unit")
            ),
        ]

    def __str__(self):
        return f"{self.leader.name}—{self.whom}"

    def get_absolute_url(self):
        return reverse("links:leader", args=[self.body_id, self.leader_id])

    @property
    def whom(self) -> str:
        """The deputy's or the place's name."""
        if self.seat:
            return self.seat.person.name
        return str(self.village or self.station or (self.unit and self.unit.short_name) or "")


class LinkedVoter(models.Model):
    """A voter or household a deputy keeps in touch with (联系选民登记), restricted data.

    The deputy reads his own; the body's clerk with a reason, which the ledger keeps
    (`workflow.read_voter`). Not searched, not exported. Once the link is over the
    personal data are erased and the row remains for the counts.

    born: year of birth. persons: in the household. agreed_on: the day the voter was
    told what it is for and agreed.
    Source: systems.md S-040, S-041; 个人信息保护法 arts. 6, 13, 47.
    """

    class Kind(models.TextChoices):
        VOTER = "voter", _("联系选民")
        HOUSEHOLD = "household", _("联系户")
        HELPED = "helped", _("帮带户")

    PERSONAL = ("name", "education", "address", "workplace", "phone")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("机构"))
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="linked_voters", verbose_name=_("代表")
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.VOTER)
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    born = models.PositiveSmallIntegerField(_("出生年份"), null=True, blank=True)
    education = models.CharField(_("文化程度"), max_length=20, blank=True)
    address = models.CharField(_("家庭住址"), max_length=120, blank=True)
    workplace = models.CharField(_("工作单位"), max_length=80, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    village = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("村（社区）"),
    )
    persons = models.PositiveSmallIntegerField(_("家庭人口"), default=1)
    agreed_on = models.DateField(_("告知同意日期"))
    since = models.DateField(_("联系起"))
    until = models.DateField(_("联系止"), null=True, blank=True)
    end_reason = models.CharField(_("结束原因"), max_length=200, blank=True)

    objects = LinkedVoterQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系的选民")
        ordering = ["seat", "pk"]
        constraints = [
            models.CheckConstraint(
                name="linked_voter_has_name",
                condition=Q(until__isnull=False) | ~Q(name=""),
                violation_error_message=_("请填写姓名。"),
            ),
            models.CheckConstraint(
                name="linked_voter_erased_at_end",
                condition=Q(until__isnull=True)
                | Q(name="", address="", workplace="", phone="", education="", born__isnull=True),
            ),
            models.CheckConstraint(
                name="linked_voter_until_after_since",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("联系止不能早于联系起。"),
            ),
            models.CheckConstraint(
                name="linked_voter_household_of_someone",
                condition=Q(persons__gte=1),
                violation_error_message=_("家庭人口至少是 1 人。"),
            ),
            models.UniqueConstraint(
                fields=["seat", "name", "phone"],
                condition=Q(until__isnull=True),
                name="linked_voter_once_per_deputy",
                violation_error_message=_("这位选民已经登记过（姓名和电话相同）。"),
            ),
        ]
        indexes = [models.Index(fields=["body", "until"], name="linked_voter_body")]

    def __str__(self):
        return self.masked_name

    def get_absolute_url(self):
        return reverse("links:voter", args=[self.pk])

    @property
    def masked_name(self) -> str:
        """张某: what anyone but the deputy sees."""
        return mask_name(self.name) if self.name else str(_("（已结束联系）"))

    @property
    def masked_phone(self) -> str:
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 8 else "****"

    @property
    def age(self) -> int | None:
        """By the calendar year, as registers count it."""
        return timezone.localdate().year - self.born if self.born else None

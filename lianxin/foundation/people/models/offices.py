"""Handling offices (承办单位): departments, 站所, villages, companies."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models.bodies import Body


class OfficeQuerySet(models.QuerySet):
    def current(self):
        """Offices that can still be handed something."""
        return self.filter(closed_on__isnull=True)


class Office(models.Model):
    """An office that a body may hand matters to; a merged one points to its successor."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("部门")
        STATION = "station", _("站所")
        GOVERNMENT = "government", _("乡镇政府、街道办事处")
        VILLAGE = "village", _("村（社区）")
        COMPANY = "company", _("企业")
        COURT = "court", _("法院、检察院")
        PARTY = "party", _("党群机关")
        OTHER = "other", _("其他")

    body = models.ForeignKey(Body, models.PROTECT, related_name="offices", verbose_name=_("机构"))
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    leader_in_charge = models.CharField(_("分管领导"), max_length=40, blank=True)
    leader_post = models.CharField(_("分管领导职务"), max_length=60, blank=True)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    document_prefix = models.CharField(_("发文代字"), max_length=20, blank=True)
    closed_on = models.DateField(_("撤并日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("并入"),
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("承办单位")
        ordering = ["body", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"],
                condition=Q(closed_on__isnull=True),
                name="office_name_once",
                violation_error_message=_("本级已有同名的承办单位。"),
            ),
            models.CheckConstraint(
                name="office_merged_is_closed",
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
                violation_error_message=_("并入其他单位的，应当写明撤并日期。"),
            ),
        ]

    def __str__(self):
        return self.name


class OfficeName(models.Model):
    """A name an office once bore, so that old papers still find it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="former_names")
    name = models.CharField(_("曾用名"), max_length=80)
    until = models.DateField(_("用至"))

    class Meta:
        verbose_name = _("曾用名")
        ordering = ["until", "pk"]

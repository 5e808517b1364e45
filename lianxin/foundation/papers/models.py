"""Official papers (公文): what was drafted, numbered, signed and issued, and on what data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.papers.queries import PaperQuerySet
from lianxin.foundation.people.models import Body, Office


class Series(models.Model):
    """Numbers of one issuer, kind of series and year: 机关代字〔年〕号, without a gap.

    `last` moves only in the transaction that issues a paper, under the row's lock.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("机构"))
    # Null: the body's own series. Offices number their own letters.
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    key = models.CharField(_("文号种类"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年份"))
    organ_code = models.CharField(_("机关代字"), max_length=20)
    last = models.PositiveIntegerField(_("已用至"), default=0)

    class Meta:
        verbose_name = _("文号序列")
        ordering = ["-year", "body", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "key", "year"],
                condition=Q(office__isnull=True),
                name="series_once_per_body",
            ),
            models.UniqueConstraint(
                fields=["office", "key", "year"],
                condition=Q(office__isnull=False),
                name="series_once_per_office",
            ),
        ]

    def __str__(self):
        return f"{self.organ_code}〔{self.year}〕"


class Paper(models.Model):
    """One official paper, from draft to file; once issued it never changes.

    `about` names the record whose folder it belongs to (a suggestion), `source`
    the record it was drawn from (a reply, a request), both as the ledger names
    records. `fields` are the values it was drawn from, kept as they were that
    day: changing the record later never rewrites a paper.
    """

    class Status(models.TextChoices):
        DRAFTING = "drafting", _("拟稿")
        REVIEW = "review", _("核稿待签发")
        SIGNED = "signed", _("已签发待印发")
        ISSUED = "issued", _("已印发")
        FILED = "filed", _("已归档")
        VOID = "void", _("作废")

    SENT = (Status.ISSUED, Status.FILED)

    class ArchiveClass(models.TextChoices):
        PERMANENT = "permanent", _("永久")
        THIRTY_YEARS = "30y", _("定期30年")
        TEN_YEARS = "10y", _("定期10年")
        NONE = "none", _("不归档")

    body = models.ForeignKey(Body, models.PROTECT, related_name="papers", verbose_name=_("机构"))
    county = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    # Null: issued by the body itself.
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("发文单位"),
    )
    kind = models.CharField(_("文种"), max_length=40)
    about_type = models.CharField(_("对象类型"), max_length=60)
    about_id = models.PositiveBigIntegerField(_("对象编号"))
    source_type = models.CharField(_("出自"), max_length=60)
    source_id = models.PositiveBigIntegerField(_("出自编号"))
    is_confidential = models.BooleanField(_("保密"), default=False)

    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="papers", editable=False
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    sequence = models.PositiveIntegerField(_("序号"), null=True, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)

    title = models.CharField(_("标题"), max_length=300)
    addressee = models.CharField(_("主送"), max_length=300, blank=True)
    copies = models.CharField(_("抄送"), max_length=300, blank=True)
    fields = models.JSONField(_("内容"), default=dict)

    status = models.CharField(_("状态"), max_length=10, choices=Status, default=Status.DRAFTING)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("拟稿人"),
    )
    drafted_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核稿人"),
    )
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("签发经手人"),
    )
    # The leader whose name stands on the paper; a clerk may record the signature.
    signatory = models.CharField(_("签发人"), max_length=60, blank=True)
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    filed_on = models.DateField(_("归档日期"), null=True, blank=True)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=300, blank=True)
    archive_class = models.CharField(
        _("保管期限"), max_length=10, choices=ArchiveClass, default=ArchiveClass.TEN_YEARS
    )
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="papers_as_pdf"
    )
    docx = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="papers_as_docx"
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("公文")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "sequence"],
                condition=Q(series__isnull=False),
                name="paper_number_once",
                violation_error_message=_("该文号已经使用。"),
            ),
            models.CheckConstraint(
                name="paper_series_gives_number",
                condition=Q(series__isnull=True) | (Q(sequence__isnull=False) & ~Q(number="")),
            ),
            models.CheckConstraint(
                name="paper_issued_has_day",
                condition=~Q(status__in=["issued", "filed"]) | Q(issued_on__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_void_has_reason",
                condition=~Q(status="void") | (~Q(void_reason="") & Q(voided_on__isnull=False)),
                violation_error_message=_("作废应当写明理由。"),
            ),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="paper_about"),
            models.Index(fields=["county", "-id"], name="paper_county_newest"),
            models.Index(fields=["body", "-id"], name="paper_body_newest"),
        ]

    def __str__(self):
        return f"{self.number} {self.plain_title}".strip()

    def get_absolute_url(self):
        return reverse("papers:detail", args=[self.pk])

    @property
    def plain_title(self) -> str:
        """The title in one line."""
        return self.title.replace("|", "")

    @property
    def is_sent(self) -> bool:
        """Issued and not void: what stands on it is said."""
        return self.status in self.SENT


# Last, so that Django finds them with the others: the services beside the papers.
from lianxin.foundation.papers.bundling.models import Bundle  # noqa: E402
from lianxin.foundation.papers.own_templates.models import OwnTemplate, TemplateUse  # noqa: E402
from lianxin.foundation.papers.scanning.models import Scan  # noqa: E402

__all__ = ["Bundle", "OwnTemplate", "Paper", "Scan", "Series", "TemplateUse"]

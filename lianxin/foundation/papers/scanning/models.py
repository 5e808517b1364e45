"""Scans of signed forms: what came in, what its code says, where a person put it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body


class Scan(models.Model):
    """One form among what was uploaded: a picture, or some pages of a PDF.

    record_type, record_id: the record its code names, later the one confirmed.
    form: which form of the record it is, as the code says.
    reading: why a record is proposed, or why none is.
    source_sha256, first_page, last_page: from which upload; the same again is a duplicate.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待核对")
        ATTACHED = "attached", _("已归入")
        DISCARDED = "discarded", _("不归入")

    class Reading(models.TextChoices):
        FOUND = "found", _("按二维码找到")
        NO_CODE = "no_code", _("没有读到二维码")
        FOREIGN = "foreign", _("二维码不是本系统的")
        CHANGED = "changed", _("二维码被改动过")
        SEVERAL = "several", _("一页上有几个不同的二维码")
        UNKNOWN = "unknown", _("二维码所指的记录找不到或者不属于本单位")

    body = models.ForeignKey(Body, models.PROTECT, related_name="scans", verbose_name=_("机构"))
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="scans", verbose_name=_("文件")
    )
    source_name = models.CharField(_("原文件名"), max_length=200)
    source_sha256 = models.CharField(_("原文件指纹"), max_length=64, db_index=True)
    first_page = models.PositiveIntegerField(_("起始页"), default=1)
    last_page = models.PositiveIntegerField(_("结束页"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    reading = models.CharField(_("识别结果"), max_length=10, choices=Reading)
    form = models.CharField(_("表格"), max_length=40, blank=True)
    paper = models.ForeignKey(
        "papers.Paper", models.PROTECT, null=True, blank=True, related_name="scans"
    )
    record_type = models.CharField(_("对象类型"), max_length=60, blank=True)
    record_id = models.PositiveBigIntegerField(_("对象编号"), null=True, blank=True)
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="same_again"
    )
    title = models.CharField(_("名称"), max_length=120, blank=True)
    dated_on = models.DateField(_("纸面日期"), null=True, blank=True)
    number = models.CharField(_("纸面编号"), max_length=60, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核对人"),
    )
    confirmed_at = models.DateTimeField(_("核对时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("扫描件")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="scan_attached_names_all",
                condition=~Q(state="attached")
                | (
                    Q(record_id__isnull=False)
                    & Q(dated_on__isnull=False)
                    & Q(confirmed_by__isnull=False)
                ),
                violation_error_message=_("归入前应当核对记录、日期和编号。"),
            ),
        ]
        indexes = [models.Index(fields=["body", "state", "-id"], name="scan_body_state")]

    def __str__(self):
        return self.title or self.source_name

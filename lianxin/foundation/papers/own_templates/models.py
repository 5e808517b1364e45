"""Versions of a body's own templates, and which of them made a paper."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body


class OwnTemplateQuerySet(models.QuerySet):
    def in_force(self, body, kind: str, on):
        """The version that holds for papers of `kind` issued on `on`, or None.

        Of those begun by that day the one begun last; begun on one day, the newer.
        """
        held = self.filter(body=body, kind=kind, valid_from__lte=on).filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
        )
        return held.order_by("-valid_from", "-version").first()


class OwnTemplate(models.Model):
    """One version of a body's Word template for one kind of paper; it never changes.

    kind: key of the paper kind. `used` are the fields it names, in Chinese.
    withdrawn_on: from this day on no paper is made with it.
    """

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="own_templates", verbose_name=_("机构")
    )
    kind = models.CharField(_("文种"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="own_templates", verbose_name=_("文件")
    )
    used = models.JSONField(_("用到的字段"), default=list)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    valid_from = models.DateField(_("启用日期"))
    withdrawn_on = models.DateField(_("停用日期"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    objects = OwnTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("本地模板")
        ordering = ["body", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "version"],
                name="own_template_version_once",
                violation_error_message=_("刚刚有人上传了同一文种的模板。请刷新后再试。"),
            ),
            models.CheckConstraint(
                name="own_template_withdrawn_after_start",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("valid_from")),
                violation_error_message=_("停用日期不能早于启用日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.kind} v{self.version}"

    def get_absolute_url(self):
        return reverse("papers:own_template", args=[self.kind], query={"body": self.body.code})


class TemplateUse(models.Model):
    """Which version of a body's own template made a paper's DOCX."""

    paper = models.OneToOneField("papers.Paper", models.CASCADE, related_name="own_template_use")
    template = models.ForeignKey(OwnTemplate, models.PROTECT, related_name="uses")
    made_at = models.DateTimeField(_("生成时间"), default=timezone.now)

    class Meta:
        verbose_name = _("模板使用")

    def __str__(self):
        return str(self.template)

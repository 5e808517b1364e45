"""Bundles that were made: the file, how many pages, what they hold."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body


class Bundle(models.Model):
    """One archive bundle of a record, as it stood when it was made.

    entries: rows of its table of contents; apart: names of what is kept beside it (另附).
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="bundles", verbose_name=_("机构"))
    about_type = models.CharField(_("对象类型"), max_length=60)
    about_id = models.PositiveBigIntegerField(_("对象编号"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="bundles")
    pages = models.PositiveIntegerField(_("页数"))
    entries = models.JSONField(_("目录"), default=list)
    apart = models.JSONField(_("另附"), default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制作人")
    )
    made_at = models.DateTimeField(_("制作时间"), default=timezone.now)

    class Meta:
        verbose_name = _("归档卷")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["about_type", "about_id", "-id"], name="bundle_about")]

    def __str__(self):
        return self.file.original_name

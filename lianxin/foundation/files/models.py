"""Stored files (附件): what they are; who may open one is asked in access.py."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def stored_path(stored: "StoredFile", filename: str) -> str:
    """Where the bytes lie under MEDIA_ROOT: a random name in a folder per month.

    Nothing the uploader typed reaches the disk, so no name can climb out of
    the folder, collide, or be run by a careless web server.
    """
    return f"{stored.uploaded_at:%Y/%m}/{secrets.token_hex(16)}"


class StoredFile(models.Model):
    """One uploaded document or picture, checked by content before it was kept."""

    body = models.ForeignKey(
        "people.Body", models.PROTECT, related_name="files", verbose_name=_("机构")
    )
    original_name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("指纹"), max_length=64, db_index=True)
    file = models.FileField(upload_to=stored_path, max_length=100)
    uploaded_by = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    is_public = models.BooleanField(_("公开"), default=False)

    class Meta:
        verbose_name = _("附件")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="file_is_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self):
        return self.original_name

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

"""Stored files (附件), what is drawn from them, and copies for the public.

Who may open one is asked in access.py.
"""

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


def drawn_path(drawn: "Rendition | PublicCopy", filename: str) -> str:
    """Beside the file it was drawn from, under a random name as well."""
    return f"{drawn.stored.uploaded_at:%Y/%m}/{secrets.token_hex(16)}"


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
    # A picture is cleaned before it is kept; this one is of what was sent, so that
    # whoever has the original can show that it is the same.
    received_sha256 = models.CharField(_("原件指纹"), max_length=64, blank=True)
    # None: not looked at yet; 0: looked at, and it cannot be shown.
    pages = models.PositiveIntegerField(_("页数"), null=True)

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

    @property
    def is_pdf(self) -> bool:
        return self.content_type == "application/pdf"

    @property
    def can_be_shown(self) -> bool:
        """Whether there is a page that shows it; a PDF found unreadable has none."""
        return self.is_picture or (self.is_pdf and self.pages != 0)


class Rendition(models.Model):
    """A picture of a file, drawn when it is first asked for: a thumbnail or a page."""

    class Kind(models.TextChoices):
        THUMBNAIL = "thumbnail", _("缩略图")
        PAGE = "page", _("页面")

    stored = models.ForeignKey(StoredFile, models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=10, choices=Kind)
    page = models.PositiveIntegerField(default=1)
    # Empty: tried, and it cannot be drawn; trying again would not help.
    file = models.FileField(upload_to=drawn_path, max_length=100, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stored", "kind", "page"], name="rendition_once"),
        ]

    def __str__(self):
        return f"{self.stored} {self.kind} {self.page}"


class PublicCopy(models.Model):
    """What the public sees of a file (公开副本): drawn anew, with places blacked out.

    The file itself stays as it is for those who handle the matter.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("正在制作")
        APPROVED = "approved", _("已确认")
        WITHDRAWN = "withdrawn", _("已撤下")

    stored = models.ForeignKey(
        StoredFile, models.CASCADE, related_name="public_copies", verbose_name=_("附件")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    # [[page, x, y, width, height], …]: percent of the page as shown, from its top left.
    boxes = models.JSONField(_("遮盖"), default=list, blank=True)
    # Not the file's own name: that one may name a person.
    title = models.CharField(_("公开时的名称"), max_length=60, default="附件")
    version = models.PositiveIntegerField(default=0, editable=False)
    file = models.FileField(upload_to=drawn_path, max_length=100, blank=True)
    content_type = models.CharField(_("类型"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("大小（字节）"), default=0)
    sha256 = models.CharField(_("指纹"), max_length=64, blank=True)
    made_by = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("制作人")
    )
    approved_by = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("确认人")
    )
    approved_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        verbose_name = _("公开副本")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stored"], condition=Q(state="draft"), name="public_copy_one_draft"
            ),
            models.UniqueConstraint(
                fields=["stored"], condition=Q(state="approved"), name="public_copy_one_approved"
            ),
            models.CheckConstraint(
                name="public_copy_approved_has_file",
                condition=~Q(state="approved") | (~Q(file="") & Q(approved_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return str(self.stored)

    @property
    def name(self) -> str:
        """The public title with the ending of what the copy is."""
        ending = "pdf" if self.content_type == "application/pdf" else "jpg"
        return f"{self.title}.{ending}"

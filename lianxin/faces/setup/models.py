"""An uploaded table between its preview and its import."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def upload_path(batch: "ImportBatch", filename: str) -> str:
    """Where the bytes lie until they are swept: nothing the uploader typed reaches the disk."""
    return f"imports/{secrets.token_hex(16)}"


class ImportBatch(models.Model):
    """One file brought to the import page, by one account, for one body.

    It is imported once at most: `state` is moved by an UPDATE whose WHERE picks
    the winner. The file holds personal data, so it goes after a day; what the
    import did stays, without the rows.
    """

    class Kind(models.TextChoices):
        DEPUTIES = "deputies", _("代表名册")
        OFFICES = "offices", _("承办单位")
        SUGGESTIONS = "suggestions", _("代表建议")
        STATIONS = "stations", _("家站点")
        ACTIVITIES = "activities", _("活动台账")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待确认")
        DONE = "done", _("已经导入")
        DROPPED = "dropped", _("已放弃")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    body = models.ForeignKey(
        "people.Body", models.PROTECT, related_name="+", verbose_name=_("机构")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经手人")
    )
    filename = models.CharField(_("文件名"), max_length=200)
    file = models.FileField(upload_to=upload_path, max_length=100, blank=True)
    sha256 = models.CharField(_("指纹"), max_length=64)
    sheet = models.CharField(_("工作表"), max_length=255, blank=True)
    # Index of a column → name of a field, as JSON keeps it; "" leaves the column out.
    answers = models.JSONField(_("各列的意思"), default=dict)
    # An exported table that comes back: `preview` then holds what was changed in it.
    is_revision = models.BooleanField(_("改表"), default=False)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    preview = models.JSONField(_("预览"), null=True)
    report = models.JSONField(_("结果"), null=True)
    created_at = models.DateTimeField(_("上传时间"), default=timezone.now, db_index=True)
    done_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("导入")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_done_has_report",
                condition=~Q(state="done") | Q(report__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}·{self.filename}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def chosen(self) -> dict[int, str]:
        """The answers as the engine takes them."""
        return {int(index): name for index, name in self.answers.items()}

"""Kinds of activity that a body names itself, beside the shipped ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body


class OwnKind(models.Model):
    """A body's own kind of activity, or its own words for a shipped one.

    key: of a shipped kind, whose words it then replaces; or a new one. fields: further
    things to record, each {"key", "label", "type", "required", "choices"}. flags, asks:
    names out of `kinds.FLAGS` and `kinds.ASKS`; a shipped kind keeps its own. section:
    where the deputy's file lists it. May be used by the body and those below it; one
    that is not active takes the kind from their choice.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="activity_kinds")
    key = models.SlugField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=20)
    section = models.CharField(_("归入履职档案"), max_length=12)
    fields = models.JSONField(_("另记的内容"), default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    asks = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("活动类别")
        ordering = ["body", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "key"],
                name="activity_kind_once_per_body",
                violation_error_message=_("本级已有这一类别。"),
            ),
        ]

    def __str__(self):
        return self.name

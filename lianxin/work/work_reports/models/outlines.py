"""A body's own outline in place of the shipped one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body


class OwnOutline(models.Model):
    """The sections a body's reports begin with, for one kind of report.

    sections: as in `outlines/*.json`.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="report_outlines")
    kind = models.CharField(_("种类"), max_length=8)
    sections = models.JSONField(default=list)

    class Meta:
        verbose_name = _("报告提纲")
        constraints = [
            models.UniqueConstraint(fields=["body", "kind"], name="report_outline_once"),
        ]

    def __str__(self):
        return f"{self.body} {self.kind}"

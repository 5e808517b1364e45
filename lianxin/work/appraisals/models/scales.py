"""Rating scales that a body made itself; each change is a version of its own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.appraisals.queries import OwnScaleQuerySet
from lianxin.work.appraisals.scales import Scale, VerdictRule

PREFIX = "own-"
"""Before the number of a version where a meeting names its scale."""


class OwnScale(models.Model):
    """One version of a body's own scale; it never changes but for the day it is given up.

    number: which scale of the body, through all its versions. grades: best first. good:
    how many of them count as satisfied. rows: what is rated one by one; one row without a
    name where the whole is rated. source: the document that set it. copied_from: the words
    of the scale it was copied from, if any. ended_on: superseded, or no longer used.
    """

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="own_scales", verbose_name=_("机构")
    )
    number = models.PositiveSmallIntegerField(_("编号"))
    version = models.PositiveSmallIntegerField(_("版本"))
    name = models.CharField(_("名称"), max_length=60)
    grades = models.JSONField(_("等次"), default=list)
    good = models.PositiveSmallIntegerField(_("算满意的等次"), default=1)
    rows = models.JSONField(_("测评项目"), default=list)
    verdict = models.CharField(
        _("怎样定等次"),
        max_length=10,
        choices=[(one.value, one.value) for one in VerdictRule],
        default=VerdictRule.NONE.value,
    )
    source = models.CharField(_("依据"), max_length=200)
    copied_from = models.CharField(_("复制自"), max_length=80, blank=True)
    made_on = models.DateField(_("制定日期"))
    ended_on = models.DateField(_("停用日期"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OwnScaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("自定测评等次")
        ordering = ["body__path", "number", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number", "version"],
                name="appraisal_scale_version_once",
                violation_error_message=_("刚刚有人改过这套等次。请刷新后再改。"),
            ),
            models.UniqueConstraint(
                fields=["body", "number"],
                condition=Q(ended_on__isnull=True),
                name="appraisal_scale_one_in_use",
                violation_error_message=_("刚刚有人改过这套等次。请刷新后再改。"),
            ),
            models.CheckConstraint(
                name="appraisal_scale_has_source",
                condition=~Q(source=""),
                violation_error_message=_("请写明依据：哪个文件、哪次会议定的。"),
            ),
            models.CheckConstraint(name="appraisal_scale_good", condition=Q(good__gte=1)),
            models.CheckConstraint(
                name="appraisal_scale_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("made_on")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def key(self) -> str:
        return f"{PREFIX}{self.pk}"

    @property
    def as_scale(self) -> Scale:
        """For a meeting to copy."""
        return Scale(
            self.key, self.name, self.grades, self.good, self.rows, self.verdict, self.source
        )

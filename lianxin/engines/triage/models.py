"""What was learned from a body's own past, and which matters belong together."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.models import Body


class Learned(models.Model):
    """The model of one body for one question; made anew by `county.relearn`.

    Holds words and weights of texts that everyone of the body's staff may read;
    confidential matters teach nothing.
    """

    class Subject(models.TextChoices):
        OFFICE = "office", _("承办单位")
        TOPIC = "topic", _("类别")

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    subject = models.CharField(_("问题"), max_length=8, choices=Subject)
    examples = models.PositiveIntegerField(_("样本件数"), default=0)
    # Newest source and number of sources: nothing new, nothing to learn.
    stamp = models.CharField(max_length=60)
    data = models.JSONField(null=True)
    tried = models.PositiveIntegerField(_("试算件数"), default=0)
    first_right = models.PositiveIntegerField(_("第一个就对"), default=0)
    three_right = models.PositiveIntegerField(_("前三个里有"), default=0)
    learned_at = models.DateTimeField(_("学习时间"), auto_now=True)

    class Meta:
        verbose_name = _("分派经验")
        constraints = [
            models.UniqueConstraint(fields=["body", "subject"], name="learned_once"),
        ]


class Relation(models.Model):
    """Two matters that belong together without being merged (关联)."""

    one = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    other = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    related_on = models.DateField(_("关联日期"))
    related_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("关联人")
    )

    class Meta:
        verbose_name = _("关联")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="relation_once"),
            # The smaller id stands first, so that a pair has one row.
            models.CheckConstraint(
                name="relation_in_order", condition=models.Q(one__lt=models.F("other"))
            ),
        ]

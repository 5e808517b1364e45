"""Papers handed in for an exchange of experience (交流材料)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body, Person
from lianxin.work.activities.models import Activity
from lianxin.work.bulletins.queries import ContributionQuerySet


class Contribution(models.Model):
    """One paper of an exchange; author: as it stands on the paper, a deputy or a unit.

    text: what it is about in a few lines, for finding it; or all of it, where a deputy wrote
    it here and there is no file (`Offer`). Source: S-055.
    """

    class Way(models.TextChoices):
        SPOKEN = "spoken", _("大会发言")
        WRITTEN = "written", _("书面交流")

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="contributions", verbose_name=_("交流活动")
    )
    title = models.CharField(_("题目"), max_length=100)
    author = models.CharField(_("作者或者单位"), max_length=60)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代表")
    )
    way = models.CharField(_("交流方式"), max_length=8, choices=Way, default=Way.WRITTEN)
    text = models.TextField(_("内容摘要"), max_length=4000, blank=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("交流材料")
        ordering = ["-activity__on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "author", "title"],
                name="contribution_once",
                violation_error_message=_("这次活动已经收过这份材料。"),
            ),
            models.CheckConstraint(
                name="contribution_has_words_or_file",
                condition=~Q(text="") | Q(file__isnull=False),
                violation_error_message=_("请上传材料，或者写明内容摘要。"),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def body(self) -> Body:
        return self.activity.body

    def get_absolute_url(self):
        return reverse("bulletins:contribution", args=[self.pk])

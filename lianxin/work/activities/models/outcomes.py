"""What an activity brought: opinions that become matters, and what it cost."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.models import Seat
from lianxin.work.activities.models.activities import Activity


class Opinion(models.Model):
    """An opinion heard at an activity; it may become a voter's message or a suggestion."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="opinions")
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出代表")
    )
    said_by = models.CharField(_("反映人"), max_length=40, blank=True)
    text = models.TextField(_("意见"), max_length=2000)
    matter = models.OneToOneField(
        Matter, models.PROTECT, null=True, blank=True, related_name="heard_at"
    )
    post_key = models.CharField(max_length=40, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("活动中的意见")
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post_key"], condition=~Q(post_key=""), name="opinion_posted_once"
            ),
        ]

    def __str__(self):
        return self.text[:40]

    @property
    def body(self):
        return self.activity.body


class Expense(models.Model):
    """One cost of an activity, in 分."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="expenses")
    what = models.CharField(_("用途"), max_length=80)
    amount = models.PositiveBigIntegerField(_("金额（分）"))

    class Meta:
        verbose_name = _("活动开支")
        ordering = ["activity", "pk"]
        constraints = [
            models.CheckConstraint(
                name="expense_is_something",
                condition=Q(amount__gt=0),
                violation_error_message=_("金额应当大于零。"),
            ),
        ]

    def __str__(self):
        return self.what

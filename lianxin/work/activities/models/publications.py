"""What the public may read of an activity: words of their own, put there by a step."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.activities.models.activities import Activity
from lianxin.work.activities.queries import PublicationQuerySet


class Publication(models.Model):
    """A recorded activity on the public pages (公开).

    body, kind, on: the activity's, repeated so that public lists read one index; only
    `workflow` writes them. title, text: what is shown, never the record's own words.
    is_shown: not once withdrawn; reason: why it was.
    """

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="publication")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    on = models.DateField(_("日期"))
    title = models.CharField(_("公开的标题"), max_length=80)
    text = models.TextField(_("公开的内容"), max_length=4000, blank=True)
    is_shown = models.BooleanField(_("公开"), default=True)
    reason = models.CharField(_("撤下的理由"), max_length=200, blank=True)
    published_on = models.DateField(_("公开日期"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动公开")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="publication_withdrawn_has_reason",
                condition=Q(is_shown=True) | ~Q(reason=""),
                violation_error_message=_("撤下应当写明理由。"),
            ),
            models.CheckConstraint(
                name="publication_has_title",
                condition=~Q(title=""),
                violation_error_message=_("请填写公开的标题。"),
            ),
        ]
        indexes = [
            models.Index(fields=["-on", "-id"], name="publication_day", condition=Q(is_shown=True)),
            models.Index(
                fields=["body", "-on"], name="publication_body_day", condition=Q(is_shown=True)
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def public_url(self) -> str:
        return reverse("portal:activity", args=[self.activity_id])

"""Papers wanted for an exchange (征集交流材料), and what deputies hand in themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body, Person
from lianxin.work.activities.models import Activity
from lianxin.work.bulletins.models.contributions import Contribution
from lianxin.work.bulletins.queries import CallQuerySet, OfferQuerySet


class Call(models.Model):
    """Deputies are asked for papers of one exchange. until: the last day, before it is held."""

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="call_for_papers", verbose_name=_("交流活动")
    )
    until = models.DateField(_("请在这一天前交"))
    words = models.CharField(_("要求"), max_length=200, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_on = models.DateField(_("征集日期"))

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("征集交流材料")
        ordering = ["until", "pk"]

    def __str__(self):
        return str(self.activity)

    @property
    def body(self) -> Body:
        return self.activity.body


class Offer(models.Model):
    """One paper a deputy hands in; once accepted it stands in the library as `contribution`.

    text: the paper itself, where it is not a file. Source: S-055.
    """

    class State(models.TextChoices):
        SENT = "sent", _("待接收")
        RETURNED = "returned", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")
        ACCEPTED = "accepted", _("已收入材料库")

    call = models.ForeignKey(Call, models.PROTECT, related_name="offers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("代表"))
    title = models.CharField(_("题目"), max_length=100)
    way = models.CharField(
        _("交流方式"),
        max_length=8,
        choices=Contribution.Way,
        default=Contribution.Way.WRITTEN,
    )
    text = models.TextField(_("内容"), max_length=4000, blank=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SENT)
    sent_on = models.DateField(_("交来日期"))
    reason = models.CharField(_("退回原因"), max_length=200, blank=True)
    decided_on = models.DateField(_("办理日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contribution = models.OneToOneField(
        Contribution, models.PROTECT, null=True, blank=True, related_name="offer"
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表交来的材料")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person", "title"],
                name="offer_once",
                violation_error_message=_("同一题目的材料您已经交过。请打开那一份办理。"),
            ),
            models.CheckConstraint(
                name="offer_has_words_or_file",
                condition=~Q(text="") | Q(file__isnull=False),
                violation_error_message=_("请上传材料，或者把内容写在这里。"),
            ),
            models.CheckConstraint(
                name="offer_returned_has_reason",
                condition=~Q(state="returned") | ~Q(reason=""),
                violation_error_message=_("退回应当写明原因。"),
            ),
            models.CheckConstraint(
                name="offer_decided_by_someone",
                condition=~Q(state__in=("returned", "accepted"))
                | Q(decided_on__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_in_library_once_accepted",
                condition=Q(state="accepted", contribution__isnull=False)
                | (~Q(state="accepted") & Q(contribution__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["call"], condition=Q(state="sent"), name="offer_waiting"),
        ]

    def __str__(self):
        return self.title

    @property
    def body(self) -> Body:
        return self.call.activity.body

    @property
    def tone(self) -> str:
        return {"sent": "info", "returned": "warn", "accepted": "ok"}.get(self.state, "")

    def get_absolute_url(self):
        return reverse("bulletins:offer", args=[self.pk])

"""Who was sent a bulletin, who read it and how, and what they asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.models import Body, Person, Seat
from lianxin.work.bulletins.models.bulletins import Bulletin
from lianxin.work.bulletins.queries import QuestionQuerySet, ReceiptQuerySet


class Receipt(models.Model):
    """One bulletin for one deputy. person: of the seat, repeated for the index.

    counts: whether the deputy belongs to the denominator; only `workflow.counting` writes it.
    """

    class Way(models.TextChoices):
        NONE = "", _("未读")
        SCREEN = "screen", _("网上阅读")
        PAPER = "paper", _("纸质送达")

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="receipts")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="bulletin_receipts")
    way = models.CharField(_("方式"), max_length=8, choices=Way, blank=True, default=Way.NONE)
    read_on = models.DateField(_("阅读或者送达日期"), null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    counts = models.BooleanField(default=True, editable=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("阅读回执")
        ordering = ["bulletin", "person__stroke_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "person"], name="receipt_once_per_deputy"),
            models.CheckConstraint(
                name="receipt_read_in_some_way",
                condition=Q(way="", read_on__isnull=True)
                | (~Q(way="") & Q(read_on__isnull=False, marked_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(way=""), name="receipt_person_unread"),
            models.Index(fields=["bulletin", "counts", "way"], name="receipt_bulletin_counts"),
        ]

    def __str__(self):
        return f"{self.person.name} {self.get_way_display()}"

    @property
    def body(self) -> Body:
        return self.bulletin.body


class Question(models.Model):
    """What a deputy asks or thinks about a bulletin, and the clerk's answer.

    matter: the suggestion it became.
    """

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="questions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("代表"))
    text = models.CharField(_("问题或者意见"), max_length=500)
    asked_on = models.DateField(_("提出日期"))
    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    matter = models.OneToOneField(
        Matter, models.PROTECT, null=True, blank=True, related_name="bulletin_question"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("对通报的提问")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="bulletin_question_answered_by_someone",
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["bulletin"], condition=Q(answer=""), name="bulletin_question_waiting"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def body(self) -> Body:
        return self.bulletin.body

    def get_absolute_url(self):
        return f"{reverse('bulletins:detail', args=[self.bulletin_id])}#q{self.pk}"

"""Whose turn it is: batches of the year, and each one who reports (述职对象).

Sources: 代表法 (2025), art. 58 para. 2; systems.md S-053 (每年按比例组织代表述职).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office, Seat
from lianxin.work.appraisals.models.meetings import Meeting
from lianxin.work.appraisals.queries import BatchQuerySet, SubjectQuerySet


class Batch(models.Model):
    """One batch of a year's plan (第一批). due_on: by when its meetings are held."""

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="appraisal_batches", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("批次"), max_length=40, help_text=_("如：第一批、上半年。"))
    due_on = models.DateField(_("在此之前述职"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("述职批次")
        ordering = ["-year", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "name"],
                name="appraisal_batch_once",
                violation_error_message=_("这一年已经有同名的批次，请换一个名称。"),
            ),
        ]

    def __str__(self):
        year = f"{self.year}年"
        return self.name if self.name.startswith(year) else f"{year}{self.name}"

    def get_absolute_url(self):
        return reverse("appraisals:batch", args=[self.pk])


class Subject(models.Model):
    """One who reports and is rated: a deputy by the seat, or an office, station, village.

    report: written by the one who reports. sources: the lines it was drafted from, as
    they stood then: [{on, words, url}]. feedback: what the raters' result and opinions
    were told the one rated.
    """

    class Report(models.TextChoices):
        NONE = "none", _("未起草")
        DRAFT = "draft", _("起草中")
        SENT = "sent", _("已报送")
        RETURNED = "returned", _("退回修改")
        ACCEPTED = "accepted", _("已审阅")

    WRITABLE = [Report.NONE, Report.DRAFT, Report.RETURNED]

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="appraisal_subjects", verbose_name=_("机构")
    )
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subjects",
        verbose_name=_("批次"),
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subjects",
        verbose_name=_("会议"),
    )
    seat = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appraisals",
        verbose_name=_("代表"),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appraisals",
        verbose_name=_("站所、村（社区）"),
    )
    since = models.DateField(_("报告起"))
    until = models.DateField(_("报告止"))
    report_state = models.CharField(
        _("述职报告"), max_length=10, choices=Report, default=Report.NONE
    )
    report = models.TextField(_("述职报告"), max_length=8000, blank=True)
    sources = models.JSONField(default=list, blank=True, editable=False)
    sent_on = models.DateField(_("报送日期"), null=True, blank=True)
    review = models.CharField(_("审阅意见"), max_length=500, blank=True)
    feedback = models.TextField(_("反馈意见"), max_length=2000, blank=True)
    feedback_on = models.DateField(_("反馈日期"), null=True, blank=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("述职对象")
        # By the order of names, never by what the ballots said.
        ordering = ["meeting", "seat__person__stroke_key", "office__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appraisal_subject_is_one",
                condition=Q(seat__isnull=False, office__isnull=True)
                | Q(seat__isnull=True, office__isnull=False),
                violation_error_message=_("述职对象应当是一位代表，或者一个单位。"),
            ),
            models.UniqueConstraint(
                fields=["meeting", "seat"], name="appraisal_seat_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["meeting", "office"], name="appraisal_office_once_a_meeting"
            ),
            models.UniqueConstraint(fields=["batch", "seat"], name="appraisal_seat_once_a_batch"),
            models.CheckConstraint(
                name="appraisal_sent_has_text",
                condition=~Q(report_state__in=["sent", "accepted"])
                | (Q(sent_on__isnull=False) & ~Q(report="")),
            ),
            models.CheckConstraint(
                name="appraisal_feedback_has_day",
                condition=Q(feedback="") | Q(feedback_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("appraisals:subject", args=[self.pk])

    @property
    def name(self) -> str:
        return self.seat.person.name if self.seat else self.office.name if self.office else ""

    @property
    def kind_words(self) -> str:
        if self.office is None:
            return str(_("代表"))
        return str(_("村（社区）") if self.office.kind == Office.Kind.VILLAGE else _("站所"))

    @property
    def rated_at(self) -> Meeting:
        """The meeting of one who has one. Raises ValueError for one who waits for it."""
        if self.meeting is None:
            raise ValueError(f"subject {self.pk} has no meeting")
        return self.meeting

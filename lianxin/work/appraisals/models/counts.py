"""Ballots counted: twice by hand from paper, at once from phones; then as one.

No ballot is kept, only sums. A phone's choices are added to running sums in the step
that uses its code up, so that neither a key, nor a moment, nor an order of rows leads
from a code to a choice.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.work.appraisals.models.meetings import Meeting, Raters


class Entry(models.Model):
    """What one person read from the paper ballots; two different people make one each."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="entries")
    place = models.PositiveSmallIntegerField(choices=[(1, _("第一次录入")), (2, _("第二次录入"))])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    at = models.DateTimeField(default=timezone.now)
    corrected = models.PositiveSmallIntegerField(_("更正次数"), default=0)

    class Meta:
        verbose_name = _("纸质票录入")
        ordering = ["meeting", "place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "place"], name="appraisal_entry_place"),
            # Double entry by one and the same person proves nothing.
            models.UniqueConstraint(
                fields=["meeting", "by"],
                name="appraisal_entry_by_two",
                violation_error_message=_("两次录入应当由两个人分别进行。"),
            ),
            models.CheckConstraint(
                name="appraisal_entry_one_or_two", condition=Q(place__gte=1, place__lte=2)
            ),
        ]

    def __str__(self):
        return f"{self.meeting} {self.place}"


class EntryLine(models.Model):
    """One object's paper ballots of one kind of raters, as one person read them.

    numbers: for each row of the scale, its grades in order and then those left blank.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="lines")
    subject = models.ForeignKey("appraisals.Subject", models.PROTECT, related_name="+")
    raters = models.CharField(max_length=10, choices=Raters)
    returned = models.PositiveIntegerField(_("收回"))
    invalid = models.PositiveIntegerField(_("废票"), default=0)
    numbers = models.JSONField(default=list)

    class Meta:
        verbose_name = _("纸质票录入（一行）")
        ordering = ["entry", "subject", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "subject", "raters"], name="appraisal_entry_line_once"
            ),
            models.CheckConstraint(
                name="appraisal_line_invalid_returned", condition=Q(invalid__lte=F("returned"))
            ),
        ]

    def __str__(self):
        return f"{self.entry} {self.subject}"


class PhoneCount(models.Model):
    """A running sum of phones. grade: its place; the number of grades stands for 弃权."""

    subject = models.ForeignKey("appraisals.Subject", models.CASCADE, related_name="phone_counts")
    raters = models.CharField(max_length=10, choices=Raters)
    row = models.PositiveSmallIntegerField()
    grade = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("手机测评累计")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "raters", "row", "grade"], name="appraisal_phone_sum_once"
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.row}.{self.grade}: {self.number}"


class Tally(models.Model):
    """The settled count of one object by one kind of raters, paper and phones together."""

    subject = models.ForeignKey("appraisals.Subject", models.PROTECT, related_name="tallies")
    raters = models.CharField(_("参评人"), max_length=10, choices=Raters)
    present = models.PositiveIntegerField(_("到会"))
    issued = models.PositiveIntegerField(_("发出"))
    returned = models.PositiveIntegerField(_("收回"))
    invalid = models.PositiveIntegerField(_("废票"))
    on_phone = models.PositiveIntegerField(_("其中手机"), default=0)

    class Meta:
        verbose_name = _("测评计票")
        ordering = ["subject", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "raters"], name="appraisal_tally_once"),
            models.CheckConstraint(
                name="appraisal_tally_adds_up",
                condition=Q(
                    issued__lte=F("present"),
                    returned__lte=F("issued"),
                    invalid__lte=F("returned"),
                    on_phone__lte=F("returned"),
                ),
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.get_raters_display()}"

    @property
    def valid(self) -> int:
        return self.returned - self.invalid


class GradeCount(models.Model):
    """How many chose one grade. name: the grade's word; empty for 弃权. good: 满意 or better."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="grades")
    row = models.PositiveSmallIntegerField()
    grade = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20, blank=True)
    is_good = models.BooleanField(default=False)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("等次票数")
        ordering = ["tally", "row", "grade"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "row", "grade"], name="appraisal_grade_once"),
        ]

    def __str__(self):
        return f"{self.name} {self.number}"

"""What is found: one row for each document, and how far a rebuilding has come."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIRST_DAY = date(1900, 1, 1)
DIRECTORY, TIMELESS = "first", "last"
LAST_DAY = (1 << 17) - 1
FIRST_DATED = 10
"""Days below are the ranks of what stands behind all days."""
RECORD_BITS, KIND_BITS = 30, 6
"""With 17 bits for the day an id has 53: a browser's script reads it whole."""
LAST_KIND = (1 << KIND_BITS) - 1


def document_id(
    number: int, object_id: int, on: date | None, place: str = "", rank: int = 0
) -> int:
    """Id of a document, from which the order of results is read: newest first.

    number: of its kind. place: "first" for what stands before all dated
    documents (people, offices), "last" for what stands behind (law), there by
    rank from 0 to 9, the highest first.
    Days take 17 bits (to the year 2258), kinds 6, records 30.
    """
    days = min(max((on - FIRST_DAY).days, FIRST_DATED), LAST_DAY - 1) if on else FIRST_DATED
    days = {DIRECTORY: LAST_DAY, TIMELESS: rank}.get(place, days)
    return first_of_day(days) | number << RECORD_BITS | object_id


def day_number(pk: int) -> int:
    """The day on which a document with this id stands, in days since FIRST_DAY."""
    return pk >> KIND_BITS + RECORD_BITS


def first_of_day(days: int) -> int:
    """No document that stands on this day, in days since FIRST_DAY, has a smaller id."""
    return days << KIND_BITS + RECORD_BITS


def kind_number(pk: int) -> int:
    """The number of the kind that a document with this id is of."""
    return pk >> RECORD_BITS & LAST_KIND


class Document(models.Model):
    """One thing that can be found; `index` alone writes it.

    The three columns of words are what the full text index reads. Their content
    differs by database, see `tables`. On PostgreSQL there is a fourth,
    `lexemes`, which Django does not know.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(_("种类"), max_length=12)
    object_id = models.BigIntegerField()
    county_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    title = models.CharField(_("标题"), max_length=300)
    details = models.CharField(_("摘要"), max_length=500, blank=True)
    text = models.TextField(_("内容"), blank=True)
    url = models.CharField(max_length=200)
    on = models.DateField(_("日期"), null=True)
    status = models.CharField(max_length=20, blank=True)
    title_words = models.TextField()
    body_words = models.TextField()
    key_words = models.TextField()
    digest = models.CharField(max_length=32)

    # Weight of what it shares with a text it was compared with; not a column.
    shared: float = 0.0

    class Meta:
        verbose_name = _("检索条目")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="document_once"),
        ]

    def __str__(self):
        return self.title


class Rebuilding(models.Model):
    """How far the rebuilding of one kind has come, so that it can go on after a break."""

    kind = models.CharField(max_length=12, unique=True)
    last_object_id = models.BigIntegerField(default=0)
    written = models.PositiveBigIntegerField(default=0)
    is_finished = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("检索重建进度")


class WordSample(models.Model):
    """How common words are, as the last job found; `sampling` alone writes and reads it."""

    taken_at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()

    class Meta:
        verbose_name = _("检索用字统计")

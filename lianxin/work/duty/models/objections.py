"""A deputy says that something in the own file is wrong or missing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Seat


class Objection(models.Model):
    """An objection to a line of the file, and what the office found.

    line: the line as it stood, or empty where something is missing. record: address of
    the record the line was read from; it is put right there, never in the file.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="duty_objections")
    line = models.CharField(_("档案中的这一条"), max_length=300, blank=True)
    record = models.CharField(max_length=200, blank=True)
    words = models.CharField(_("哪里不对"), max_length=300)
    raised_on = models.DateField(_("提出日期"))
    settled_on = models.DateField(_("处理日期"), null=True, blank=True)
    settlement = models.CharField(_("处理"), max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("对履职档案的异议")
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_says_what",
                condition=~Q(words=""),
                violation_error_message=_("请写明哪里不对。"),
            ),
            models.CheckConstraint(
                name="objection_settled_with_words",
                condition=Q(settled_on__isnull=True, settlement="")
                | Q(settled_on__isnull=False) & ~Q(settlement=""),
                violation_error_message=_("处理异议应当写明核实情况。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["seat"], condition=Q(settled_on__isnull=True), name="objection_open"
            ),
        ]

    def __str__(self):
        return self.words

    def get_absolute_url(self):
        return reverse("duty:objection", args=[self.pk])

    @property
    def body(self) -> Body:
        return self.seat.body

    @property
    def is_open(self) -> bool:
        return self.settled_on is None

"""Promises (承诺): what a reply plans to do, by when, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models.answers import Reply, Satisfaction
from lianxin.foundation.people.models import Body


class Promise(models.Model):
    """A dated undertaking in a reply; watched until kept or explained, over years and terms.

    It ends with its answer when the deputy is not satisfied and the matter is
    handled anew: the new answer says what is promised now.
    """

    class State(models.TextChoices):
        OPEN = "open", _("兑现中")
        KEPT = "kept", _("已兑现，待代表再评价")
        CONFIRMED = "confirmed", _("已兑现，代表认可")
        EXPLAINED = "explained", _("未能兑现，已说明")
        REPLACED = "replaced", _("已重新办理，由新的答复代替")

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="promises")
    county = models.ForeignKey(Body, models.PROTECT, related_name="+")
    text = models.CharField(_("承诺事项"), max_length=300)
    promised_on = models.DateField(_("承诺日期"))
    due_on = models.DateField(_("完成时限"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("兑现或说明日期"), null=True, blank=True)
    explanation = models.TextField(_("未落实原因"), blank=True, max_length=2000)
    second_judgement = models.CharField(
        _("代表再评价"), max_length=12, choices=Satisfaction, blank=True
    )
    second_reason = models.TextField(_("再评价意见"), blank=True, max_length=2000)
    second_judged_on = models.DateField(_("再评价日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("承诺事项")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="promise_due_after_promised",
                condition=Q(due_on__gt=F("promised_on")),
                violation_error_message=_("完成时限应当晚于承诺日期。"),
            ),
            models.CheckConstraint(
                name="promise_explained_says_why",
                condition=~Q(state="explained") | ~Q(explanation=""),
                violation_error_message=_("未能兑现的，应当说明原因。"),
            ),
            models.CheckConstraint(
                name="promise_settled_has_day",
                condition=Q(state="open") | Q(settled_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "due_on"], name="promise_board"),
            # The public wall of promises: open ones, then all, by their date.
            models.Index(fields=["state", "due_on", "id"], name="promise_wall"),
            models.Index(fields=["due_on", "id"], name="promise_day"),
        ]

    def __str__(self):
        return self.text

    @property
    def body(self):
        return self.reply.assignment.matter.body

    @property
    def latest_report(self):
        """The last word on it, from the reports already read."""
        return max(self.reports.all(), key=lambda one: (one.reported_on, one.pk), default=None)

    def is_carried_over(self, today) -> bool:
        """Still open after the year in which it was promised."""
        return self.state == self.State.OPEN and today.year > self.promised_on.year


class PromiseReport(models.Model):
    """A quarterly word on how a promise stands."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="reports")
    reported_on = models.DateField(_("日期"))
    text = models.TextField(_("进展"), max_length=3000)
    percent = models.PositiveSmallIntegerField(_("完成进度（%）"), null=True, blank=True)

    class Meta:
        verbose_name = _("承诺进展")
        ordering = ["reported_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="promise_report_percent",
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                violation_error_message=_("进度在 0 到 100 之间。"),
            ),
        ]

"""Clocks: each stored with the rule that set it, so that it can be explained later."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DeadlineQuerySet(models.QuerySet):
    def running(self):
        return self.filter(met_on__isnull=True, ended_on__isnull=True)


class Deadline(models.Model):
    """One running or finished period, from a start event to a due date.

    `rule` keeps the rulebook's answer as it was that day (value, unit,
    counting, article, roll, steps, calendar version): changing a rule later
    never rewrites it.
    """

    class Purpose(models.TextChoices):
        HANDOVER = "handover", _("交办")
        RETURN = "return", _("提出退办")
        REASSIGN = "reassign", _("重新交办")
        CONTACT = "contact", _("首次联系代表")
        ASSIST = "assist", _("协办意见")
        REPLY = "reply", _("答复")
        FEEDBACK = "feedback", _("代表反馈")
        REDO = "redo", _("重新办理")
        # Of voters' messages and petitions.
        ANSWER = "answer", _("回应选民")
        DECISION = "decision", _("受理决定")
        FINISH = "finish", _("办结")
        REPORT = "report", _("报告结果")
        PROMISE = "promise", _("兑现承诺")
        PROMISE_REPORT = "promise_report", _("承诺进展报告")

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="deadlines")
    assignment = models.ForeignKey(
        "matters.Assignment", models.CASCADE, null=True, blank=True, related_name="deadlines"
    )
    promise = models.ForeignKey(
        "matters.Promise", models.CASCADE, null=True, blank=True, related_name="deadlines"
    )
    purpose = models.CharField(_("事由"), max_length=16, choices=Purpose)
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("期限"))
    met_on = models.DateField(_("完成日"), null=True, blank=True)
    # Stopped without being met: taken back, withdrawn, replaced by an extension.
    ended_on = models.DateField(_("终止日"), null=True, blank=True)
    is_extended = models.BooleanField(_("已批延期"), default=False)
    rule = models.JSONField(_("依据"), default=dict)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="deadline_due_not_before_start", condition=Q(due_on__gte=F("started_on"))
            ),
            models.CheckConstraint(
                name="deadline_met_or_ended",
                condition=Q(met_on__isnull=True) | Q(ended_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(met_on__isnull=True, ended_on__isnull=True),
                name="deadline_running",
            ),
        ]

    @property
    def is_running(self) -> bool:
        return self.met_on is None and self.ended_on is None

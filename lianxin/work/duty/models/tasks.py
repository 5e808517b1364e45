"""Yearly tasks of deputies (六个一、五个一 and a body's own): what is asked, by which evidence.

Source: systems.md S-044.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body


class TaskList(models.Model):
    """What a body asks of each of its deputies from one day to another.

    basis: by which decision. Applies to the deputies of the body; of a street's, to the
    county's deputies in its groups.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        IN_FORCE = "in_force", _("已下达")
        WITHDRAWN = "withdrawn", _("已停用")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="task_lists", verbose_name=_("机构")
    )
    name = models.CharField(_("名称"), max_length=40, help_text=_("如：六个一。"))
    basis = models.CharField(
        _("依据"), max_length=120, blank=True, help_text=_("哪次会议、哪个文件定的。")
    )
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)

    class Meta:
        verbose_name = _("任务清单")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name", "since"],
                condition=~Q(state="withdrawn"),
                name="task_list_once",
                violation_error_message=_("本级这一期已有同名的任务清单。"),
            ),
            models.CheckConstraint(
                name="task_list_ends_after_start",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("止日不能早于起日。"),
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.since:%Y-%m-%d}—{self.until:%Y-%m-%d}）"

    def get_absolute_url(self):
        return reverse("duty:task_list", args=[self.pk])


class TaskItem(models.Model):
    """One thing asked: so much of some kinds of evidence, in the whole time or in each part.

    sources: keys of deeds; what they count is added. number: for each part of the time.
    """

    class Every(models.TextChoices):
        WHOLE = "whole", _("整个期间")
        HALF = "half", _("每半年")
        QUARTER = "quarter", _("每季度")

    MONTHS = {Every.HALF: 6, Every.QUARTER: 3}

    task_list = models.ForeignKey(TaskList, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("任务"), max_length=60)
    sources = models.JSONField(_("凭什么算完成"), default=list)
    number = models.PositiveSmallIntegerField(_("至少"), default=1)
    every = models.CharField(_("按"), max_length=8, choices=Every, default=Every.WHOLE)

    class Meta:
        verbose_name = _("任务")
        ordering = ["task_list", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_asks_something",
                condition=Q(number__gte=1),
                violation_error_message=_("至少要做一次（件）。"),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def body(self) -> Body:
        return self.task_list.body

"""Jobs: what was asked for, how far it is, and what came of it."""

import time
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Role

PROGRESS_EVERY = 0.5
"""Seconds between two entries of progress; what comes faster is left out."""


class Stopped(BaseException):
    """Thrown inside a job's function to end it.

    No Exception, so that a function that goes on after errors ends all the same.
    """


class Cancelled(Stopped):
    """Somebody asked for the job to be cancelled."""


class Lost(Stopped):
    """The job was taken to be dead and given to another worker: this run counts no more."""


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self):
        return self.filter(state__in=Job.UNFINISHED)

    def visible_to(self, user):
        """A person's own jobs; for a system administrator also those of the bodies kept,
        and those of the system itself, which belong to no body.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        seen = Q(by=user)
        for grant in user.current_grants:
            if grant.role == Role.SYSTEM_ADMIN:
                seen |= Q(by=None, body=None)
                seen |= Q(body__path__startswith=grant.body.path)
        return self.filter(seen)


class Job(models.Model):
    """One run of a background function, from being asked for to its end.

    `unique` is held by at most one job that waits or runs. `owner` names the
    run that works on it now: whoever is not the owner any more changes nothing.
    `was_refused` marks an `error` in the words of a refusal, which may speak of
    records and are for whoever asked alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    UNFINISHED = (State.WAITING, State.RUNNING)

    title = models.CharField(_("任务"), max_length=120)
    function = models.CharField(max_length=200)
    kwargs = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("发起人"),
    )
    body = models.ForeignKey(
        "people.Body", models.PROTECT, null=True, related_name="+", verbose_name=_("机构")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    unique = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(_("发起时间"), default=timezone.now)
    run_at = models.DateTimeField(default=timezone.now)
    rung_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    heartbeat = models.DateTimeField(null=True)
    owner = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    most_attempts = models.PositiveSmallIntegerField(default=4)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True)
    file = models.ForeignKey(
        "files.StoredFile",
        models.SET_NULL,
        null=True,
        related_name="jobs",
        verbose_name=_("结果"),
    )
    error = models.TextField(_("失败原因"), blank=True)
    was_refused = models.BooleanField(default=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("后台任务")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unique"],
                condition=Q(state__in=["waiting", "running"]) & ~Q(unique=""),
                name="job_unique_while_unfinished",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_at"], name="job_due"),
            models.Index(fields=["by", "-id"], name="job_of_account"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tasks:job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state not in self.UNFINISHED

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None while it has not said."""
        return min(100, self.done * 100 // self.total) if self.total else None

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is, and learn whether to go on.

        Cheap enough for every row: written at most twice a second.
        Raises Cancelled or Lost, which the function lets pass.
        """
        last = getattr(self, "_progress_at", 0.0)
        if done < total and time.monotonic() - last < PROGRESS_EVERY:
            return
        self._progress_at = time.monotonic()
        self.done, self.total = done, total
        self._own().update(done=done, total=total, heartbeat=timezone.now())
        self.raise_if_cancelled()

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled when somebody asked for that, Lost when the job is another's by now."""
        asked = self._own().values_list("cancel_asked", flat=True).first()
        if asked is None:
            raise Lost
        if asked:
            raise Cancelled

    def _own(self) -> models.QuerySet[Any]:
        return Job.objects.filter(pk=self.pk, state=Job.State.RUNNING, owner=self.owner)


class LastSlot(models.Model):
    """The last time of a schedule that was seen to; moves forward only."""

    path = models.CharField(max_length=200, unique=True)
    slot = models.DateTimeField()


class Worker(models.Model):
    """A process group that runs jobs, or starts scheduled ones, and when it was last heard of."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    runs_jobs = models.BooleanField()
    keeps_schedule = models.BooleanField()
    started_at = models.DateTimeField(_("启动时间"), default=timezone.now)
    heard_at = models.DateTimeField(_("最近心跳"), default=timezone.now)

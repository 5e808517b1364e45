"""A work report (工作报告): sections of prose, each saving of them, remarks on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Session
from lianxin.work.work_reports.queries import ReportQuerySet


class Report(models.Model):
    """One report of one body about one period.

    since, until: the days its figures count, both included. congress: the session it is
    laid before, in words; session: its record, where there is one. speaker: who reports.
    number: that of its last version. adopted_words: how the session adopted it.
    """

    class Kind(models.TextChoices):
        YEAR = "year", _("年度工作报告")
        HALF = "half", _("半年工作总结")
        TERM = "term", _("届内工作报告")

    class State(models.TextChoices):
        DRAFT = "draft", _("起草")
        REVIEW = "review", _("征求意见、审议")
        SIGNED = "signed", _("已签发")
        ADOPTED = "adopted", _("大会审议通过")
        PUBLISHED = "published", _("已公布")

    FIXED = (State.SIGNED, State.ADOPTED, State.PUBLISHED)
    """Signed: words and figures stay as they are."""

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="work_reports", verbose_name=_("机构")
    )
    kind = models.CharField(_("种类"), max_length=8, choices=Kind, default=Kind.YEAR)
    title = models.CharField(_("标题"), max_length=120)
    since = models.DateField(_("起始日"))
    until = models.DateField(_("截止日"))
    below = models.BooleanField(
        _("数字包括下级"), default=False, help_text=_("县级报告要写全县的数字时勾选。")
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提交的会议"),
    )
    speaker = models.CharField(_("报告人"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    number = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    returned = models.CharField(_("退回理由"), max_length=300, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    adopted_on = models.DateField(_("通过日期"), null=True, blank=True)
    adopted_words = models.CharField(_("审议情况"), max_length=200, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作报告")
        ordering = ["-until", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "since"],
                name="work_report_once_per_period",
                violation_error_message=_("这一时期的报告已经有了，请在原稿上继续。"),
            ),
            models.CheckConstraint(
                name="work_report_ends_after_start",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("截止日不能早于起始日。"),
            ),
            models.CheckConstraint(
                name="work_report_signed_by_someone",
                condition=Q(state__in=["draft", "review"])
                | Q(signed_by__isnull=False, signed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="work_report_adopted_has_day",
                condition=Q(state__in=["draft", "review", "signed"]) | Q(adopted_on__isnull=False),
                violation_error_message=_("请填写审议通过的日期。"),
            ),
            models.CheckConstraint(
                name="work_report_published_has_day",
                condition=~Q(state="published") | Q(published_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["body", "-until"], name="work_report_body_until")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("work_reports:detail", args=[self.pk])

    @property
    def is_fixed(self) -> bool:
        return self.state in self.FIXED

    @property
    def period(self) -> str:
        """2022年, or the days."""
        if self.kind == self.Kind.YEAR and (self.since.month, self.until.month) == (1, 12):
            return _("%d年") % self.since.year
        if self.kind == self.Kind.HALF and self.since.year == self.until.year:
            half = _("上半年") if self.since.month < 7 else _("下半年")
            return f"{self.since.year}年{half}"
        return f"{self.since:%Y-%m-%d}—{self.until:%Y-%m-%d}"


class Section(models.Model):
    """One section: a heading and prose in which figures stand as tokens.

    version: number of the version that changed it last; an edit names the one it began
    from, so that of two editors the later one never overwrites unseen.
    """

    class Part(models.TextChoices):
        OPENING = "opening", _("引言")
        PAST = "past", _("过去一年的工作")
        SHORTCOMINGS = "shortcomings", _("存在的不足")
        NEXT = "next", _("下一年的工作")
        CLOSING = "closing", _("结语")

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("次序"))
    key = models.CharField(max_length=30)
    part = models.CharField(_("部分"), max_length=12, choices=Part)
    title = models.CharField(_("标题"), max_length=80, blank=True)
    text = models.TextField(_("正文"), max_length=20000, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("报告章节")
        ordering = ["report", "order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="work_section_once"),
            models.UniqueConstraint(fields=["report", "order"], name="work_section_place"),
        ]

    def __str__(self):
        return self.title or self.get_part_display()

    @property
    def anchor(self) -> str:
        return f"section-{self.pk}"


class Version(models.Model):
    """The whole report as it stood after one saving or one step.

    content: [{"key", "title", "text"}, …] in order. words: what was done.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("版次"))
    content = models.JSONField()
    words = models.CharField(max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("报告版次")
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="work_version_once"),
        ]

    def __str__(self):
        return _("第 %d 版") % self.number


class Comment(models.Model):
    """A remark on one section, until it is dealt with."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField(_("针对的版次"))
    text = models.TextField(_("意见"), max_length=2000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    resolution = models.CharField(_("处理情况"), max_length=300, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("对报告的意见")
        ordering = ["section", "pk"]
        constraints = [
            models.CheckConstraint(
                name="work_comment_resolved_in_words",
                condition=Q(resolved_at__isnull=True) | ~Q(resolution=""),
                violation_error_message=_("请写明怎样处理了这条意见。"),
            ),
        ]

    def __str__(self):
        return self.text[:40]

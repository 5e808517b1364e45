"""What is stored of a year: a body's changes to it, ticks by hand, and the plan.

The duties themselves are computed (`queries.year_of`) from rules and records.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body, Role


class Period(models.TextChoices):
    WEEK = "week", _("每周")
    HALF_MONTH = "half_month", _("每半月")
    MONTH = "month", _("每月")
    ODD = "odd", _("每两个月")
    QUARTER = "quarter", _("每季度")
    HALF = "half", _("每半年")
    YEAR = "year", _("每年")
    SESSION = "session", _("每次大会")
    TERM = "term", _("每届")


OWNERS = (Role.CHAIR, Role.TOWNSHIP_CLERK, Role.COUNTY_CLERK, Role.PRESIDIUM_MEMBER)


class Beginning(models.Model):
    """From which day a body keeps its diary here; what was due before is asked of nobody."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="diary_beginning")
    on = models.DateField(_("从哪天起"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("年历起用日")


class Standing(models.Model):
    """How a body's year stood in the morning, for its desk: computing it takes longer.

    due, missed: how many. near: the next ones, each {"name", "on", "url"}, soonest first.
    """

    body = models.OneToOneField(Body, models.CASCADE, related_name="diary_standing")
    on = models.DateField()
    due = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    near = models.JSONField(default=list)

    class Meta:
        verbose_name = _("年历每日统计")


class Occasion(models.Model):
    """One dated duty as figures count it; written by `occasions` alone, from what is computed.

    on: names which time it is. due: the day; deadline: last day in time. state: a
    `states.State`.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="diary_occasions")
    key = models.SlugField(max_length=40)
    on = models.DateField()
    name = models.CharField(_("工作"), max_length=60)
    period = models.CharField(_("周期"), max_length=10, choices=Period)
    due = models.DateField(_("日子"))
    deadline = models.DateField(_("期限"))
    state = models.CharField(_("状态"), max_length=10)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("年历应办事项")
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "key", "on"], name="diary_occasion_once"),
        ]
        indexes = [models.Index(fields=["body", "due"], name="diary_occasion_day")]

    def __str__(self):
        return self.name


class DutySetting(models.Model):
    """What a body changed of a shipped duty: not kept here, taken over, or another day.

    months, day: instead of the shipped ones; none keeps those. weekday: of a weekly one.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="diary_settings")
    key = models.SlugField(max_length=40)
    is_on = models.BooleanField(_("本级开展"), default=True)
    months = models.JSONField(_("月份"), default=list, blank=True)
    day = models.PositiveSmallIntegerField(_("几号"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("星期几"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("年历事项设置")
        ordering = ["body", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "key"],
                name="diary_setting_once_per_duty",
                violation_error_message=_("这项工作刚刚有人改过。"),
            ),
            models.CheckConstraint(
                name="diary_setting_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("请写明理由。"),
            ),
            models.CheckConstraint(
                name="diary_setting_day",
                condition=Q(day__isnull=True) | Q(day__gte=1, day__lte=31),
                violation_error_message=_("几号应当在 1 到 31 之间。"),
            ),
            models.CheckConstraint(
                name="diary_setting_weekday",
                condition=Q(weekday__isnull=True) | Q(weekday__gte=1, weekday__lte=7),
                violation_error_message=_("星期几应当在 1 到 7 之间。"),
            ),
        ]


class OwnDuty(models.Model):
    """A recurring duty that a body adds: its own, or with `below` of all bodies below it."""

    PERIODS = (Period.WEEK, Period.MONTH, Period.QUARTER, Period.HALF, Period.YEAR)

    body = models.ForeignKey(Body, models.PROTECT, related_name="diary_duties")
    name = models.CharField(_("工作"), max_length=40)
    words = models.CharField(_("要求"), max_length=200, blank=True)
    period = models.CharField(
        _("周期"), max_length=10, choices=[(one.value, one.label) for one in PERIODS]
    )
    months = models.JSONField(_("月份"), default=list, blank=True)
    day = models.PositiveSmallIntegerField(_("几号（每周的填星期几）"))
    owner = models.CharField(
        _("责任人"),
        max_length=20,
        choices=[(one.value, one.label) for one in OWNERS],
        default=Role.CHAIR,
    )
    source = models.CharField(_("依据或者理由"), max_length=200)
    below = models.BooleanField(_("下级也开展"), default=False)
    since = models.DateField(_("从哪天起"))
    ended_on = models.DateField(_("到哪天止"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("自定年历事项")
        ordering = ["body", "pk"]
        constraints = [
            models.CheckConstraint(
                name="diary_own_duty_day",
                condition=Q(day__gte=1, day__lte=31),
                violation_error_message=_("几号应当在 1 到 31 之间。"),
            ),
            models.CheckConstraint(
                name="diary_own_duty_weekday",
                condition=~Q(period="week") | Q(day__lte=7),
                violation_error_message=_("每周的事项，填星期几：1 到 7。"),
            ),
            models.CheckConstraint(
                name="diary_own_duty_has_source",
                condition=~Q(source=""),
                violation_error_message=_("请写明依据或者理由。"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def key(self) -> str:
        return f"own-{self.pk}"


class Tick(models.Model):
    """Somebody says that a duty was done (人工登记), where no room records it.

    on: the day the duty was planned for, before holidays; it names which of the year's.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="diary_ticks")
    key = models.SlugField(max_length=40)
    on = models.DateField(editable=False)
    done_on = models.DateField(_("完成日期"))
    words = models.CharField(_("怎么完成的"), max_length=300)
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("证明")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("人工登记")
        ordering = ["body", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "key", "on"],
                name="diary_tick_once",
                violation_error_message=_("这一次刚刚有人登记过。"),
            ),
            models.CheckConstraint(
                name="diary_tick_has_words",
                condition=~Q(words=""),
                violation_error_message=_("请写明怎么完成的。"),
            ),
        ]


class YearPlan(models.Model):
    """The body's plan of a year (工作要点): drafted, sent to the Party committee, carried out."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草拟")
        SENT = "sent", _("报批")
        ACTIVE = "active", _("实施")
        SUMMED = "summed", _("已总结")

    body = models.ForeignKey(Body, models.PROTECT, related_name="year_plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    text = models.TextField(_("总体要求"), max_length=4000, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    sent_on = models.DateField(_("报批日期"), null=True, blank=True)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    approval = models.CharField(_("批准文号或者会议"), max_length=120, blank=True)
    remarks = models.CharField(_("退回意见"), max_length=300, blank=True)
    summary = models.TextField(_("全年总结"), max_length=8000, blank=True)
    summed_on = models.DateField(_("总结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("年度工作计划")
        ordering = ["body", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year"],
                name="diary_plan_once_a_year",
                violation_error_message=_("本级这一年的计划已经有了。"),
            ),
            models.CheckConstraint(
                name="diary_plan_approved_says_by_what",
                condition=~Q(state__in=("active", "summed"))
                | (Q(approved_on__isnull=False) & ~Q(approval="")),
                violation_error_message=_("请写明批准日期和批准文号（会议）。"),
            ),
        ]

    def __str__(self):
        return f"{self.body.short_name}{self.year}年工作要点"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("diary:plan_of", args=[self.body.code, self.year])


class Topic(models.Model):
    """A subject that may come into a plan (选题库)."""

    class State(models.TextChoices):
        OPEN = "open", _("待选")
        USED = "used", _("已列入")
        DROPPED = "dropped", _("不列入")

    body = models.ForeignKey(Body, models.PROTECT, related_name="diary_topics")
    words = models.CharField(_("题目"), max_length=200)
    source = models.CharField(
        _("来自"), max_length=100, help_text=_("如：党委交办、代表建议、群众反映集中。")
    )
    on = models.DateField(_("提出日期"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("不列入的理由"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("选题")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="diary_topic_dropped_has_reason",
                condition=~Q(state="dropped") | ~Q(reason=""),
                violation_error_message=_("不列入应当写明理由。"),
            ),
        ]

    def __str__(self):
        return self.words


class PlanItem(models.Model):
    """One thing planned for a month of the year, with its owner and what became of it.

    carried_from: the item of the year before that was still open.
    """

    class Origin(models.TextChoices):
        OWN = "own", _("本级提出")
        TOPIC = "topic", _("选题库")
        CARRIED = "carried", _("上年结转")

    class State(models.TextChoices):
        OPEN = "open", _("未完成")
        DONE = "done", _("已完成")
        DROPPED = "dropped", _("不再开展")

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="items")
    month = models.PositiveSmallIntegerField(_("月份"))
    words = models.CharField(_("事项"), max_length=200)
    owner = models.CharField(_("责任人"), max_length=60, blank=True)
    origin = models.CharField(_("来源"), max_length=8, choices=Origin, default=Origin.OWN)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("选题")
    )
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    state = models.CharField(_("进展"), max_length=8, choices=State, default=State.OPEN)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    result = models.CharField(_("完成情况"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("计划事项")
        ordering = ["plan", "month", "pk"]
        constraints = [
            models.CheckConstraint(
                name="diary_item_month",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message=_("月份应当在 1 到 12 之间。"),
            ),
            models.CheckConstraint(
                name="diary_item_done_has_day_and_result",
                condition=~Q(state="done") | (Q(done_on__isnull=False) & ~Q(result="")),
                violation_error_message=_("请写明完成日期和完成情况。"),
            ),
            models.CheckConstraint(
                name="diary_item_dropped_has_reason",
                condition=~Q(state="dropped") | ~Q(result=""),
                violation_error_message=_("不再开展应当写明理由。"),
            ),
        ]

    def __str__(self):
        return self.words

"""What a county asks of its bodies, what each sent and when; tasks from above."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body
from lianxin.work.returns import amounts
from lianxin.work.returns.queries import FilingQuerySet, ReturnQuerySet, TaskQuerySet

CODE = r"^[a-z][a-z0-9_]{0,39}$"


class Return(models.Model):
    """A return (报表) defined once as data: its lines, its days, who must send it by when.

    since, until: the days its figures count, both included. compares: the same numbers of
    the same days a year before stand beside them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        ASKED = "asked", _("已布置")
        CLOSED = "closed", _("已截止")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="returns", verbose_name=_("布置单位")
    )
    title = models.CharField(_("名称"), max_length=80)
    since = models.DateField(_("统计从"))
    until = models.DateField(_("统计到"))
    due_on = models.DateField(_("报送期限"))
    text = models.TextField(_("说明"), max_length=2000, blank=True)
    compares = models.BooleanField(_("并列上年同期"), default=False)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    asked_on = models.DateField(_("布置日期"), null=True, blank=True)
    closed_on = models.DateField(_("截止日期"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("报表")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="return_ends_after_start",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("统计的截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="return_asked_has_day",
                condition=Q(state="draft") | Q(asked_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("returns:detail", args=[self.pk])


class Line(models.Model):
    """One line of a return: a figure of the catalogue, a cell to be filled in (手填), a sum.

    code: by which the county's own layout names it. narrowed: part of the figure, by
    name; narrowed_words says it (「分类：经济」). money: the unit an amount of 分 is typed and
    shown in; "" of what is no money. addends: codes of the lines that add up to this one;
    a sum has nothing else, any other number is checked against them. counts_people: a
    person counts once, so that the bodies' numbers are never added.
    """

    class Kind(models.TextChoices):
        FIGURE = "figure", _("系统计算")
        NUMBER = "number", _("手填数字")
        TEXT = "text", _("手填文字")
        SUM = "sum", _("各项之和")

    class Money(models.TextChoices):
        YUAN = "yuan", _("元")
        WAN = "wan", _("万元")

    asked_in = models.ForeignKey(Return, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(_("代码"), max_length=40)
    label = models.CharField(_("项目"), max_length=60)
    kind = models.CharField(_("填法"), max_length=8, choices=Kind, default=Kind.FIGURE)
    figure = models.CharField(_("数字"), max_length=60, blank=True)
    narrowed = models.JSONField(default=dict, blank=True)
    narrowed_words = models.CharField(_("只算"), max_length=200, blank=True)
    money = models.CharField(_("金额单位"), max_length=4, choices=Money, blank=True)
    addends = models.JSONField(_("由哪些项目相加"), default=list, blank=True)
    unit = models.CharField(_("单位"), max_length=10, blank=True)
    counts_people = models.BooleanField(_("按人计，不能相加"), default=False)
    help = models.CharField(_("填报说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("报表项目")
        ordering = ["asked_in", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_in", "code"],
                name="return_line_code_once",
                violation_error_message=_("这张报表里已经有这个代码。"),
            ),
            models.CheckConstraint(
                name="return_line_figure_is_named",
                condition=(Q(kind="figure") & ~Q(figure="")) | (~Q(kind="figure") & Q(figure="")),
                violation_error_message=_("系统计算的项目，请选定一个数字；手填的不选。"),
            ),
            models.CheckConstraint(
                name="return_line_words_are_no_money",
                condition=~Q(kind="text") | Q(money=""),
                violation_error_message=_("手填文字没有金额单位。请改成手填数字，或者不选单位。"),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def is_number(self) -> bool:
        return self.kind != self.Kind.TEXT

    @property
    def is_sum(self) -> bool:
        return self.kind == self.Kind.SUM

    def words(self, value: int) -> str:
        """A number of this line as it is read, with its unit."""
        if self.money:
            return amounts.words(value, self.money)
        return f"{value} {self.unit}".strip()


class Layout(models.Model):
    """One version of the county's own spreadsheet for a return; it never changes."""

    asked_in = models.ForeignKey(Return, models.PROTECT, related_name="layouts")
    version = models.PositiveSmallIntegerField(_("版本"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    used = models.JSONField(_("用到的项目"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("报表格式")
        ordering = ["asked_in", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_in", "version"],
                name="return_layout_version_once",
                violation_error_message=_("刚刚有人上传了格式。请刷新后再试。"),
            ),
        ]


class Filing(models.Model):
    """One body's copy of a return: being filled in, sent, sent back, being corrected.

    sent_on: the day it was first sent, which says whether it was late. version: of what
    was sent last; 0 before.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待填报")
        SENT = "sent", _("已报送")
        BACK = "back", _("已退回")
        CORRECTING = "correcting", _("更正中")

    OPEN = (State.WAITING, State.BACK, State.CORRECTING)

    asked_in = models.ForeignKey(Return, models.PROTECT, related_name="filings")
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="filings", verbose_name=_("填报单位")
    )
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.WAITING)
    version = models.PositiveSmallIntegerField(default=0)
    sent_on = models.DateField(_("首次报送日期"), null=True, blank=True)
    reason = models.CharField(_("退回或者更正的理由"), max_length=300, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("填报")
        ordering = ["asked_in", "body__path"]
        constraints = [
            models.UniqueConstraint(fields=["asked_in", "body"], name="return_filing_once"),
            models.CheckConstraint(
                name="return_filing_sent_has_version",
                condition=~Q(state__in=("sent", "back", "correcting"))
                | Q(version__gt=0, sent_on__isnull=False),
            ),
            models.CheckConstraint(
                name="return_filing_back_has_reason",
                condition=~Q(state__in=("back", "correcting")) | ~Q(reason=""),
                violation_error_message=_("请写明理由。"),
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="return_filing_body_state")]

    def __str__(self):
        return f"{self.asked_in.title}（{self.body.short_name}）"

    def get_absolute_url(self):
        return reverse("returns:filing", args=[self.pk])

    def is_late(self, today) -> bool:
        """Sent after the due day, or not sent though it has passed."""
        return (self.sent_on or today) > self.asked_in.due_on

    @property
    def is_to_be_sent_again(self) -> bool:
        """Sent back or being corrected: until then what was sent last holds."""
        return self.state in {self.State.BACK, self.State.CORRECTING}


class Answer(models.Model):
    """What a body wrote into one line: the computed number and the typed one stay apart.

    computed: of the catalogue when it was saved; None of a line filled in by hand. value:
    what is reported. note: why it differs.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="answers")
    line = models.ForeignKey(Line, models.PROTECT, related_name="answers")
    computed = models.BigIntegerField(null=True, blank=True)
    value = models.BigIntegerField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("填报内容")
        constraints = [
            models.UniqueConstraint(fields=["filing", "line"], name="return_answer_once"),
            models.CheckConstraint(
                name="return_answer_difference_is_explained",
                condition=Q(computed__isnull=True)
                | Q(value__isnull=True)
                | Q(value=F("computed"))
                | ~Q(note=""),
                violation_error_message=_("与系统计算不同的，应当写明原因。"),
            ),
        ]

    @property
    def differs(self) -> bool:
        return self.computed is not None and self.value != self.computed


class Version(models.Model):
    """A filing as it was sent; it never changes. values: one for each line, in order."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    values = models.JSONField()
    signed_by = models.CharField(_("签字人"), max_length=60)
    signed_on = models.DateField(_("签字日期"))
    sent_on = models.DateField(_("报送日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("报送版本")
        ordering = ["filing", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="return_version_once"),
            models.CheckConstraint(
                name="return_correction_has_reason",
                condition=Q(number=1) | ~Q(reason=""),
                violation_error_message=_("更正应当写明原因。"),
            ),
        ]


class Task(models.Model):
    """A task, call or request from above, or a report made upward: received → reported."""

    class Kind(models.TextChoices):
        TASK = "task", _("交办事项")
        CALL = "call", _("会议、培训通知")
        DATA = "data", _("材料报送")
        REQUEST = "request", _("请示")
        REPORT = "report", _("汇报")

    class Whom(models.TextChoices):
        CONGRESS = "congress", _("上级人大常委会")
        PARTY = "party", _("同级党委")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        RECEIVED = "received", _("已收到")
        IN_HAND = "in_hand", _("办理中")
        REPORTED = "reported", _("已报告")

    UPWARD = (Kind.REQUEST, Kind.REPORT)

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="tasks_from_above", verbose_name=_("机构")
    )
    kind = models.CharField(_("种类"), max_length=8, choices=Kind, default=Kind.TASK)
    whom = models.CharField(_("对谁"), max_length=8, choices=Whom, default=Whom.CONGRESS)
    title = models.CharField(_("事项"), max_length=120)
    received_on = models.DateField(_("收到（提出）日期"))
    due_on = models.DateField(_("期限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.RECEIVED)
    owner = models.CharField(_("承办人"), max_length=60, blank=True)
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    result = models.TextField(_("办理和报告情况"), max_length=2000, blank=True)
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("材料")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("上级交办和请示汇报")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="return_task_reported_says_when_and_what",
                condition=~Q(state="reported") | (Q(reported_on__isnull=False) & ~Q(result="")),
                violation_error_message=_("请写明报告日期和报告情况。"),
            ),
            models.CheckConstraint(
                name="return_task_due_after_received",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("received_on")),
                violation_error_message=_("期限不能早于收到日期。"),
            ),
        ]
        indexes = [models.Index(fields=["body", "state", "due_on"], name="return_task_body_due")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("returns:task", args=[self.pk])

    def is_late(self, today) -> bool:
        """Reported after its due day, or not reported though it has passed."""
        return self.due_on is not None and (self.reported_on or today) > self.due_on

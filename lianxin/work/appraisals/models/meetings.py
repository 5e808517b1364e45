"""The meeting at which reports are heard and rated (述职测评会)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.codes import ALPHABET
from lianxin.foundation.people.models import Body
from lianxin.work.appraisals.queries import MeetingQuerySet
from lianxin.work.appraisals.scales import VerdictRule
from lianxin.work.voices.models import VoterMessage


def new_code() -> str:
    """The short code in the address of the phone page."""
    return "".join(secrets.choice(ALPHABET) for _place in range(10))


class Raters(models.TextChoices):
    """Of whom the electorate is made; counted apart (E11: 73 人参评, 其中代表 50 人)."""

    VOTERS = "voters", _("选民")
    DEPUTIES = "deputies", _("代表")
    OTHERS = "others", _("其他人员")


class Meeting(models.Model):
    """One meeting. Grades, rows and rule are its own copy of a scale, which never changes.

    base: of whom percentages are. members: 全体组成人员, where the rule counts by them.
    edge_up: a share of exactly 80 % or 50 % belongs to the better grade.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("已安排")
        RATING = "rating", _("正在测评")
        CLOSED = "closed", _("已收票，待计票")
        COUNTED = "counted", _("已计票")
        FILED = "filed", _("已归档")
        CANCELLED = "cancelled", _("已取消")

    HELD = [State.CLOSED, State.COUNTED, State.FILED]
    TOLD = [State.COUNTED, State.FILED]

    class Base(models.TextChoices):
        PRESENT = "present", _("到会参评人数")
        VALID = "valid", _("有效票")
        RETURNED = "returned", _("收回的票")
        MEMBERS = "members", _("全体组成人员")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="appraisal_meetings", verbose_name=_("机构")
    )
    title = models.CharField(_("会议名称"), max_length=80)
    on = models.DateField(_("日期"))
    from_time = models.TimeField(_("开始时间"))
    place = models.CharField(_("地点"), max_length=120)
    scale = models.CharField(max_length=20)
    scale_words = models.CharField(_("测评等次"), max_length=300, blank=True)
    grades = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    good = models.PositiveSmallIntegerField(default=1)
    verdict = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in VerdictRule],
        default=VerdictRule.NONE,
    )
    base = models.CharField(_("比例按什么算"), max_length=10, choices=Base, default=Base.PRESENT)
    members = models.PositiveIntegerField(_("全体组成人员"), null=True, blank=True)
    edge_up = models.BooleanField(_("正好 80%、50% 的归入高一档"), default=True)
    uses_codes = models.BooleanField(
        _("可以用手机测评"),
        default=False,
        help_text=_("勾选后打印一次性测评码，一码一票，与纸质票一并计数。"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    attended = models.PositiveIntegerField(_("到会选民和群众"), null=True, blank=True)
    gap_words = models.CharField(_("差额说明"), max_length=300, blank=True)
    reason = models.CharField(_("取消原因"), max_length=200, blank=True)
    is_public = models.BooleanField(_("公开结果"), default=False)
    counted_on = models.DateField(_("计票日期"), null=True, blank=True)
    filed_on = models.DateField(_("归档日期"), null=True, blank=True)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("述职测评会")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["body", "on"], name="appraisal_body_day")]
        constraints = [
            models.CheckConstraint(
                name="appraisal_members_known",
                condition=~Q(base="members") | Q(members__isnull=False, members__gt=0),
                violation_error_message=_("按全体组成人员算比例的，请写明全体组成人员是多少人。"),
            ),
            models.CheckConstraint(
                name="appraisal_counted_has_day",
                condition=~Q(state__in=["counted", "filed"]) | Q(counted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="appraisal_public_is_counted",
                condition=Q(is_public=False) | Q(state__in=["counted", "filed"]),
            ),
            models.CheckConstraint(
                name="appraisal_cancelled_has_reason",
                condition=~Q(state="cancelled") | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("appraisals:meeting", args=[self.pk])

    @property
    def rate_url(self) -> str:
        return reverse("appraisals:rate", args=[self.code])

    @property
    def public_url(self) -> str:
        return reverse("appraisals:published", args=[self.code])


class Turnout(models.Model):
    """Of one kind of raters: how many came, how many ballots (paper and codes) they were given."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="turnouts")
    raters = models.CharField(_("参评人"), max_length=10, choices=Raters)
    present = models.PositiveIntegerField(_("到会"), default=0)
    issued = models.PositiveIntegerField(_("发出"), default=0)

    class Meta:
        verbose_name = _("参评人数")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "raters"], name="appraisal_raters_once"),
            models.CheckConstraint(
                name="appraisal_issued_to_present",
                condition=Q(issued__lte=F("present")),
                violation_error_message=_("发出的票不能比到会的人多。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_raters_display()} {self.present}"


class Ticket(models.Model):
    """A one-time code, kept as a keyed hash; nothing leads from it to a choice."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="tickets")
    raters = models.CharField(max_length=10, choices=Raters)
    digest = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("一次性测评码")

    def __str__(self):
        return f"{self.meeting} {self.pk}"


class MeetingOpinion(models.Model):
    """What a voter said at the meeting; its words and its way are the message's."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="opinions")
    subject = models.ForeignKey(
        "appraisals.Subject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name=_("对谁的意见"),
    )
    message = models.OneToOneField(VoterMessage, models.PROTECT, related_name="appraisal_opinion")

    class Meta:
        verbose_name = _("述职会上的意见")
        ordering = ["meeting", "pk"]

    def __str__(self):
        return self.message.title

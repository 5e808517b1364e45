"""Who was to come, who came, and whether the deputy agrees with what was written."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Seat
from lianxin.work.activities.models.activities import Activity
from lianxin.work.activities.queries import AttendanceQuerySet


class Attendance(models.Model):
    """One deputy at one activity: leave and absence without leave stay apart.

    on: the activity's day, repeated so that a file reads one index. counts: present, in
    a recorded activity, in duty that day, not objected to; only `workflow` writes it.
    answer_by: last day on which the deputy may object; by the rulebook of the day of
    recording. Who says nothing until then is taken to agree, and shown so.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("已通知")
        COMING = "coming", _("报名参加")
        LEAVE = "leave", _("请假")
        PRESENT = "present", _("到会")
        EXCUSED = "excused", _("请假未到")
        ABSENT = "absent", _("缺席")

    class Via(models.TextChoices):
        LIST = "list", _("组织者点名")
        CODE = "code", _("扫码")
        PAPER = "paper", _("纸质签到表")
        OWN = "own", _("代表自报")

    class Answer(models.TextChoices):
        NONE = "", _("未回复")
        CONFIRMED = "confirmed", _("无异议")
        OBJECTED = "objected", _("有异议")
        SETTLED = "settled", _("异议已处理")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    on = models.DateField(editable=False)
    state = models.CharField(_("签到"), max_length=10, choices=State, default=State.INVITED)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    via = models.CharField(_("方式"), max_length=8, choices=Via, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(
        _("代表回复"), max_length=10, choices=Answer, blank=True, default=Answer.NONE
    )
    objection = models.CharField(_("异议"), max_length=300, blank=True)
    settlement = models.CharField(_("处理"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(_("提出异议的最后一天"), null=True, blank=True)
    counts = models.BooleanField(default=False, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("出勤")
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "seat"],
                name="attendance_once_per_deputy",
                violation_error_message=_("该代表已在名单上。"),
            ),
            models.CheckConstraint(
                name="attendance_leave_has_reason",
                condition=~Q(state__in=("leave", "excused")) | ~Q(reason=""),
                violation_error_message=_("请假应当写明原因。"),
            ),
            models.CheckConstraint(
                name="attendance_objection_has_words",
                condition=~Q(answer="objected") | ~Q(objection=""),
                violation_error_message=_("请写明哪里不对。"),
            ),
            models.CheckConstraint(
                name="attendance_counts_when_present",
                condition=Q(counts=False) | Q(state="present"),
            ),
        ]
        indexes = [models.Index(fields=["seat", "on"], name="attendance_seat_day")]

    def __str__(self):
        return f"{self.seat.person.name} {self.get_state_display()}"

    @property
    def state_words(self) -> str:
        """Its state; of a plan nobody was told of yet, that he is on the list."""
        if self.state == self.State.INVITED and self.activity.state == Activity.State.PLANNED:
            return str(_("已列入"))
        return str(self.get_state_display())

    def is_tacit(self, today) -> bool:
        """Whether the deputy said nothing while there was time (逾期未提异议，视为无异议)."""
        return (
            self.answer == self.Answer.NONE
            and self.answer_by is not None
            and (self.answer_by < today)
        )

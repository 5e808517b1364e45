"""Handing over and handling: who must answer, by when, and what they did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office


class HandoverMeeting(models.Model):
    """A meeting at which many matters are handed over at once (交办会)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="handover_meetings")
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    host = models.CharField(_("主持人"), max_length=60, blank=True)
    attendees = models.TextField(_("参加单位和人员"), blank=True, max_length=2000)
    minutes = models.TextField(_("会议纪要"), blank=True, max_length=10000)

    class Meta:
        verbose_name = _("交办会")
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.held_on:%Y-%m-%d} 交办会"


class AssignmentQuerySet(models.QuerySet):
    def active(self):
        """Handed over and not taken back."""
        return self.exclude(status=Assignment.Status.TAKEN_BACK)

    def answering(self):
        """Those that owe the deputy an answer: lead and separate handlers."""
        return self.active().filter(role__in=[Assignment.Role.LEAD, Assignment.Role.SEPARATE])

    def open(self):
        """Those whose answer (or assisting opinion) is still owed."""
        return self.filter(status__in=[Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED])


class Assignment(models.Model):
    """One handing-over (交办) of a matter to an office; a redo is a new round of it."""

    class Role(models.TextChoices):
        LEAD = "lead", _("主办")
        ASSIST = "assist", _("协办")
        SEPARATE = "separate", _("分办")

    class Status(models.TextChoices):
        ASSIGNED = "assigned", _("已交办待签收")
        RECEIVED = "received", _("已签收办理中")
        RETURN_ASKED = "return_asked", _("申请退办")
        ANSWERED = "answered", _("已答复")
        TAKEN_BACK = "taken_back", _("已改派")

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="assignments")
    office = models.ForeignKey(Office, models.PROTECT, related_name="assignments")
    role = models.CharField(_("承办方式"), max_length=10, choices=Role)
    status = models.CharField(_("状态"), max_length=14, choices=Status, default=Status.ASSIGNED)
    round = models.PositiveSmallIntegerField(_("第几次办理"), default=1)
    is_complex = models.BooleanField(_("涉及面广、处理难度大"), default=False)
    assigned_on = models.DateField(_("交办日期"))
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    meeting = models.ForeignKey(
        HandoverMeeting, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    received_on = models.DateField(_("签收日期"), null=True, blank=True)
    leader = models.CharField(_("分管领导"), max_length=60, blank=True)
    handler = models.CharField(_("经办人"), max_length=60, blank=True)
    handler_phone = models.CharField(_("经办人电话"), max_length=40, blank=True)
    plan = models.TextField(_("办理计划"), blank=True, max_length=5000)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    is_extended = models.BooleanField(_("已批延期"), default=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("交办")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="assignment_due_after_assigned",
                condition=Q(due_on__isnull=True) | Q(due_on__gt=F("assigned_on")),
                violation_error_message=_("办理期限应当晚于交办日期。"),
            ),
            models.UniqueConstraint(
                fields=["matter", "office"],
                condition=~Q(status="taken_back"),
                name="assignment_office_once",
                violation_error_message=_("该单位已在承办本件，不能重复交办。"),
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(role="lead") & ~Q(status="taken_back"),
                name="assignment_one_lead",
                violation_error_message=_("每件只能有一个主办单位。"),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "status", "-matter"], name="assignment_office_open"),
        ]

    def __str__(self):
        return f"{self.get_role_display()}：{self.office}"

    @property
    def body(self):
        return self.matter.body


class ReturnRequest(models.Model):
    """An office asks to be relieved of a matter that is not its business (退办)."""

    class Decision(models.TextChoices):
        PENDING = "pending", _("待审核")
        AGREED = "agreed", _("同意退办")
        REFUSED = "refused", _("不同意，继续办理")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="return_requests")
    asked_on = models.DateField(_("申请日期"))
    reason = models.TextField(_("退办理由"), max_length=2000)
    suggested_office = models.CharField(_("建议承办单位"), max_length=80, blank=True)
    signed_by = models.CharField(_("单位主要领导签批"), max_length=60, blank=True)
    decision = models.CharField(
        _("审核意见"), max_length=10, choices=Decision, default=Decision.PENDING
    )
    decided_on = models.DateField(_("审核日期"), null=True, blank=True)
    decision_note = models.TextField(_("审核说明"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("退办申请")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(decision="pending"),
                name="return_request_one_pending",
                violation_error_message=_("已有一份退办申请正在审核。"),
            ),
            models.CheckConstraint(
                name="return_request_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("退办应当书面说明理由。"),
            ),
        ]


class Contact(models.Model):
    """The handler contacted or met the deputy (联系、面商)."""

    class Way(models.TextChoices):
        PHONE = "phone", _("电话")
        FACE = "face", _("当面")
        ONLINE = "online", _("视频")
        LETTER = "letter", _("书面")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="contacts")
    contacted_on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=8, choices=Way)
    is_meeting = models.BooleanField(_("面商"), default=False)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    participants = models.CharField(_("参加人"), max_length=200, blank=True)
    office_person = models.CharField(_("面复人及职务"), max_length=80, blank=True)
    points = models.TextField(_("沟通要点"), blank=True, max_length=5000)
    deputy_opinion = models.TextField(_("代表意见"), blank=True, max_length=2000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("联系与面商记录")
        ordering = ["contacted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_meeting_is_face_or_online",
                condition=Q(is_meeting=False) | Q(way__in=["face", "online"]),
                violation_error_message=_("面商应当是当面或者视频。"),
            ),
        ]


class Extension(models.Model):
    """A longer period with consent (延期); an approved one is never late."""

    class Decision(models.TextChoices):
        PENDING = "pending", _("待审批")
        AGREED = "agreed", _("同意延期")
        REFUSED = "refused", _("不同意延期")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    asked_on = models.DateField(_("申请日期"))
    reason = models.TextField(_("延期原因"), max_length=2000)
    due_before = models.DateField(_("原期限"))
    asked_until = models.DateField(_("申请延至"))
    decision = models.CharField(
        _("审批意见"), max_length=10, choices=Decision, default=Decision.PENDING
    )
    decided_on = models.DateField(_("审批日期"), null=True, blank=True)
    decision_note = models.TextField(_("审批说明"), blank=True, max_length=2000)
    deputy_told_on = models.DateField(_("告知代表日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("延期申请")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(decision="pending"),
                name="extension_one_pending",
                violation_error_message=_("已有一份延期申请正在审批。"),
            ),
            models.CheckConstraint(
                name="extension_is_longer",
                condition=Q(asked_until__gt=F("due_before")),
                violation_error_message=_("延期后的期限应当晚于原期限。"),
            ),
        ]


class Progress(models.Model):
    """A progress note of the handling office."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="progress_notes")
    noted_on = models.DateField(_("日期"))
    text = models.TextField(_("进展"), max_length=5000)

    class Meta:
        verbose_name = _("办理进展")
        ordering = ["noted_on", "pk"]


class Reminder(models.Model):
    """An office (or a deputy who has not judged) was urged (催办)."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="reminders")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    reminded_on = models.DateField(_("催办日期"))
    words = models.CharField(_("催办内容"), max_length=300, blank=True)
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("催办")
        ordering = ["reminded_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "reminded_on"], name="reminder_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["matter", "reminded_on"],
                condition=Q(assignment__isnull=True),
                name="reminder_of_deputies_once_a_day",
            ),
        ]

"""Who handles it until when: referrals, clocks, a longer time, pressing."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Account, Office
from lianxin.work.petitions.models.petition import Petition


class ReferralQuerySet(models.QuerySet):
    def in_force(self):
        """Referrals not taken back: those who hold them see the petition."""
        return self.exclude(status=Referral.Status.TAKEN_BACK)

    def open(self):
        """Those whose answer is still owed."""
        return self.filter(
            status__in=[
                Referral.Status.SENT,
                Referral.Status.RECEIVED,
                Referral.Status.OBJECTED,
            ]
        )


class Referral(models.Model):
    """A petition handed on: to an office of the body (交办) or to the competent organ (转送).

    It names who is responsible and by when, or it cannot exist (systems.md M3).
    An organ outside the system is only named; what it answers is written down for it.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("已转办待签收")
        RECEIVED = "received", _("已签收办理中")
        OBJECTED = "objected", _("提出异议待核实")
        ANSWERED = "answered", _("已反馈结果")
        TAKEN_BACK = "taken_back", _("已收回")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="referrals")
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="petition_referrals",
        verbose_name=_("承办单位"),
    )
    organ = models.CharField(_("其他机关"), max_length=100, blank=True)
    responsible = models.CharField(_("责任人"), max_length=60)
    responsible_phone = models.CharField(_("责任人电话"), max_length=40, blank=True)
    referred_on = models.DateField(_("转办日期"))
    due_on = models.DateField(_("办结期限"))
    request = models.TextField(_("办理要求"), blank=True, max_length=2000)
    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.SENT)
    received_on = models.DateField(_("签收日期"), null=True, blank=True)
    objection = models.TextField(_("异议理由"), blank=True, max_length=2000)
    objected_on = models.DateField(_("提出异议日期"), null=True, blank=True)
    result = models.TextField(_("办理结果"), blank=True, max_length=5000)
    answered_on = models.DateField(_("反馈日期"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("信访转办")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="referral_has_responsible",
                condition=~Q(responsible=""),
                violation_error_message=_("转办应当明确责任人。请填写责任人。"),
            ),
            models.CheckConstraint(
                name="referral_due_after_referred",
                condition=Q(due_on__gt=F("referred_on")),
                violation_error_message=_("办结期限应当晚于转办日期。"),
            ),
            models.CheckConstraint(
                name="referral_to_one",
                condition=Q(office__isnull=False, organ="")
                | (Q(office__isnull=True) & ~Q(organ="")),
                violation_error_message=_("请选择承办单位，或者写明其他机关，二者选一。"),
            ),
            models.CheckConstraint(
                name="referral_answered_has_result",
                condition=~Q(status="answered") | ~Q(result=""),
                violation_error_message=_("请写明办理结果。"),
            ),
            models.UniqueConstraint(
                fields=["petition", "office"],
                condition=~Q(status="taken_back") & Q(office__isnull=False),
                name="referral_office_once",
                violation_error_message=_("该单位已在承办本件，不能重复转办。"),
            ),
        ]
        indexes = [models.Index(fields=["office", "status"], name="referral_office_open")]

    def __str__(self):
        return self.receiver

    @property
    def body(self):
        return self.petition.body

    @property
    def receiver(self) -> str:
        return self.office.name if self.office else self.organ


class Clock(models.Model):
    """One period of a petition, stored with the rule that set it.

    Kept apart from the deadlines of other matters: reminders and calendars of
    those tell everyone concerned, and here some must not be told.
    """

    class Purpose(models.TextChoices):
        DECISION = "decision", _("告知是否受理")
        FINISH = "finish", _("办结")
        OBJECTION = "objection", _("对转办提出异议")
        REPORT = "report", _("向上级报告结果")
        REVIEW_REQUEST = "review_request", _("信访人请求复查")
        REVIEW = "review", _("提出复查意见")
        REEXAMINATION_REQUEST = "reexam_request", _("信访人请求复核")
        REEXAMINATION = "reexamination", _("提出复核意见")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="clocks")
    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="clocks"
    )
    purpose = models.CharField(_("事由"), max_length=16, choices=Purpose)
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("期限"))
    met_on = models.DateField(_("完成日"), null=True, blank=True)
    ended_on = models.DateField(_("终止日"), null=True, blank=True)
    is_extended = models.BooleanField(_("已批延期"), default=False)
    rule = models.JSONField(_("依据"), default=dict)

    class Meta:
        verbose_name = _("信访期限")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "purpose"],
                condition=Q(met_on__isnull=True, ended_on__isnull=True, referral__isnull=True),
                name="petition_clock_one_running",
            ),
        ]

    @property
    def is_running(self) -> bool:
        return self.met_on is None and self.ended_on is None

    @property
    def article(self) -> str:
        return str(self.rule.get("article") or self.rule.get("source", ""))

    @property
    def explanation(self) -> str:
        return str(self.rule.get("explanation", ""))


class Extension(models.Model):
    """A longer time for finishing, once, approved by the head and told to the petitioner.

    Source: 信访工作条例 (2022), art. 34.
    """

    petition = models.OneToOneField(Petition, models.CASCADE, related_name="extension")
    reason = models.TextField(_("延期理由"), max_length=2000)
    due_before = models.DateField(_("原期限"))
    due_on = models.DateField(_("延长到"))
    approved_by = models.CharField(_("批准的负责人"), max_length=60)
    approved_on = models.DateField(_("批准日期"))
    told_on = models.DateField(_("告知信访人日期"))

    class Meta:
        verbose_name = _("信访延期")
        constraints = [
            models.CheckConstraint(
                name="petition_extension_approved",
                condition=~Q(approved_by="") & ~Q(reason=""),
                violation_error_message=_("延期应当写明理由，经本机关负责人批准。"),
            ),
            models.CheckConstraint(
                name="petition_extension_is_longer",
                condition=Q(due_on__gt=F("due_before")),
                violation_error_message=_("延长后的期限应当晚于原期限。"),
            ),
        ]


class Pressing(models.Model):
    """The organ that holds it was urged (催办), or its handling supervised (督办)."""

    class Kind(models.TextChoices):
        URGE = "urge", _("催办")
        SUPERVISE = "supervise", _("督办")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="pressings")
    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="pressings"
    )
    kind = models.CharField(_("方式"), max_length=10, choices=Kind)
    pressed_on = models.DateField(_("日期"))
    words = models.TextField(_("内容"), max_length=2000)
    people = models.CharField(_("参加人员"), max_length=200, blank=True)
    pressed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("催办和督办")
        ordering = ["pressed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "pressed_on"],
                condition=Q(kind="urge"),
                name="petition_urged_once_a_day",
                violation_error_message=_("今天已经催办过，不必重复。"),
            ),
        ]

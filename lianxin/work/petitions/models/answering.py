"""What came of it: appointments, contacts, opinions, reports upward, reviews."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.foundation.people.models import Account, Person
from lianxin.work.petitions.models.petition import Petition


class Appointment(models.Model):
    """A leader receives the petitioner of a hard case by appointment (约访)."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="appointments")
    leader = models.CharField(_("约访领导"), max_length=60)
    meets_on = models.DateField(_("约访日期"))
    place = models.CharField(_("地点"), max_length=80)
    instruction = models.TextField(_("领导批示"), blank=True, max_length=2000)
    outcome = models.TextField(_("约访结果"), blank=True, max_length=3000)
    is_held = models.BooleanField(_("已约访"), default=False)
    is_settled = models.BooleanField(_("已化解"), default=False)

    class Meta:
        verbose_name = _("领导约访")
        ordering = ["meets_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appointment_held_has_outcome",
                condition=Q(is_held=False) | ~Q(outcome=""),
                violation_error_message=_("请写明约访结果。"),
            ),
            models.CheckConstraint(
                name="appointment_settled_is_held",
                condition=Q(is_settled=False) | Q(is_held=True),
            ),
        ]


class SpokespersonContact(models.Model):
    """The deputy who speaks for the petitioner was in touch with them (S-026)."""

    class Way(models.TextChoices):
        VISIT = "visit", _("上门")
        PHONE = "phone", _("电话")
        MEETING = "meeting", _("面谈")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    contacted_on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=8, choices=Way)
    words = models.TextField(_("联系情况"), max_length=2000)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("代言人联系记录")
        ordering = ["contacted_on", "pk"]


class Opinion(models.Model):
    """The written answer; of a claim handled the sixth way, the petition opinion (信访处理意见书).

    Source: 信访工作条例 (2022), arts. 29, 31, 32.
    """

    class Outcome(models.TextChoices):
        SUPPORT = "support", _("予以支持")
        EXPLAIN = "explain", _("解释说明")
        REJECT = "reject", _("不予支持")
        ADOPT = "adopt", _("采纳或者部分采纳")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="opinions")
    request = models.TextField(_("投诉请求"), max_length=5000)
    facts = models.TextField(_("查明的事实和理由"), max_length=10000)
    conclusion = models.TextField(_("处理意见"), max_length=10000)
    basis = models.TextField(_("法律法规依据"), max_length=3000)
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome)
    signed_by = models.CharField(_("签发人"), max_length=60)
    issued_on = models.DateField(_("出具日期"))
    delivered_on = models.DateField(_("送达日期"))
    grade = models.CharField(_("信访人评价"), max_length=12, choices=Satisfaction, blank=True)
    grade_words = models.TextField(_("信访人的话"), blank=True, max_length=2000)
    graded_on = models.DateField(_("评价日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("信访处理意见")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="opinion_is_complete",
                condition=~Q(request="") & ~Q(facts="") & ~Q(conclusion="") & ~Q(basis=""),
                violation_error_message=_(
                    "处理意见书应当载明投诉请求、事实和理由、处理意见及其法律法规依据（信访工作条例第三十二条）。"
                ),
            ),
            models.CheckConstraint(
                name="opinion_delivered_after_issue",
                condition=Q(delivered_on__gte=F("issued_on")),
                violation_error_message=_("送达日期不能早于出具日期。"),
            ),
        ]

    @property
    def body(self):
        return self.petition.body


class HigherReport(models.Model):
    """What came of a petition from above, reported to the organ that sent it."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="reports")
    reported_on = models.DateField(_("报告日期"))
    number = models.CharField(_("报告文号"), max_length=60, blank=True)
    text = models.TextField(_("办理结果"), max_length=5000)
    signed_by = models.CharField(_("签发人"), max_length=60)

    class Meta:
        verbose_name = _("结果报告")
        ordering = ["pk"]

    @property
    def body(self):
        return self.petition.body


class Review(models.Model):
    """The petitioner did not accept the answer: review (复查), then re-examination (复核).

    Source: 信访工作条例 (2022), arts. 35, 36.
    """

    class Stage(models.TextChoices):
        REVIEW = "review", _("复查")
        REEXAMINATION = "reexamination", _("复核")

    class Finding(models.TextChoices):
        PENDING = "", _("办理中")
        UPHELD = "upheld", _("维持")
        CHANGED = "changed", _("撤销或者变更，重新办理")

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="reviews")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="reviews")
    stage = models.CharField(_("环节"), max_length=14, choices=Stage)
    organ = models.CharField(_("办理机关"), max_length=100)
    asked_on = models.DateField(_("收到请求日期"))
    reason = models.TextField(_("信访人的理由"), max_length=2000)
    hearing_days = models.PositiveSmallIntegerField(_("听证所用天数"), default=0)
    finding = models.CharField(_("结论"), max_length=8, choices=Finding, blank=True, default="")
    text = models.TextField(_("意见"), blank=True, max_length=5000)
    decided_on = models.DateField(_("提出意见日期"), null=True, blank=True)
    delivered_on = models.DateField(_("送达日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("复查复核")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "stage"],
                name="review_once_per_stage",
                violation_error_message=_("对这份意见的这一环节已经提出过。"),
            ),
            models.CheckConstraint(
                name="review_decided_has_finding",
                condition=Q(decided_on__isnull=True)
                | (~Q(finding="") & ~Q(text="") & Q(delivered_on__isnull=False)),
                violation_error_message=_("请写明结论、意见和送达日期。"),
            ),
        ]

"""A request for permission to arrest, try or otherwise restrain a deputy; or the report of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.work.care.models.cases import RightsCase


class LibertyRequest(models.Model):
    """What an organ asked or reported, and what the congress decided.

    needs_consent: asked of the presidium or standing committee, for deputies of the county
    and above; a report otherwise: of one caught in the act and detained, and of whatever is
    done to a township's deputy. taken_on: day of the measure. for_speech, for_duty: what the
    examination found: prosecution for speeches and votes, retaliation for acts of duty; None
    until it was examined.

    Source: 代表法 (2025), art. 39; 地方组织法 (2022), art. 40.
    """

    class Measure(models.TextChoices):
        ARREST = "arrest", _("逮捕")
        TRIAL = "trial", _("刑事审判")
        OTHER = "other", _("法律规定的其他限制人身自由的措施")
        IN_THE_ACT = "in_the_act", _("因现行犯被拘留")

    class Before(models.TextChoices):
        PRESIDIUM = "presidium", _("本级人大主席团（大会期间）")
        STANDING = "standing", _("本级人大常委会（闭会期间）")

    class Decision(models.TextChoices):
        WAITING = "", _("未决定")
        PERMITTED = "permitted", _("许可")
        REFUSED = "refused", _("不许可")

    case = models.OneToOneField(RightsCase, models.PROTECT, related_name="liberty")
    measure = models.CharField(_("措施"), max_length=12, choices=Measure)
    measure_words = models.CharField(_("具体措施"), max_length=60, blank=True)
    organ = models.CharField(_("提请或者报告的机关"), max_length=80)
    letter = models.CharField(_("来文字号"), max_length=60, blank=True)
    received_on = models.DateField(_("收到日期"))
    taken_on = models.DateField(_("采取措施日期"), null=True, blank=True)
    needs_consent = models.BooleanField()
    before = models.CharField(_("提交给"), max_length=10, choices=Before, blank=True)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    for_speech = models.BooleanField(_("是否因会议发言、表决被追究"), null=True, blank=True)
    for_duty = models.BooleanField(_("是否因执行职务被打击报复"), null=True, blank=True)
    meeting = models.CharField(_("会议"), max_length=80, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    decision = models.CharField(_("决定"), max_length=10, choices=Decision, blank=True, default="")
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    answered_on = models.DateField(_("答复机关日期"), null=True, blank=True)
    answer_letter = models.CharField(_("答复文号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("限制人身自由的许可和报告")
        constraints = [
            models.CheckConstraint(
                name="liberty_decided_at_a_meeting",
                condition=Q(decision="")
                | Q(
                    needs_consent=True,
                    submitted_on__isnull=False,
                    decided_on__isnull=False,
                    for_speech__isnull=False,
                    for_duty__isnull=False,
                )
                & ~Q(meeting="")
                & ~Q(before=""),
                violation_error_message=_("决定应当由会议作出，写明会议、日期和审查情况。"),
            ),
            models.CheckConstraint(
                name="liberty_not_permitted_against_duty",
                condition=~Q(decision="permitted") | Q(for_speech=False, for_duty=False),
                violation_error_message=_("属于追究发言表决或者打击报复的，不能许可。"),
            ),
            models.CheckConstraint(
                name="liberty_refused_has_reason",
                condition=~Q(decision="refused") | ~Q(reason=""),
                violation_error_message=_("不许可应当写明理由。"),
            ),
            models.CheckConstraint(
                name="liberty_days_in_order",
                condition=(Q(submitted_on__isnull=True) | Q(submitted_on__gte=F("received_on")))
                & (Q(decided_on__isnull=True) | Q(decided_on__gte=F("submitted_on")))
                & (Q(answered_on__isnull=True) | Q(answered_on__gte=F("decided_on"))),
                violation_error_message=_("提交、决定、答复的日期应当依次在收到以后。"),
            ),
        ]

    @property
    def is_report(self) -> bool:
        return not self.needs_consent

    @property
    def was_taken_before_consent(self) -> bool:
        """Whether the measure was taken while nothing had been permitted."""
        if not self.needs_consent or self.taken_on is None:
            return False
        permitted = self.decision == self.Decision.PERMITTED
        return not permitted or (self.decided_on is not None and self.taken_on < self.decided_on)

    @property
    def days_until_report(self) -> int | None:
        """Days from the measure to its report; the law says at once, without a number."""
        if self.needs_consent or self.taken_on is None:
            return None
        return (self.received_on - self.taken_on).days

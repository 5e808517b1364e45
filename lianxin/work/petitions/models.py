"""Petitions (信访): who came with what, which organ answers by when, and what came of it.

Source: 信访工作条例 (2022); systems.md S-024 to S-028.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.engines.matters.queries import MatterQuerySet
from lianxin.foundation.people.models import Account, Office, Person
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import VoterMessage

MOST_REPRESENTATIVES = 5
"""信访工作条例 (2022), art. 20 para. 3; a constraint cannot ask the rulebook."""


class PetitionQuerySet(MatterQuerySet):
    def for_list(self):
        """All that one row of a list shows; nothing of who came."""
        referrals = Referral.objects.in_force().select_related("office")
        return self.select_related("body", "spokesperson").prefetch_related(
            models.Prefetch("referrals", referrals, to_attr="shown_referrals")
        )


class Petition(Matter):
    """One thing raised by letter, visit, telephone, network or from above.

    `Matter.submitted_on` is the day of receipt. Cases are rows, persons are
    counted apart (`number_of_persons`). Always confidential: who sees it is
    said in `kind.grounds` alone.
    """

    class Channel(models.TextChoices):
        LETTER = "letter", _("来信")
        VISIT = "visit", _("来访")
        PHONE = "phone", _("来电")
        NETWORK = "network", _("网上信访")
        HIGHER = "higher", _("上级转交")

    class Sort(models.TextChoices):
        OPINION = "opinion", _("建议意见")
        ACCUSATION = "accusation", _("检举控告")
        CLAIM = "claim", _("申诉求决")

    class Way(models.TextChoices):
        """Six ways for a claim (art. 31); only the sixth ends in an opinion."""

        NONE = "", _("尚未确定")
        LITIGATION = "litigation", _("（一）诉讼、复议、法律监督、公安法律程序")
        ARBITRATION = "arbitration", _("（二）仲裁程序")
        PARTY = "party", _("（三）党员申诉、申请复审等程序")
        ADMINISTRATIVE = "administrative", _("（四）行政复议、裁决、许可等行政程序")
        DUTY = "duty", _("（五）申请查处违法行为、履行保护职责")
        OPINION = "opinion", _("（六）听取陈述、调查核实，出具信访处理意见书")

    class Ground(models.TextChoices):
        """Ready-made grounds for not accepting (practice.md §2.1), each with where to go."""

        COURT = "court", _("属于人民法院职权范围")
        PROCURATORATE = "procuratorate", _("属于人民检察院职权范围")
        LITIGATION = "litigation", _("已经或者依法应当通过诉讼解决")
        ARBITRATION = "arbitration", _("已经或者依法应当通过仲裁解决")
        RECONSIDERATION = "reconsideration", _("已经或者依法应当通过行政复议解决")
        ELSEWHERE = "elsewhere", _("不属于本机关职权范围")
        PENDING = "pending", _("下级机关正在规定期限内办理同一事项")
        REEXAMINED = "reexamined", _("已经复核，仍以同一事实和理由提出")

    channel = models.CharField(_("来源"), max_length=8, choices=Channel)
    sort = models.CharField(_("类别"), max_length=10, choices=Sort, default=Sort.CLAIM)
    way = models.CharField(
        _("申诉求决的办理方式"), max_length=14, choices=Way, blank=True, default=""
    )
    is_group = models.BooleanField(_("多人共同提出"), default=False)
    number_of_persons = models.PositiveIntegerField(_("人数"), default=1)
    representatives = models.PositiveSmallIntegerField(_("推选代表人数"), null=True, blank=True)
    # Name or address unclear: the organ owes no written answer (art. 23 para. 2).
    is_unreachable = models.BooleanField(_("姓名、住址不清"), default=False)
    place = models.CharField(_("问题发生地"), max_length=80, blank=True)
    higher_organ = models.CharField(_("转交的上级机关"), max_length=100, blank=True)
    higher_number = models.CharField(_("上级转交文号"), max_length=60, blank=True)
    report_due_on = models.DateField(_("上级要求报告结果的日期"), null=True, blank=True)
    ground = models.CharField(_("不予受理理由"), max_length=16, choices=Ground, blank=True)
    where_to_go = models.CharField(_("告知的去处"), max_length=200, blank=True)
    told_on = models.DateField(_("书面告知日期"), null=True, blank=True)
    spokesperson = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spoken_for",
        verbose_name=_("信访代言人"),
    )
    shares_with_spokesperson = models.BooleanField(_("同意告知代言人联系方式"), default=False)
    shares_with_office = models.BooleanField(_("同意告知承办单位联系方式"), default=False)
    is_old_case = models.BooleanField(_("积案"), default=False)
    old_case_reason = models.CharField(_("列为积案的情况"), max_length=300, blank=True)
    message = models.OneToOneField(
        VoterMessage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="petition",
        verbose_name=_("由来的选民留言"),
    )
    became = models.ForeignKey(
        Suggestion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="petitions",
        verbose_name=_("所转建议"),
    )
    outcome_words = models.TextField(_("办结情况"), blank=True, max_length=3000)
    query_hash = models.CharField(max_length=64, unique=True, editable=False)

    objects = PetitionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("信访事项")
        constraints = [
            models.CheckConstraint(
                name="petition_has_persons",
                condition=Q(number_of_persons__gte=1),
                violation_error_message=_(
                    "人数至少是 1 人。不知道有几人的，按来信署名或者到场人数填。"
                ),
            ),
            models.CheckConstraint(
                name="petition_group_visit_representatives",
                condition=~Q(channel="visit", is_group=True)
                | Q(
                    representatives__isnull=False,
                    representatives__gte=1,
                    representatives__lte=MOST_REPRESENTATIVES,
                ),
                violation_error_message=_(
                    "多人走访应当推选代表，代表人数不得超过 5 人（信访工作条例第二十条第三款）。请请来访群众推选代表后再登记。"
                ),
            ),
            models.CheckConstraint(
                name="petition_from_above_names_organ",
                condition=~Q(channel="higher") | (~Q(higher_organ="") & ~Q(higher_number="")),
                violation_error_message=_("上级转交的，请填写转交机关和文号。"),
            ),
            models.CheckConstraint(
                name="petition_old_case_has_reason",
                condition=Q(is_old_case=False) | ~Q(old_case_reason=""),
                violation_error_message=_("列为积案的，请写明疑难、复杂在哪里。"),
            ),
            models.CheckConstraint(
                name="petition_refusal_says_where_to_go",
                condition=Q(ground="") | ~Q(where_to_go=""),
                violation_error_message=_("不予受理的，应当告知信访人可以向哪里提出。"),
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "-matter_ptr"], name="petition_channel_newest"),
            models.Index(fields=["spokesperson"], name="petition_spokesperson"),
        ]

    def save(self, *args, **kwargs):
        self.kind, self.is_confidential = Matter.Kind.PETITION, True
        super().save(*args, **kwargs)

    @property
    def status_words(self) -> str:
        """The status as petition work calls it."""
        return str(STATUS_WORDS.get(self.status, self.get_status_display()))

    @property
    def needs_opinion(self) -> bool:
        """Whether it ends in a petition opinion (信访处理意见书) within 60 days."""
        return self.sort == self.Sort.CLAIM and self.way == self.Way.OPINION


S = Matter.Status
STATUS_WORDS: dict[str, Any] = {
    S.SUBMITTED: _("已登记，待决定是否受理"),
    S.ACCEPTED: _("已受理待办理"),
    S.ASSIGNED: _("已转办，办理中"),
    S.REPLIED: _("已书面答复"),
    S.REFUSED: _("不予受理，已告知去处"),
    S.RETURNED: _("已向上级提出异议，交还材料"),
    S.CLOSED: _("已办结"),
    S.ARCHIVED: _("已归档"),
    S.WITHDRAWN: _("信访人撤回"),
}


class Petitioner(models.Model):
    """Who raised it and how to reach them: apart, and read only with a reason.

    Nothing but `workflow.read_petitioners` reads these rows for a person.
    id_tail: the last four characters of the identity number; no more is kept.
    Source: 个人信息保护法 arts. 6, 13, 34.
    """

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="petitioners")
    name = models.CharField(_("姓名（名称）"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    address = models.CharField(_("住址"), max_length=120, blank=True)
    id_tail = models.CharField(_("证件号后四位"), max_length=4, blank=True)
    is_representative = models.BooleanField(_("推选的代表"), default=False)

    class Meta:
        verbose_name = _("信访人")
        ordering = ["pk"]


class Accused(models.Model):
    """An office or a person complained of: neither sees nor handles the petition.

    Source: 信访工作条例 (2022), arts. 28 para. 3, 30 para. 3.
    """

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="accused")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("人员")
    )
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("账号")
    )
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    post = models.CharField(_("单位职务"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("被反映的单位和人员")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="accused_is_someone",
                condition=Q(office__isnull=False)
                | Q(person__isnull=False)
                | Q(account__isnull=False)
                | ~Q(name=""),
                violation_error_message=_("请选择被反映的单位或者写明姓名。"),
            ),
        ]
        indexes = [models.Index(fields=["name"], name="accused_name")]

    def __str__(self):
        return str(self.office or self.person or self.account or self.name)


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

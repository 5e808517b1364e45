"""The petition itself, who raised it, and who is complained of."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.queries import MatterQuerySet
from lianxin.foundation.people.models import Account, Office, Person
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import VoterMessage

MOST_REPRESENTATIVES = 5
"""信访工作条例 (2022), art. 20 para. 3; a constraint cannot ask the rulebook."""


class PetitionQuerySet(MatterQuerySet):
    def for_list(self):
        """All that one row of a list shows; nothing of who came."""
        from lianxin.work.petitions.models.handling import Referral

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

"""Matter: anything that must get an answer; rooms add what is special to a kind."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.kinds import KINDS
from lianxin.engines.matters.models.answers import ResultClass, Satisfaction
from lianxin.engines.matters.queries import MatterQuerySet
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body, Office, Person, Seat


class Matter(models.Model):
    """One thing raised that an office must answer and the proposers judge.

    Columns from `lead_office` down repeat what the records below say, so that
    lists and counters need no joins; only the workflow's `refresh` writes them.
    """

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", _("建议、批评和意见")
        MOTION = "motion", _("议案")
        MESSAGE = "message", _("选民留言")
        PETITION = "petition", _("信访")

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        COSIGNING = "cosigning", _("联名确认中")
        SUBMITTED = "submitted", _("已提交待审查")
        RETURNED = "returned", _("退回修改")
        PRESIDIUM = "presidium", _("待主席团决定")
        ON_AGENDA = "on_agenda", _("已列入大会议程")
        ACCEPTED = "accepted", _("已受理待交办")
        ASSIGNED = "assigned", _("办理中")
        REPLIED = "replied", _("已答复待评价")
        REWORK = "rework", _("不满意重新办理")
        CONCILIATION = "conciliation", _("再次不满意协调中")
        TRACKING = "tracking", _("承诺跟踪")
        JUDGED = "judged", _("已评价待办结")
        CLOSED = "closed", _("已办结")
        ARCHIVED = "archived", _("已归档")
        MERGED = "merged", _("已并案")
        SPLIT = "split", _("已分案")
        REFUSED = "refused", _("不作为建议，转代表来信")
        WITHDRAWN = "withdrawn", _("已撤回")

    class WaitingFor(models.TextChoices):
        NOBODY = "", _("无")
        PROPOSER = "proposer", _("提出人")
        CLERK = "clerk", _("人大办")
        PRESIDIUM = "presidium", _("主席团")
        OFFICE = "office", _("承办单位")
        ASSIST = "assist", _("协办单位")
        DEPUTY = "deputy", _("代表")
        VOTER = "voter", _("选民")
        LIAISON = "liaison", _("联络员")

    class Publicity(models.TextChoices):
        UNDECIDED = "undecided", _("尚未决定")
        PUBLIC = "public", _("公开")
        WITHHELD = "withheld", _("不公开")

    body = models.ForeignKey(Body, models.PROTECT, related_name="matters", verbose_name=_("机构"))
    # The topmost body: one index column serves a whole county's list.
    county = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"), blank=True, max_length=20000)
    topic = models.CharField(_("类别"), max_length=30, blank=True)
    status = models.CharField(_("状态"), max_length=14, choices=Status, default=Status.DRAFT)
    number = models.CharField(_("编号"), max_length=30, blank=True)
    number_scope = models.CharField(_("编号范围"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("录入人"),
    )
    created_at = models.DateTimeField(_("录入时间"), default=timezone.now)
    submitted_on = models.DateField(_("提出日期"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    called_back_on = models.DateField(_("回访日期"), null=True, blank=True)
    call_back_note = models.TextField(_("回访记录"), blank=True, max_length=2000)
    decision_reason = models.TextField(_("退回或者不受理理由"), blank=True, max_length=2000)
    is_confidential = models.BooleanField(_("要求保密"), default=False)
    publicity = models.CharField(
        _("是否公开"), max_length=10, choices=Publicity, default=Publicity.UNDECIDED
    )
    publicity_reason = models.CharField(_("不公开理由"), max_length=200, blank=True)
    is_key = models.BooleanField(_("重点督办"), default=False)
    key_leader = models.CharField(_("领衔督办人"), max_length=60, blank=True)
    key_basis = models.CharField(_("确定依据"), max_length=200, blank=True)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("督办人"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("并入"),
    )
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="split_into",
        verbose_name=_("分自"),
    )
    is_historical = models.BooleanField(
        _("历史补录"), default=False, help_text=_("系统启用前已办理的，按原始材料登记。")
    )
    source = models.CharField(_("材料来源"), max_length=200, blank=True)

    lead_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主办单位")
    )
    waiting_for = models.CharField(
        _("在等"), max_length=10, choices=WaitingFor, blank=True, default=WaitingFor.PROPOSER
    )
    due_on = models.DateField(_("最近期限"), null=True, blank=True)
    is_extended = models.BooleanField(_("已批延期"), default=False)
    assigned_on = models.DateField(_("首次交办日期"), null=True, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    archived_on = models.DateField(_("归档日期"), null=True, blank=True)
    result_class = models.CharField(_("办理结果"), max_length=12, choices=ResultClass, blank=True)
    satisfaction = models.CharField(_("代表评价"), max_length=12, choices=Satisfaction, blank=True)
    is_contacted = models.BooleanField(_("已联系代表"), default=False)
    is_met_face = models.BooleanField(_("已当面面商"), default=False)
    is_met_online = models.BooleanField(_("已视频面商"), default=False)
    is_answered_late = models.BooleanField(_("首次答复超期"), default=False)
    is_joint = models.BooleanField(_("分办"), default=False)
    rework_count = models.PositiveSmallIntegerField(_("重办次数"), default=0)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("事项")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number_scope", "number"],
                condition=~Q(number=""),
                name="matter_number_once",
                violation_error_message=_("该编号在本会次（年度）已使用。"),
            ),
            models.CheckConstraint(
                name="matter_merged_names_target",
                condition=~Q(status="merged") | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_archived_is_closed",
                condition=~Q(status="archived") | Q(closed_on__isnull=False),
                violation_error_message=_("办结之后才能归档。"),
            ),
            models.CheckConstraint(
                name="matter_withheld_has_reason",
                condition=~Q(publicity="withheld") | ~Q(publicity_reason=""),
                violation_error_message=_("不公开应当写明理由。"),
            ),
            models.CheckConstraint(
                name="matter_confidential_not_public",
                condition=Q(is_confidential=False) | ~Q(publicity="public"),
                violation_error_message=_("代表要求保密的，不能公开。"),
            ),
        ]
        indexes = [
            models.Index(fields=["county", "-id"], name="matter_county_newest"),
            models.Index(fields=["county", "status", "-id"], name="matter_county_status"),
            models.Index(fields=["county", "-year", "body"], name="matter_county_year"),
            # All that the first page asks before it counts: answered from the index alone.
            models.Index(
                fields=["county", "is_confidential", "status", "kind", "body"],
                name="matter_county_count",
            ),
            models.Index(fields=["county", "due_on", "id"], name="matter_county_due"),
            models.Index(fields=["body", "status", "-id"], name="matter_body_status"),
            models.Index(fields=["body", "-id"], name="matter_body_newest"),
            models.Index(fields=["body", "due_on", "id"], name="matter_body_due"),
            models.Index(fields=["county", "publicity", "-id"], name="matter_county_public"),
            # Few of many: the desk of the chair asks for those in hand alone.
            models.Index(fields=["body"], condition=Q(is_key=True), name="matter_key"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(KINDS[self.kind].url_name, args=[self.pk])

    @property
    def display_number(self) -> str:
        """The printed number as it stands on paper, or a plain word without one."""
        return self.number or str(_("未编号"))


class Proposer(models.Model):
    """Someone who raised a matter: the leading one (领衔) or a co-signer (联名)."""

    class State(models.TextChoices):
        INVITED = "invited", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DECLINED = "declined", _("未同意")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="proposers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="proposed")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    is_lead = models.BooleanField(_("领衔"), default=False)
    state = models.CharField(_("联名状态"), max_length=10, choices=State, default=State.INVITED)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("提出人")
        ordering = ["-is_lead", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "person"], name="proposer_once"),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(is_lead=True), name="proposer_one_lead"
            ),
        ]
        indexes = [models.Index(fields=["person", "-matter"], name="proposer_person_newest")]

    def __str__(self):
        return self.person.name


class NumberSeries(models.Model):
    """The last number given in one scope; a row lock keeps the series free of gaps."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "scope"], name="number_series_once"),
        ]


class Attachment(models.Model):
    """A file of a matter; one belonging to a draft reply stays inside the office."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    reply = models.ForeignKey(
        "matters.Reply", models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    title = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("附件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "file"], name="attachment_once"),
        ]

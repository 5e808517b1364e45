"""A rights case, the dated lines of what was done about it, and who keeps the cases."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Seat
from lianxin.work.care.kinds import CHOICES, KINDS, LIBERTY, CaseKind
from lianxin.work.care.queries import RightsCaseQuerySet


class RightsCase(models.Model):
    """A deputy's rights were infringed, or he is in need (代表权益保障). Need-to-know.

    body: who keeps the case: the deputy's own congress or the county above it. serial:
    of the year; the number is all that anyone else is ever told. text: what happened;
    read with a reason, which the ledger keeps. happened_on: when it began, if known.
    content: what the deputy thinks of the result, asked once it is closed.
    Source: systems.md S-048; 代表法 (2025), arts. 38-41, 54, 55.
    """

    class State(models.TextChoices):
        OPENED = "opened", _("已受理，待协调")
        COORDINATED = "coordinated", _("协调中")
        CLOSED = "closed", _("已办结")
        WITHDRAWN = "withdrawn", _("代表已撤回")

    class Result(models.TextChoices):
        OPEN = "", _("未办结")
        RESOLVED = "resolved", _("已解决")
        PARTLY = "partly", _("部分解决")
        REFERRED = "referred", _("已转有权机关依法处理")
        HELPED = "helped", _("已给予帮助")
        UNRESOLVED = "unresolved", _("没有解决，已说明原因")
        DECIDED = "decided", _("已依法决定并答复提请机关")
        REPORTED = "reported", _("已收到执行机关报告并办理")

    class Content(models.TextChoices):
        NOT_ASKED = "", _("未评价")
        CONTENT = "content", _("满意")
        BASICALLY = "basically", _("基本满意")
        NOT_CONTENT = "not_content", _("不满意")

    OPEN = [State.OPENED, State.COORDINATED]

    body = models.ForeignKey(Body, models.PROTECT, related_name="rights_cases")
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("序号"))
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="rights_cases", verbose_name=_("代表")
    )
    kind = models.CharField(_("类别"), max_length=12, choices=CHOICES)
    text = models.TextField(_("情况"), max_length=4000)
    wish = models.CharField(_("希望怎么帮助"), max_length=300, blank=True)
    happened_on = models.DateField(_("发生日期"), null=True, blank=True)
    opened_on = models.DateField(_("受理日期"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.OPENED)
    result = models.CharField(_("结果"), max_length=12, choices=Result, blank=True, default="")
    outcome = models.CharField(_("办理结果说明"), max_length=1000, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    content = models.CharField(
        _("代表评价"), max_length=12, choices=Content, blank=True, default=""
    )
    content_words = models.CharField(_("评价说明"), max_length=300, blank=True)
    content_on = models.DateField(_("评价日期"), null=True, blank=True)

    objects = RightsCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表权益保障事项")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "serial"], name="rights_case_number_once"
            ),
            models.CheckConstraint(
                name="rights_case_closed_has_result",
                condition=Q(state="closed", closed_on__isnull=False)
                & ~Q(result="")
                & ~Q(outcome="")
                | ~Q(state="closed") & Q(result="", closed_on__isnull=True),
                violation_error_message=_("办结应当写明结果、说明和日期。"),
            ),
            models.CheckConstraint(
                name="rights_case_judged_once_closed",
                condition=Q(content="", content_on__isnull=True)
                | ~Q(content="") & Q(state="closed", content_on__isnull=False),
            ),
            models.CheckConstraint(
                name="rights_case_not_content_has_words",
                condition=~Q(content="not_content") | ~Q(content_words=""),
                violation_error_message=_("不满意的，请写明哪里没有解决。"),
            ),
            models.CheckConstraint(
                name="rights_case_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("办结日期不能早于受理日期。"),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state"], name="rights_case_body_state"),
            models.Index(fields=["seat", "state"], name="rights_case_seat"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("care:case", args=[self.pk])

    @property
    def number(self) -> str:
        return _("权益〔%(year)d〕%(serial)d号") % {"year": self.year, "serial": self.serial}

    @property
    def about(self) -> CaseKind:
        """The words and the article of its kind."""
        return KINDS[self.kind]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_liberty(self) -> bool:
        return self.kind == LIBERTY


class CaseContact(models.Model):
    """One contact in a case: on which day, with whom, how, what came of it."""

    class Whom(models.TextChoices):
        COUNTY = "county", _("上级人大")
        POLICE = "police", _("公安机关")
        JUSTICE = "justice", _("监察、检察、审判机关")
        EMPLOYER = "employer", _("所在单位")
        GOVERNMENT = "government", _("政府和有关部门")
        VILLAGE = "village", _("村（社区）")
        DEPUTY = "deputy", _("代表本人和家人")
        OTHER = "other", _("其他")

    class Way(models.TextChoices):
        VISIT = "visit", _("上门")
        MEETING = "meeting", _("开会商议")
        CALL = "call", _("电话")
        LETTER = "letter", _("发函")

    case = models.ForeignKey(RightsCase, models.PROTECT, related_name="contacts")
    on = models.DateField(_("日期"))
    whom = models.CharField(_("和谁协调"), max_length=12, choices=Whom)
    organ = models.CharField(_("单位和人员"), max_length=80, blank=True)
    way = models.CharField(_("方式"), max_length=8, choices=Way)
    words = models.CharField(_("说了什么，结果怎样"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("协调记录")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="case_contact_says_what",
                condition=~Q(words=""),
                violation_error_message=_("请写明说了什么，结果怎样。"),
            ),
        ]


class CareOfficer(models.Model):
    """Who of the body's clerks keeps the cases (权益保障专人); where nobody is named, all do."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="care_officers")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("专人")
    )
    named_on = models.DateField(_("指定日期"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("权益保障专人")
        ordering = ["body", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "account"],
                condition=Q(ended_on__isnull=True),
                name="care_officer_once",
                violation_error_message=_("已经指定过这名工作人员。"),
            ),
        ]

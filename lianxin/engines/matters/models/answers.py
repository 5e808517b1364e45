"""Answers and what the deputies say of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Person


class ResultClass(models.TextChoices):
    """Canonical result classes (practice.md §2.3); each county maps them to letters."""

    SOLVED = "solved", _("已经解决或者基本解决")
    PARTIAL = "partial", _("部分解决")
    IN_PROGRESS = "in_progress", _("正在解决")
    PLANNED = "planned", _("列入计划逐步解决")
    NOT_NOW = "not_now", _("因条件限制暂时不能解决")
    EXPLAINED = "explained", _("留作参考、说明解释")
    HIGHER = "higher", _("属上级事权，已向上反映")
    UNLAWFUL = "unlawful", _("不符合法律法规和政策")


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    BASICALLY = "basically", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class Reply(models.Model):
    """An office's written answer; a draft is seen by the office alone.

    Source: 代表法 (2025), art. 51; format 重庆 arts. 22-23, 河南 arts. 19, 21.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        ISSUED = "issued", _("已答复")

    assignment = models.ForeignKey("matters.Assignment", models.CASCADE, related_name="replies")
    round = models.PositiveSmallIntegerField(_("第几次答复"), default=1)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    result_class = models.CharField(_("办理结果"), max_length=12, choices=ResultClass, blank=True)
    letter = models.CharField(_("类别标记"), max_length=4, blank=True)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    signatory = models.CharField(_("签发人"), max_length=60, blank=True)
    text = models.TextField(_("答复内容"), blank=True, max_length=20000)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    is_public = models.BooleanField(_("答复可公开"), default=True)
    # A draft the handler laid before the head of the office; nobody else sees it.
    to_sign_on = models.DateField(_("送签日期"), null=True, blank=True)
    issued_on = models.DateField(_("答复日期"), null=True, blank=True)
    # Old papers often give only a year or a month; the text keeps what they say.
    printed_date = models.CharField(_("原件日期"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("答复")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round"], name="reply_once_per_round"),
            models.CheckConstraint(
                name="reply_issued_is_complete",
                condition=Q(state="draft") | ~Q(text=""),
                violation_error_message=_("答复内容不能为空。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["document_no"], condition=~Q(document_no=""), name="reply_document_no"
            ),
        ]

    @property
    def body(self):
        return self.assignment.matter.body

    @property
    def is_opinion(self) -> bool:
        """An assisting opinion (协办意见) goes to the lead office, not to the deputy."""
        return self.assignment.role == "assist"


class ReplyItem(models.Model):
    """One request of the suggestion and what is done about it (逐条答复)."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("采纳")
        PARTLY = "partly", _("部分采纳")
        NOT_ADOPTED = "not_adopted", _("未采纳")

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="items")
    request = models.CharField(_("建议事项"), max_length=300)
    outcome = models.CharField(_("采纳情况"), max_length=12, choices=Outcome)
    answer = models.TextField(_("说明"), blank=True, max_length=3000)

    class Meta:
        verbose_name = _("逐条答复")
        ordering = ["pk"]


class Evaluation(models.Model):
    """A proposer's judgement of one reply, on two axes (办理态度、办理结果)."""

    class Channel(models.TextChoices):
        PAGE = "page", _("网页")
        LINK = "link", _("一键评价")
        PHONE = "phone", _("电话，由人大办代录")
        PAPER = "paper", _("纸质征询意见表")

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="evaluations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="evaluations")
    channel = models.CharField(_("评价方式"), max_length=8, choices=Channel)
    attitude = models.CharField(_("办理态度"), max_length=12, choices=Satisfaction)
    result = models.CharField(_("办理结果"), max_length=12, choices=Satisfaction)
    reason = models.TextField(_("具体意见"), blank=True, max_length=2000)
    judged_on = models.DateField(_("评价日期"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("代表评价")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "person"],
                name="evaluation_once",
                violation_error_message=_("您已评价过这份答复。"),
            ),
            models.CheckConstraint(
                name="evaluation_dissatisfied_has_reason",
                condition=(~Q(attitude="dissatisfied") & ~Q(result="dissatisfied")) | ~Q(reason=""),
                violation_error_message=_("不满意的，请写明具体意见，便于重新办理。"),
            ),
        ]

    @property
    def overall(self) -> str:
        """The less satisfied of the two axes."""
        order: list[str] = [
            Satisfaction.DISSATISFIED,
            Satisfaction.BASICALLY,
            Satisfaction.SATISFIED,
        ]
        return min(self.attitude, self.result, key=order.index)

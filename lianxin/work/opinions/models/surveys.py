"""Surveys (问卷调查): questions as data, answers that name nobody.

Source: systems.md S-034.
"""

import secrets

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.opinions.queries import SurveyQuerySet
from lianxin.work.stations.models import CODE_ALPHABET, Station
from lianxin.work.voices.models import VoterMessage


def new_code() -> str:
    """The short code in a survey's address."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(8))


class Survey(models.Model):
    """One survey. Its questions stand fast from the day it is published."""

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        OPEN = "open", _("已发布")
        CLOSED = "closed", _("已结束")

    body = models.ForeignKey(Body, models.PROTECT, related_name="surveys", verbose_name=_("机构"))
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("家站点"),
    )
    title = models.CharField(_("标题"), max_length=100)
    introduction = models.TextField(
        _("说明"),
        max_length=1000,
        blank=True,
        help_text=_("写给群众看：为什么调查，结果作什么用。"),
    )
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    is_coded = models.BooleanField(
        _("每人一码"),
        default=False,
        help_text=_("勾选后要凭打印的一次性填写码才能填，一码填一份；不勾选的人人可填。"),
    )
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    closed_on = models.DateField(_("结束日期"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("问卷调查")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_closes_after_opening",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("opinions:survey", args=[self.pk])

    @property
    def public_url(self) -> str:
        return reverse("opinions:fill", args=[self.code])

    def takes_answers(self, day) -> bool:
        return self.state == self.State.OPEN and self.opens_on <= day <= self.closes_on


class Question(models.Model):
    """One question. options: the words to choose from, one text each."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("单选")
        MULTIPLE = "multiple", _("多选")
        SCALE = "scale", _("打分（1—5 分）")
        TEXT = "text", _("填写文字")

    CHOSEN = (Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE)
    SCALE_POINTS = ("1", "2", "3", "4", "5")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("题型"), max_length=8, choices=Kind, default=Kind.SINGLE)
    text = models.CharField(_("题目"), max_length=200)
    options = models.JSONField(_("选项"), default=list, blank=True)
    is_required = models.BooleanField(_("必答"), default=True)
    ranks_problems = models.BooleanField(_("按此题排出群众最关心的问题"), default=False)

    class Meta:
        verbose_name = _("问卷题目")
        ordering = ["survey", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "order"], name="question_order_once"),
        ]

    def __str__(self):
        return self.text

    @property
    def choices(self) -> list[str]:
        return list(self.SCALE_POINTS) if self.kind == self.Kind.SCALE else self.options


class Ticket(models.Model):
    """A one-time code, of which only a keyed hash is kept.

    Nothing ties it to the answers given with it: who has the list of codes cannot
    tell what their holders said.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("一次性填写码")

    def __str__(self):
        return f"{self.survey} {self.pk}"


class Response(models.Model):
    """One filled-in sheet. by: the clerk who typed a paper sheet; None for one filled in online.

    post_key: name of the form before it is sent, so that sending twice counts once.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    is_paper = models.BooleanField(_("纸质问卷"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    post_key = models.CharField(max_length=40, editable=False)

    class Meta:
        verbose_name = _("答卷")
        constraints = [
            models.UniqueConstraint(fields=["survey", "post_key"], name="response_posted_once"),
            models.CheckConstraint(
                name="response_paper_has_clerk",
                condition=Q(is_paper=False) | Q(by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.survey} {self.pk}"


class Picked(models.Model):
    """One option picked, by its place, or one text written."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="picked")
    question = models.ForeignKey(Question, models.PROTECT, related_name="picked")
    option = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(1000)])
    message = models.OneToOneField(
        VoterMessage, models.PROTECT, null=True, blank=True, related_name="survey_text"
    )

    class Meta:
        verbose_name = _("答案")
        constraints = [
            models.CheckConstraint(
                name="picked_option_or_text",
                condition=Q(option__isnull=False, text="") | (Q(option__isnull=True) & ~Q(text="")),
            ),
            models.UniqueConstraint(
                fields=["response", "question", "option"],
                condition=Q(option__isnull=False),
                name="picked_option_once",
            ),
        ]
        indexes = [models.Index(fields=["question", "option"], name="picked_by_option")]

    def __str__(self):
        return self.text or str(self.option)

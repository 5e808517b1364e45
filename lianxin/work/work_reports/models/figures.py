"""Figures of a report: fixed when it was signed, stated by hand, typed in the prose."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures.models import Pin
from lianxin.foundation.files.models import StoredFile
from lianxin.work.work_reports.models.reports import Report

KEY = RegexValidator(r"^[a-z][a-z0-9_]*$", _("代码只能用小写字母、数字和下划线，以字母开头。"))


class StatedFigure(models.Model):
    """A figure that no room records: entered by hand with its proof, shown as 手填.

    key: names it in a token 〔手填:key〕. value in units; words instead of a value for what
    is no number (2022年9月). approx: 约, 近 before or 余, 多 behind it, always printed with
    it. parts: [[name, value], …]; they add up to the value unless they are only some of it
    (其中). year: which year it is of, where that is not the report's period.
    """

    class Approx(models.TextChoices):
        EXACT = "", _("准确数")
        ABOUT = "约", _("约")
        NEARLY = "近", _("近")
        ODD = "余", _("余")
        OVER = "多", _("多")

    report = models.ForeignKey(Report, models.CASCADE, related_name="stated")
    key = models.CharField(_("代码"), max_length=50, validators=[KEY])
    name = models.CharField(_("名称"), max_length=60)
    value = models.BigIntegerField(_("数值"), null=True, blank=True)
    words = models.CharField(
        _("文字"), max_length=40, blank=True, help_text=_("不是数目的，如“2022年9月”。")
    )
    unit = models.CharField(_("单位"), max_length=12, blank=True)
    approx = models.CharField(_("约数"), max_length=1, choices=Approx, blank=True, default="")
    parts = models.JSONField(_("分项"), default=list, blank=True)
    is_partial = models.BooleanField(
        _("分项只是其中一部分"),
        default=False,
        help_text=_("勾选后分项写作“其中”，不要求相加相等。"),
    )
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("依据")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("手填数字")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="stated_figure_once",
                violation_error_message=_("这个代码已经用过，请换一个。"),
            ),
            models.CheckConstraint(
                name="stated_figure_says_something",
                condition=Q(value__isnull=False) | ~Q(words=""),
                violation_error_message=_("请填写数值；不是数目的，填写文字。"),
            ),
        ]

    def __str__(self):
        return self.name


class TypedSource(models.Model):
    """Where a number typed in the prose comes from. words: as it stands there, 41篇."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="typed_sources")
    words = models.CharField(max_length=40)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("手填数字的来源")
        constraints = [
            models.UniqueConstraint(fields=["report", "words"], name="typed_source_once"),
        ]

    def __str__(self):
        return f"{self.words}：{self.source}"


class FixedFigure(models.Model):
    """What a token of the report stood for when it was signed.

    token: the words between the brackets, without what compares it. pin: the figure of the
    report's period; pin_before: of the year before, where the text compares.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="fixed")
    token = models.CharField(max_length=200)
    pin = models.ForeignKey(Pin, models.PROTECT, null=True, related_name="+")
    pin_before = models.ForeignKey(Pin, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("签发时的数字")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "token"], name="fixed_figure_once"),
        ]

    def __str__(self):
        return self.token

"""What a station is checked by (五有、七有、三化、星级), and the proofs put in."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body
from lianxin.work.stations.models.network import Station


class ChecklistTemplateQuerySet(models.QuerySet):
    def for_body(self, body: Body):
        """Lists a body's stations are checked by: its own and those of the bodies above it."""
        return self.filter(body__in=[int(pk) for pk in body.path.split("/") if pk])

    def in_use(self):
        return self.filter(is_in_use=True)


class ChecklistTemplate(models.Model):
    """One list of conditions; the body that keeps it may change every word of it.

    Source of the shipped lists: the congress papers named in `source`; where a
    paper names a list without its contents (十个一), the list is empty.
    """

    class Use(models.TextChoices):
        CHECK = "check", _("达标检查")
        STARS = "stars", _("星级评定")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="station_checklists", verbose_name=_("机构")
    )
    use = models.CharField(_("用途"), max_length=8, choices=Use, default=Use.CHECK)
    code = models.CharField(max_length=20, blank=True, editable=False)
    title = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("依据"), max_length=120, blank=True)
    is_in_use = models.BooleanField(_("在用"), default=True)
    # Of all points in percent, from one star to five; on a star sheet only.
    marks = models.CharField(
        _("一星到五星各要多少分（满分按 100 计）"),
        max_length=40,
        default="50 60 70 80 90",
    )

    objects = ChecklistTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查清单")
        ordering = ["body", "use", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "title"],
                name="checklist_title_once",
                violation_error_message=_("本级已有同名的清单。"),
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(use="stars", is_in_use=True),
                name="checklist_one_star_list",
                violation_error_message=_("星级评定只能用一份标准。请先停用原来的。"),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.use == self.Use.STARS and not self._marks_rise():
            raise ValidationError(
                {"marks": _("五个数应当从小到大，最大不超过 100，如：50 60 70 80 90。")}
            )

    def _marks_rise(self) -> bool:
        marks = self.marks.split()
        if len(marks) != 5 or not all(mark.isascii() and mark.isdecimal() for mark in marks):
            return False
        numbers = [int(mark) for mark in marks]
        return numbers == sorted(set(numbers)) and numbers[0] > 0 and numbers[-1] <= 100

    def stars_for(self, percent: int) -> int:
        """0 to 5: how many stars so much of all points earns."""
        return sum(percent >= int(mark) for mark in self.marks.split())


class ChecklistItem(models.Model):
    """One condition; met by a computed proof, or where there is none by a file put in."""

    template = models.ForeignKey(ChecklistTemplate, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("序号"), default=1)
    words = models.CharField(_("内容"), max_length=120)
    # Key in proofs.py; empty: a file is the proof.
    proof = models.CharField(_("由什么证明"), max_length=40, blank=True)
    points = models.PositiveSmallIntegerField(_("分值"), default=0)
    dropped_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("检查项目")
        ordering = ["template", "position", "pk"]

    def __str__(self):
        return self.words


class Evidence(models.Model):
    """A file that shows that a station meets a condition in a year."""

    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="evidence")
    station = models.ForeignKey(Station, models.CASCADE, related_name="evidence")
    year = models.PositiveSmallIntegerField(_("年度"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="station_evidence")
    note = models.CharField(_("说明"), max_length=120, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("证明材料")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "station", "year", "file"], name="evidence_file_once"
            ),
        ]
        indexes = [models.Index(fields=["station", "year"], name="evidence_station_year")]


class StarGrant(models.Model):
    """The stars a station was given for a year, with the score as it was that day."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="star_grants")
    year = models.PositiveSmallIntegerField(_("年度"))
    stars = models.PositiveSmallIntegerField(_("星级"))
    points = models.PositiveSmallIntegerField(_("得分"))
    # [[words, points given, points possible, what it was computed from], …]
    lines = models.JSONField(_("逐项得分"), default=list)
    granted_on = models.DateField(_("评定日期"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_on = models.DateField(_("取消日期"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("取消理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("星级")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="stars_one_to_five", condition=Q(stars__gte=1, stars__lte=5)
            ),
            models.CheckConstraint(
                name="stars_withdrawn_has_reason",
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                violation_error_message=_("取消星级应当写明理由。"),
            ),
            models.UniqueConstraint(
                fields=["station", "year"],
                condition=Q(withdrawn_on__isnull=True),
                name="stars_once_a_year",
                violation_error_message=_("这个站本年度已经评定。要改，请先取消。"),
            ),
        ]

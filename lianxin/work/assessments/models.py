"""Schemes as data; a year's round; one sheet for each body, one mark for each item.

Sources: systems.md S-107, T47; practice.md §2.8 (乡镇人大工作考评).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body
from lianxin.work.assessments.queries import (
    MarkQuerySet,
    RoundQuerySet,
    SchemeQuerySet,
    SheetQuerySet,
)


class Scheme(models.Model):
    """A county's scheme. Once in use it stands fast: change a copy.

    total: what all items' points must add up to. grades: [[name, from percent]], best first.
    bonus: [[area, most points]] above the total; most is None while nobody has said.
    criticism: points a public criticism (通报批评) takes off at most; None: it takes none.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        IN_USE = "in_use", _("使用中")
        RETIRED = "retired", _("已停用")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="assessment_schemes", verbose_name=_("机构")
    )
    name = models.CharField(_("名称"), max_length=80)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    total = models.PositiveSmallIntegerField(_("总分"))
    grades = models.JSONField(_("等次"), default=list)
    bonus = models.JSONField(_("加分"), default=list, blank=True)
    criticism = models.PositiveSmallIntegerField(_("通报批评最多扣分"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("考评办法")
        ordering = ["body", "-pk"]
        constraints = [
            models.CheckConstraint(name="scheme_total_positive", condition=Q(total__gt=0)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assessments:scheme", args=[self.pk])


class Item(models.Model):
    """One item. points: None while nobody has said, which is not 0."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    area = models.CharField(_("方面"), max_length=20)
    name = models.CharField(_("考评内容"), max_length=120)
    points = models.PositiveSmallIntegerField(_("分值"), null=True, blank=True)
    omitted_by_streets = models.BooleanField(_("街道不考"), default=False)
    conditions = models.JSONField(_("达标条件"), default=list, blank=True)

    class Meta:
        verbose_name = _("考评项目")
        ordering = ["scheme", "order", "pk"]

    def __str__(self):
        return self.name


class Round(models.Model):
    """The assessment of one year. dispute_until: last day on which a body may object."""

    class State(models.TextChoices):
        OPEN = "open", _("自评和考评中")
        TOLD = "told", _("已告知，可以提出异议")
        SETTLED = "settled", _("已评定")
        PUBLISHED = "published", _("已公布")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="assessment_rounds", verbose_name=_("机构")
    )
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="rounds", verbose_name=_("考评办法")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    since = models.DateField(_("考评期起"))
    until = models.DateField(_("考评期止"))
    self_by = models.DateField(_("自评截止"))
    dispute_until = models.DateField(_("异议截止"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("评定日期"), null=True, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    is_public = models.BooleanField(_("向社会公开"), default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度考评")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "scheme", "year"],
                name="assessment_once_a_year",
                violation_error_message=_("这个办法今年已经开展考评。"),
            ),
            models.CheckConstraint(
                name="assessment_days_in_order", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="assessment_told_has_day",
                condition=Q(state="open") | Q(dispute_until__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_public_is_published",
                condition=Q(is_public=False) | Q(state="published"),
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.scheme.name}"

    def get_absolute_url(self):
        return reverse("assessments:round", args=[self.pk])


class Sheet(models.Model):
    """One body in a round. awarded, points: of what applies to it; grade once settled.

    added, taken: what bonus and public criticism came to when it was settled; the items'
    points stay as they are.
    """

    class State(models.TextChoices):
        SELF = "self", _("待自评")
        SENT = "sent", _("已自评，待考评")
        REVIEWED = "reviewed", _("已考评")

    round = models.ForeignKey(Round, models.PROTECT, related_name="sheets")
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="assessments", verbose_name=_("单位")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SELF)
    sent_on = models.DateField(_("自评日期"), null=True, blank=True)
    awarded = models.PositiveSmallIntegerField(_("得分"), null=True, blank=True)
    points = models.PositiveSmallIntegerField(_("应得分"))
    added = models.PositiveSmallIntegerField(_("加分"), default=0)
    taken = models.PositiveSmallIntegerField(_("扣分"), default=0)
    grade = models.CharField(_("等次"), max_length=20, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("考评表")
        # By place, never by score.
        ordering = ["round", "body__path"]
        constraints = [
            models.UniqueConstraint(fields=["round", "body"], name="assessment_sheet_once"),
            models.CheckConstraint(
                name="assessment_awarded_within",
                condition=Q(awarded__isnull=True) | Q(awarded__lte=F("points")),
            ),
        ]

    def __str__(self):
        return f"{self.body.short_name} {self.round}"

    def get_absolute_url(self):
        return reverse("assessments:sheet", args=[self.pk])

    @property
    def result(self) -> int | None:
        """Items, bonus and criticism together; never below nothing. None until settled."""
        return None if self.awarded is None else max(0, self.awarded + self.added - self.taken)


class Mark(models.Model):
    """One item of one sheet: what records say, what the body says, what the county found.

    answers: conditions as computed when last looked at (`conditions.Answer`). typed: numbers
    of typed conditions by the condition's place. is_met: the body's own word where people
    decide. awarded: by the county, with the mode by which it looked.
    """

    class Mode(models.TextChoices):
        HEAR = "hear", _("听（汇报）")
        SEE = "see", _("看（现场）")
        CHECK = "check", _("查（资料）")
        VISIT = "visit", _("访（代表群众）")
        APPRAISE = "appraise", _("评（集体评议）")
        SETTLE = "settle", _("定（审定）")

    class Dispute(models.TextChoices):
        NONE = "", _("无")
        RAISED = "raised", _("已提出异议")
        UPHELD = "upheld", _("采纳")
        REJECTED = "rejected", _("不采纳")

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="marks")
    item = models.ForeignKey(Item, models.PROTECT, related_name="marks")
    answers = models.JSONField(default=list, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    is_met = models.BooleanField(_("自评达标"), null=True, blank=True)
    proof = models.CharField(
        _("凭什么记录"),
        max_length=500,
        blank=True,
        help_text=_("如：通知、签到册、采用稿件名称和日期。"),
    )
    awarded = models.PositiveSmallIntegerField(_("得分"), null=True, blank=True)
    mode = models.CharField(_("考评方式"), max_length=10, choices=Mode, blank=True)
    words = models.CharField(_("考评意见"), max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dispute = models.CharField(_("异议"), max_length=10, choices=Dispute, blank=True)
    dispute_words = models.CharField(_("异议理由"), max_length=500, blank=True)
    dispute_answer = models.CharField(_("异议答复"), max_length=500, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("考评项目得分")
        ordering = ["sheet", "item__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="assessment_mark_once"),
            models.CheckConstraint(
                name="assessment_awarded_has_mode", condition=Q(awarded__isnull=True) | ~Q(mode="")
            ),
            models.CheckConstraint(
                name="assessment_dispute_has_words",
                condition=Q(dispute="") | ~Q(dispute_words=""),
            ),
        ]

    def __str__(self):
        return f"{self.sheet} {self.item}"

    @property
    def body(self) -> Body:
        return self.sheet.body

    @property
    def is_by_proof(self) -> bool:
        """Whether any of it is said by people and not computed from records."""
        return any(not one["is_computed"] for one in self.answers)

    @property
    def looks_met(self) -> bool | None:
        """What records and the body's own word come to; None while nobody has said."""
        if any(one["met"] is False for one in self.answers):
            return False
        return self.is_met if any(one["met"] is None for one in self.answers) else True


class MarkFile(models.Model):
    """A file that proves an item no room records."""

    mark = models.ForeignKey(Mark, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="assessment_proofs")

    class Meta:
        verbose_name = _("考评凭据")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mark", "file"], name="assessment_file_once"),
        ]

    def __str__(self):
        return self.file.original_name


class Extra(models.Model):
    """A bonus above the items, or a public criticism taken off, each by its evidence.

    area: of the scheme's bonus; of a criticism the organ that gave it. claimed: points the
    body asks for; None of what the county entered. awarded: points the county gives (or
    takes off); None until it has looked. A body may object to it like to a mark.
    """

    class Kind(models.TextChoices):
        BONUS = "bonus", _("加分")
        CRITICISM = "criticism", _("通报批评")

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="extras")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    area = models.CharField(_("方面（通报批评的写通报机关）"), max_length=40)
    on = models.DateField(_("日期"))
    proof = models.CharField(_("凭据"), max_length=500)
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="assessment_extra"
    )
    claimed = models.PositiveSmallIntegerField(_("申请加分"), null=True, blank=True)
    awarded = models.PositiveSmallIntegerField(_("核定分"), null=True, blank=True)
    words = models.CharField(_("核定意见"), max_length=300, blank=True)
    dispute = models.CharField(_("异议"), max_length=10, choices=Mark.Dispute, blank=True)
    dispute_words = models.CharField(_("异议理由"), max_length=500, blank=True)
    dispute_answer = models.CharField(_("异议答复"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("加分和通报批评")
        ordering = ["sheet", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_extra_has_proof",
                condition=~Q(proof=""),
                violation_error_message=_("请写明凭据：文件、报道的名称和日期。"),
            ),
            models.CheckConstraint(
                name="assessment_criticism_is_the_county_s",
                condition=Q(kind="bonus") | Q(claimed__isnull=True, awarded__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_extra_dispute_has_words",
                condition=Q(dispute="") | ~Q(dispute_words=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.area}"

    @property
    def body(self) -> Body:
        return self.sheet.body

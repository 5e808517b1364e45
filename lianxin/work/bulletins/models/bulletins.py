"""One bulletin: its items, its files, its edition."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _words
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Body, Office
from lianxin.work.bulletins.kinds import name_of
from lianxin.work.bulletins.queries import BulletinQuerySet, ItemQuerySet


class Bulletin(models.Model):
    """What deputies of a body are told (政情通报 and the like).

    kind: a key of `kinds`. year, number: taken on issuing; a later edition keeps them.
    replaces: the edition before; first: the first of several; change: what is different
    now. reminded_on: when those who had not read were last reminded.
    Source: 代表法 (2025), art. 46.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        ISSUED = "issued", _("已发出")
        REPLACED = "replaced", _("已有更正版")
        WITHDRAWN = "withdrawn", _("已撤回")

    body = models.ForeignKey(Body, models.PROTECT, related_name="bulletins", verbose_name=_("机构"))
    kind = models.CharField(_("类别"), max_length=20)
    title = models.CharField(_("标题"), max_length=100)
    period = models.CharField(_("所属时段"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("期号"), null=True, blank=True)
    edition = models.PositiveSmallIntegerField(_("版次"), default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="editions"
    )
    change = models.CharField(_("更正了什么"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    issued_on = models.DateField(_("发出日期"), null=True, blank=True)
    reason = models.CharField(_("撤回原因"), max_length=200, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    reminded_on = models.DateField(_("上次提醒"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("通报")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "year", "number", "edition"],
                name="bulletin_number_once",
                violation_error_message=_("这一期已经发出过。"),
            ),
            models.CheckConstraint(
                name="bulletin_issued_has_number_and_day",
                condition=Q(state="draft")
                | Q(year__isnull=False, number__isnull=False, issued_on__isnull=False),
            ),
            models.CheckConstraint(
                name="bulletin_withdrawn_has_reason",
                condition=~Q(state="withdrawn") | (~Q(reason="") & Q(withdrawn_on__isnull=False)),
                violation_error_message=_("撤回应当写明原因。"),
            ),
            models.CheckConstraint(
                name="bulletin_later_edition_says_what_changed",
                condition=Q(edition=1, replaces__isnull=True)
                | (Q(edition__gt=1, replaces__isnull=False, first__isnull=False) & ~Q(change="")),
                violation_error_message=_("更正版应当写明更正了什么。"),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "issued_on", "kind"], name="bulletin_body_day"),
        ]

    def __str__(self):
        return self.title

    @property
    def kind_name(self) -> str:
        return name_of(self.kind)

    @property
    def number_words(self) -> str:
        """2026年第3期; with the edition from the second on; nothing for a draft."""
        if self.number is None:
            return ""
        words = _words("%(year)s年第%(number)s期") % {"year": self.year, "number": self.number}
        return words + (_words("（更正%s）") % (self.edition - 1) if self.edition > 1 else "")

    @property
    def tone(self) -> str:
        return {"issued": "ok", "draft": "info", "withdrawn": "bad"}.get(self.state, "")

    def get_absolute_url(self):
        return reverse("bulletins:detail", args=[self.pk])


class Item(models.Model):
    """One section; `office` supplied it, or was asked for it until a day."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(_("栏目"), max_length=60)
    text = models.TextField(_("内容"), max_length=8000, blank=True)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("供稿单位"),
    )
    asked_on = models.DateField(_("约稿日期"), null=True, blank=True)
    asked_until = models.DateField(_("请在此日前报送"), null=True, blank=True)
    sent_on = models.DateField(_("报送日期"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("栏目")
        ordering = ["bulletin", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="bulletin_item_asked_of_someone",
                condition=Q(asked_on__isnull=True)
                | Q(office__isnull=False, asked_until__gte=models.F("asked_on")),
                violation_error_message=_("约稿应当选定单位，期限不能早于今天。"),
            ),
            models.CheckConstraint(
                name="bulletin_item_sent_by_someone",
                condition=Q(sent_on__isnull=True) | (Q(sent_by__isnull=False) & ~Q(text="")),
            ),
        ]

    def __str__(self):
        return self.heading

    @property
    def body(self) -> Body:
        return self.bulletin.body


class BulletinFile(models.Model):
    """A file that goes with a bulletin; a later edition has the same one again."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("通报附件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "file"], name="bulletin_file_once"),
        ]

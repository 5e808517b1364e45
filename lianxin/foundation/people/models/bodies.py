"""Bodies of the congress (人大机构), their terms (届) and sessions (会次)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.calendars.remembering import forget, remembered


class BodyQuerySet(models.QuerySet):
    def within(self, body):
        """`body` and everything below it."""
        return self.filter(path__startswith=body.path)


class Body(models.Model):
    """A congress or a working body of one: the tenant of every record."""

    class Kind(models.TextChoices):
        COUNTY = "county_congress", _("县级人大及其常委会")
        TOWNSHIP = "township_congress", _("乡镇人大及其主席团")
        STREET = "street_committee", _("街道人大工委")

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=30)
    kind = models.CharField(_("类型"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    profile = models.CharField(
        _("地方规则"),
        max_length=20,
        blank=True,
        help_text=_("留空则随上级；没有上级的，按国家规定。"),
    )
    division_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    document_prefix = models.CharField(_("机关代字"), max_length=20, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    # Ids from the county down, "/3/17/": one comparison answers "is it below?".
    path = models.CharField(max_length=100, editable=False, default="", db_index=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="body_street_has_parent",
                condition=~Q(kind="street_committee") | Q(parent__isnull=False),
                violation_error_message=_("街道人大工委由县级人大常委会设立，请选择上级。"),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            type(self).objects.filter(pk=self.pk).update(path=path)
            forget()

    @property
    def county_id(self) -> int:
        """Id of the topmost body, under which all its records are kept."""
        return int(self.path.split("/")[1])

    @property
    def is_county(self) -> bool:
        return self.kind == self.Kind.COUNTY

    @property
    def is_street(self) -> bool:
        return self.kind == self.Kind.STREET

    def contains(self, other) -> bool:
        return other.path.startswith(self.path)

    def ids_within(self) -> list[int]:
        """Ids of this body and everything below it; read once in a request.

        A condition on a few ids is cheaper to plan than one on a subquery, and every count
        of a page asks for the same ones.
        """
        return remembered(
            ("bodies within", self.path),
            lambda: list(Body.objects.within(self).order_by().values_list("pk", flat=True)),
        )


class Term(models.Model):
    """A term of office (届): five years from the first session's opening (代表法 art. 2)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="terms", verbose_name=_("机构"))
    number = models.PositiveSmallIntegerField(_("届"))
    starts_on = models.DateField(_("首次会议开幕日"), null=True, blank=True)
    ends_on = models.DateField(_("下届首次会议开幕日"), null=True, blank=True)

    class Meta:
        verbose_name = _("届")
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="term_once_per_body"),
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("届的结束日应当晚于开始日。"),
            ),
        ]

    def __str__(self):
        return f"第{chinese_number(self.number)}届"


class Session(models.Model):
    """A session of the congress (会次): 第十八届第三次会议."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions", verbose_name=_("届"))
    number = models.PositiveSmallIntegerField(_("次"))
    opens_on = models.DateField(_("开幕日"), null=True, blank=True)
    closes_on = models.DateField(_("闭幕日"), null=True, blank=True)

    class Meta:
        verbose_name = _("会次")
        ordering = ["term__body", "term__number", "number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="session_once_per_term"),
            models.CheckConstraint(
                name="session_closes_after_opening",
                condition=Q(closes_on__isnull=True)
                | Q(opens_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("闭幕日不能早于开幕日。"),
            ),
        ]

    def __str__(self):
        return f"{self.term}第{chinese_number(self.number)}次会议"


class District(models.Model):
    """An electoral district (选区) of one term."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="districts", verbose_name=_("届"))
    number = models.CharField(_("选区号"), max_length=20, blank=True)
    name = models.CharField(_("选区名称"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("应选名额"), default=1)

    class Meta:
        verbose_name = _("选区")
        ordering = ["term", "number", "name"]
        constraints = [
            models.UniqueConstraint(fields=["term", "name"], name="district_once_per_term"),
        ]

    def __str__(self):
        return self.name


def chinese_number(number: int) -> str:
    """18 → 十八; good for 0–99, as terms and sessions are."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")

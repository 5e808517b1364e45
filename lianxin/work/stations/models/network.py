"""Homes, stations and points (家站点): where voters find their deputies."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.people.models import Body, Office, Role, Seat

# No characters that are mistaken for one another when read aloud or typed.
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    """The short code in a station's QR address."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(6))


class StationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)

    def public(self):
        """What the portal shows."""
        return self.open().filter(is_public=True)

    def of_staff(self, account):
        """Stations where `account` is on the staff today (站长、副站长、联络员)."""
        return self.filter(pk__in=Staff.objects.on().filter(account=account).values("station"))

    def of_deputy(self, person_id):
        """Stations a deputy is attached to today."""
        return self.filter(
            pk__in=Attachment.objects.on().filter(seat__person_id=person_id).values("station")
        )

    def visible_to(self, user):
        """Staff see their own; deputies theirs; clerks, chairs, auditors all of their bodies."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(pk__in=Station.ids_of_staff(user))
        if user.person_id:
            seen |= Q(pk__in=Station.objects.of_deputy(user.person_id).values("pk"))
        for grant in user.current_grants:
            if grant.role in WHOLE_BODY_ROLES:
                seen |= Q(body__in=grant.body.ids_within())
        return self.filter(seen)


WHOLE_BODY_ROLES = (
    Role.COUNTY_CLERK,
    Role.TOWNSHIP_CLERK,
    Role.CHAIR,
    Role.PRESIDIUM_MEMBER,
    Role.AUDITOR,
)


class Station(models.Model):
    """One place of the network: a home, a station, a point or a studio."""

    class Kind(models.TextChoices):
        HOME = "home", _("代表之家")
        STATION = "station", _("代表联络站")
        POINT = "point", _("代表联系点")
        STUDIO = "studio", _("代表工作室")

    body = models.ForeignKey(Body, models.PROTECT, related_name="stations", verbose_name=_("机构"))
    kind = models.CharField(_("类型"), max_length=8, choices=Kind, default=Kind.STATION)
    name = models.CharField(_("名称"), max_length=60)
    code = models.CharField(_("站点码"), max_length=12, unique=True, default=new_code)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    hours = models.CharField(
        _("开放时间"), max_length=120, blank=True, help_text=_("如：周一至周五 9:00—17:00。")
    )
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    rooms = models.CharField(
        _("场所和设施"), max_length=200, blank=True, help_text=_("如：接待室、展示室、电脑。")
    )
    introduction = models.TextField(_("简介"), blank=True, max_length=2000)
    # Degrees; drawn on our own map only.
    longitude = models.DecimalField(
        _("经度"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    villages = models.ManyToManyField(
        Office,
        blank=True,
        related_name="stations",
        verbose_name=_("覆盖村（社区）"),
        limit_choices_to={"kind": Office.Kind.VILLAGE},
    )
    opened_on = models.DateField(_("建站日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    is_public = models.BooleanField(_("在公开页面显示"), default=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("家站点")
        ordering = ["body", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"],
                condition=Q(closed_on__isnull=True),
                name="station_name_once",
                violation_error_message=_("本级已有同名的家站点。"),
            ),
            models.CheckConstraint(
                name="station_closes_after_opening",
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("撤销日期不能早于建站日期。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("stations:detail", args=[self.pk])

    @classmethod
    def ids_of_staff(cls, account) -> list[int]:
        """Ids of the stations that `account` keeps, mostly none; read once in a request."""
        return remembered(
            ("stations of staff", account.pk),
            lambda: list(cls.objects.of_staff(account).order_by().values_list("pk", flat=True)),
        )


class InForceQuerySet(models.QuerySet):
    def on(self, day=None):
        """Rows in force on `day`, today unless told."""
        day = day or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Staff(models.Model):
    """Someone who keeps a station: head (站长), deputy head (副站长) or liaison (联络员)."""

    class Post(models.TextChoices):
        HEAD = "head", _("站长")
        DEPUTY_HEAD = "deputy_head", _("副站长")
        LIAISON = "liaison", _("联络员")

    station = models.ForeignKey(Station, models.CASCADE, related_name="staff")
    post = models.CharField(_("职务"), max_length=12, choices=Post)
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="station_posts",
        verbose_name=_("账号"),
    )
    since = models.DateField(_("任职起"), default=timezone.localdate)
    until = models.DateField(_("任职止"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("站点人员")
        ordering = ["station", "post", "pk"]
        constraints = [
            models.CheckConstraint(
                name="station_staff_until_after_since",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("任职止不能早于任职起。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_post_display()} {self.name}"


class AttachmentQuerySet(InForceQuerySet):
    def on(self, day=None):
        """Deputies who belong to a station on `day` and may act as deputies then.

        One whose seat has ended, or who is suspended (代表法 2025, art. 61), is no
        longer shown at the station, receives nothing for it and sees nothing of it.
        """
        found = super().on(day)
        if day is None or day >= timezone.localdate():
            return found.filter(seat__state=Seat.State.IN_OFFICE)
        return found.filter(Q(seat__ended_on__isnull=True) | Q(seat__ended_on__gt=day))


class Attachment(models.Model):
    """A deputy attached to a station (进站代表)."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="attached")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="stations")
    since = models.DateField(_("进站日期"), default=timezone.localdate)
    until = models.DateField(_("离站日期"), null=True, blank=True)
    # In the deputy's own words; stands on the wall sheet 代表履职承诺.
    pledge = models.TextField(_("履职承诺"), blank=True, max_length=300)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("进站代表")
        ordering = ["station", "seat__person__stroke_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "seat"],
                condition=Q(until__isnull=True),
                name="station_deputy_once",
                violation_error_message=_("该代表已在本站。"),
            ),
        ]
        indexes = [models.Index(fields=["seat"], name="station_attached_seat")]

    def __str__(self):
        return str(self.seat.person)

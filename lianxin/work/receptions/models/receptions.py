"""One reception: when and where voters are received, by whom, and who came."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Seat
from lianxin.work.receptions.models.rules import DutyRule
from lianxin.work.receptions.queries import ReceptionQuerySet, VisitorRecordQuerySet
from lianxin.work.stations.models import Staff, Station
from lianxin.work.voices.models import VoterMessage


class Announcement(models.Model):
    """A public notice (接待日公告) of one or more receptions; its paper lies in papers."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="reception_notices")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="reception_notices"
    )
    scope = models.TextField(_("受理范围说明"), max_length=1000)
    published_on = models.DateField(_("公告日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("接待日公告")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.where}{_('接待日公告')}"

    def get_absolute_url(self):
        """The first reception it tells of."""
        first = self.receptions.order_by("on", "pk").first()
        return first.get_absolute_url() if first else reverse("receptions:list")

    @property
    def where(self) -> str:
        return self.station.name if self.station else f"{self.body.short_name}{_('接访室')}"


class Reception(models.Model):
    """One reception day (接待日) at a station or in a body's reception room."""

    class State(models.TextChoices):
        PLANNED = "planned", _("已排班")
        ANNOUNCED = "announced", _("已公告")
        HELD = "held", _("已接待")
        QUIET = "quiet", _("无人来访")
        CANCELLED = "cancelled", _("已取消")

    OPEN = (State.PLANNED, State.ANNOUNCED)
    OVER = (State.HELD, State.QUIET)

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="receptions", verbose_name=_("机构")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receptions",
        verbose_name=_("站点"),
    )
    rule = models.ForeignKey(
        DutyRule, models.PROTECT, null=True, blank=True, related_name="receptions"
    )
    # The day the rule names, before a holiday moved it: generating again finds it.
    rule_on = models.DateField(null=True, blank=True, editable=False)
    on = models.DateField(_("日期"))
    from_time = models.TimeField(_("开始时间"))
    to_time = models.TimeField(_("结束时间"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    topic = models.CharField(_("主题"), max_length=60, blank=True)
    others = models.CharField(_("另请参加"), max_length=120, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    announcement = models.ForeignKey(
        Announcement, models.PROTECT, null=True, blank=True, related_name="receptions"
    )
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True)
    done_instead = models.TextField(_("没有人来，做了什么"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("接待日")
        ordering = ["on", "from_time", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "rule_on"],
                condition=Q(rule__isnull=False),
                name="reception_once_per_rule_day",
                violation_error_message=_("按这条规则，这一天已经排过。"),
            ),
            models.CheckConstraint(
                name="reception_closes_after_opening",
                condition=Q(to_time__gt=F("from_time")),
                violation_error_message=_("结束时间应当晚于开始时间。"),
            ),
            models.CheckConstraint(
                name="reception_cancelled_has_reason",
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                violation_error_message=_("取消接待应当写明原因。"),
            ),
            models.CheckConstraint(
                name="reception_quiet_says_what_instead",
                condition=~Q(state="quiet") | ~Q(done_instead=""),
                violation_error_message=_("无人来访的，应当写明做了什么。"),
            ),
            models.CheckConstraint(
                name="reception_rule_names_day",
                condition=Q(rule__isnull=True) | Q(rule_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["station", "on"], name="reception_station_day"),
            models.Index(fields=["body", "on"], name="reception_body_day"),
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.where}"

    def get_absolute_url(self):
        return reverse("receptions:detail", args=[self.pk])

    @property
    def where(self) -> str:
        """The station, or the body's reception room."""
        return self.station.name if self.station else f"{self.body.short_name}{_('接访室')}"

    @property
    def address(self) -> str:
        return self.place or (self.station.address if self.station else "")

    @property
    def hours(self) -> str:
        """9:00—11:30."""
        return f"{_clock(self.from_time)}—{_clock(self.to_time)}"

    @property
    def begins_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.on, self.from_time))

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


def _clock(at) -> str:
    return f"{at.hour}:{at.minute:02}"


class Duty(models.Model):
    """Someone on duty at one reception: a deputy, or one of the station's staff."""

    class State(models.TextChoices):
        PLANNED = "planned", _("值班")
        SWAPPED = "swapped", _("已换班")
        LEAVE = "leave", _("请假")

    class Attendance(models.TextChoices):
        UNKNOWN = "", _("未签到")
        PRESENT = "present", _("到岗")
        EXCUSED = "excused", _("因事未到")
        ABSENT = "absent", _("未到")

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="duties")
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="reception_duties"
    )
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="reception_duties"
    )
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.PLANNED)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    # Whoever stands in for a deputy on leave, or took his turn.
    stands_for = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="stood_for_by"
    )
    attendance = models.CharField(
        _("签到"), max_length=8, choices=Attendance, blank=True, default=Attendance.UNKNOWN
    )
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("值班")
        ordering = ["reception", "pk"]
        constraints = [
            models.CheckConstraint(
                name="duty_is_deputys_or_staffs",
                condition=Q(seat__isnull=False, staff__isnull=True)
                | Q(seat__isnull=True, staff__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["reception", "seat"],
                condition=Q(seat__isnull=False),
                name="duty_once_per_deputy",
                violation_error_message=_("该代表这一天已经排班。"),
            ),
            models.UniqueConstraint(
                fields=["reception", "staff"],
                condition=Q(staff__isnull=False),
                name="duty_once_per_staff",
                violation_error_message=_("这名站点人员这一天已经排班。"),
            ),
            models.CheckConstraint(
                name="duty_leave_has_reason",
                condition=~Q(state="leave") | ~Q(reason=""),
                violation_error_message=_("请假应当写明原因。"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        if self.seat:
            return self.seat.person.name
        return self.staff.name if self.staff else ""

    @property
    def is_deputy(self) -> bool:
        return self.seat_id is not None


class VisitorRecord(models.Model):
    """One visit (接待选民记录): the voter's own words stand in the message.

    persons: how many came with it. book: whose book of records it stands in, by
    year; serial: its place there, without a gap.
    """

    reception = models.ForeignKey(Reception, models.PROTECT, related_name="visitors")
    message = models.OneToOneField(VoterMessage, models.PROTECT, related_name="visit")
    persons = models.PositiveSmallIntegerField(_("来访人数"), default=1)
    received_by = models.ForeignKey(
        Duty, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("接待人")
    )
    opinion = models.CharField(_("拟办意见"), max_length=500, blank=True)
    book = models.CharField(max_length=20, editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    came_offline = models.BooleanField(_("离线登记"), default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    objects = VisitorRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("接待选民记录")
        ordering = ["reception", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["book", "year", "serial"], name="visitor_number_once"),
            models.CheckConstraint(
                name="visitor_at_least_one_person",
                condition=Q(persons__gte=1),
                violation_error_message=_("来访人数至少一人。"),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("receptions:record", args=[self.pk])

    @property
    def number(self) -> str:
        """存档号: 接2026-012."""
        return f"接{self.year}-{self.serial:03}"

    @property
    def body(self) -> Body:
        return self.reception.body

    @property
    def is_confidential(self) -> bool:
        return self.message.is_confidential

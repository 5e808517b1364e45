"""Listening days, tea rooms, talks, departments at a station: one table, one list of opinions.

Source: systems.md S-030, S-031, S-064.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Office
from lianxin.work.opinions.queries import SessionQuerySet
from lianxin.work.stations.models import Station
from lianxin.work.voices.models import VoterMessage


class Session(models.Model):
    """One of them: planned, held, closed with its report, or called off."""

    class Kind(models.TextChoices):
        LISTENING = "listening", _("听政日")
        TEA_ROOM = "tea_room", _("民生茶室")
        TALK = "talk", _("民主恳谈")
        DEPARTMENTS = "departments", _("部门进家站点")

    class State(models.TextChoices):
        PLANNED = "planned", _("已安排")
        HELD = "held", _("已举行")
        CLOSED = "closed", _("已办结")
        CANCELLED = "cancelled", _("已取消")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="opinion_sessions", verbose_name=_("机构")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion_sessions",
        verbose_name=_("家站点"),
    )
    kind = models.CharField(_("形式"), max_length=12, choices=Kind, default=Kind.LISTENING)
    topic = models.CharField(_("主题"), max_length=100)
    on = models.DateField(_("日期"))
    from_time = models.TimeField(_("开始时间"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    guests = models.ManyToManyField(
        Office, blank=True, related_name="+", verbose_name=_("邀请的部门")
    )
    others = models.CharField(
        _("另请参加"), max_length=120, blank=True, help_text=_("如：镇人大主席、驻村干部。")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    deputies = models.PositiveSmallIntegerField(_("到会代表"), null=True, blank=True)
    voters = models.PositiveSmallIntegerField(_("到会群众"), null=True, blank=True)
    officials = models.PositiveSmallIntegerField(_("到会部门人员"), null=True, blank=True)
    report = models.TextField(_("办理情况和主席团跟进"), max_length=2000, blank=True)
    reason = models.CharField(_("取消原因"), max_length=200, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("听政日、茶室、恳谈")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="session_held_has_numbers",
                condition=Q(state__in=["planned", "cancelled"])
                | Q(deputies__isnull=False, voters__isnull=False, officials__isnull=False),
                violation_error_message=_("登记举行应当写明到会人数。"),
            ),
            models.CheckConstraint(
                name="session_cancelled_has_reason",
                condition=~Q(state="cancelled") | ~Q(reason=""),
                violation_error_message=_("取消应当写明原因。"),
            ),
        ]
        indexes = [
            models.Index(fields=["station", "on"], name="session_station_day"),
            models.Index(fields=["body", "on"], name="session_body_day"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.topic}"

    def get_absolute_url(self):
        return reverse("opinions:session", args=[self.pk])

    @property
    def where(self) -> str:
        if self.place:
            return self.place
        return self.station.name if self.station else self.body.short_name


class SessionOpinion(models.Model):
    """One opinion raised there; answered at once, or left open until `due_on`.

    answered_by: who answered on the spot, as said there.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="opinions")
    message = models.OneToOneField(VoterMessage, models.PROTECT, related_name="session_opinion")
    speaker = models.CharField(_("谁说的"), max_length=60, blank=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("会上意见")
        ordering = ["session", "pk"]

    def __str__(self):
        return self.message.title

    @property
    def is_open(self) -> bool:
        return self.message.replied_on is None and self.message.status not in OVER

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today


OVER = ("replied", "closed", "merged", "refused", "withdrawn")

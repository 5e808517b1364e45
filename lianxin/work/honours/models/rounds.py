"""A year's election: nominated, reviewed, made public, named."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Group, Seat
from lianxin.work.honours.models.awards import Award
from lianxin.work.honours.queries import ElectionQuerySet
from lianxin.work.stations.models import Station

ONE_HOLDER = (
    Q(seat__isnull=False, group__isnull=True, station__isnull=True, unit__isnull=True)
    | Q(seat__isnull=True, group__isnull=False, station__isnull=True, unit__isnull=True)
    | Q(seat__isnull=True, group__isnull=True, station__isnull=False, unit__isnull=True)
    | Q(seat__isnull=True, group__isnull=True, station__isnull=True, unit__isnull=False)
)


class Round(models.Model):
    """The election of one body for one year.

    present: how many voted or reviewed. publicity: what the rulebook said of the days,
    as JSON, so that the last day is explained later.
    """

    class State(models.TextChoices):
        OPEN = "open", _("提名中")
        REVIEWED = "reviewed", _("已评审")
        PUBLICISED = "publicised", _("公示中")
        NAMED = "named", _("已表彰")

    class Way(models.TextChoices):
        VOTE = "vote", _("表决")
        REVIEW = "review", _("评审")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="honour_rounds", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("评选年度"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    way = models.CharField(_("评审方式"), max_length=8, choices=Way, blank=True)
    review = models.CharField(_("评审情况"), max_length=500, blank=True)
    reviewed_on = models.DateField(_("评审日期"), null=True, blank=True)
    present = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    publicised_on = models.DateField(_("公示起"), null=True, blank=True)
    publicised_until = models.DateField(_("公示止"), null=True, blank=True)
    publicity = models.JSONField(default=dict, blank=True)
    named_on = models.DateField(_("表彰日期"), null=True, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("评选")
        ordering = ["-year", "body", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year"],
                name="honour_round_once_a_year",
                violation_error_message=_("这一年的评选已经开始。"),
            ),
            models.CheckConstraint(
                name="honour_round_reviewed_before_publicity",
                condition=Q(state="open")
                | (Q(reviewed_on__isnull=False) & ~Q(review="") & ~Q(way="")),
            ),
            models.CheckConstraint(
                name="honour_round_publicised_before_named",
                condition=~Q(state__in=("publicised", "named"))
                | Q(publicised_on__isnull=False, publicised_until__gte=F("publicised_on")),
            ),
            models.CheckConstraint(
                name="honour_round_named_after_publicity",
                condition=~Q(state="named") | Q(named_on__gt=F("publicised_until")),
            ),
        ]

    def __str__(self):
        return _("%(body)s %(year)s 年评选表彰") % {
            "body": self.body.short_name,
            "year": self.year,
        }

    def get_absolute_url(self):
        return reverse("honours:round", args=[self.pk])


class Nomination(models.Model):
    """Someone nominated for an award; exactly one of seat, group, station, unit is set."""

    class State(models.TextChoices):
        NOMINATED = "nominated", _("已提名")
        CHOSEN = "chosen", _("通过")
        NOT_CHOSEN = "not_chosen", _("未通过")
        STRUCK = "struck", _("公示后取消")
        NAMED = "named", _("已表彰")

    round = models.ForeignKey(Round, models.PROTECT, related_name="nominations")
    award = models.ForeignKey(Award, models.PROTECT, related_name="nominations")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("提名对象"), max_length=100)
    reasons = models.TextField(_("提名理由"), max_length=1000)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.NOMINATED)
    votes_for = models.PositiveIntegerField(_("赞成"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("反对"), null=True, blank=True)
    votes_abstained = models.PositiveIntegerField(_("弃权"), null=True, blank=True)
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    nominated_on = models.DateField(_("提名日期"))

    class Meta:
        verbose_name = _("提名")
        ordering = ["round", "award", "pk"]
        constraints = [
            models.CheckConstraint(name="nomination_of_one", condition=ONE_HOLDER),
            *(
                models.UniqueConstraint(
                    fields=["round", "award", name],
                    name=f"nomination_once_per_{name}",
                    violation_error_message=_("已经提名过了。"),
                )
                for name in ("seat", "group", "station", "unit")
            ),
        ]

    def __str__(self):
        return f"{self.award.name}：{self.name}"

    def get_absolute_url(self):
        return reverse("honours:nomination", args=[self.pk])

    @property
    def body(self) -> Body:
        return self.round.body


class Fact(models.Model):
    """What someone did, taken from the records: its words as they stood, and where they stand."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="facts")
    source = models.CharField(_("来源"), max_length=60)
    key = models.CharField(max_length=40)
    on = models.DateField(_("日期"), null=True, blank=True)
    words = models.CharField(_("事实"), max_length=300)
    url = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = _("事实")
        ordering = ["nomination", "on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "key"], name="honour_fact_once"),
        ]


class Objection(models.Model):
    """Said against someone while the list is public; settled before anyone is named."""

    class Outcome(models.TextChoices):
        OPEN = "", _("核查中")
        UPHELD = "upheld", _("成立，取消资格")
        DISMISSED = "dismissed", _("不成立")

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="objections")
    said_by = models.CharField(_("反映人"), max_length=60, blank=True)
    words = models.TextField(_("反映的问题"), max_length=1000)
    received_on = models.DateField(_("收到日期"))
    outcome = models.CharField(
        _("核查结论"), max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN
    )
    finding = models.CharField(_("核查情况"), max_length=500, blank=True)
    settled_on = models.DateField(_("核查日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("公示异议")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="honour_objection_settled_with_words",
                condition=Q(outcome="") | (~Q(finding="") & Q(settled_on__isnull=False)),
                violation_error_message=_("请写明核查情况。"),
            ),
        ]

    @property
    def body(self) -> Body:
        return self.nomination.round.body

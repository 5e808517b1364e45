"""What voters say (民意): one record, whatever the door it came in by."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.engines.matters.queries import MatterQuerySet
from lianxin.foundation.people.models import Office, Person
from lianxin.work.stations.models import Station
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.sight import grounds


class VoterMessageQuerySet(MatterQuerySet):
    def visible_to(self, user):
        """Receivers see theirs, clerks and chairs their bodies', offices what they were handed."""
        if not user.is_authenticated:
            return self.none()
        found = grounds(user)
        return self.filter(reduce(or_, found)) if found else self.none()

    def published(self):
        """What the public pages may show: released by a person, and not hidden since."""
        return self.filter(
            publicity=Matter.Publicity.PUBLIC, is_confidential=False, is_hidden=False
        ).exclude(status__in=[Matter.Status.REFUSED, Matter.Status.WITHDRAWN])

    def for_list(self):
        """All that one row of a list shows."""
        return self.select_related("body", "station", "deputy", "village", "lead_office").defer(
            "text", "call_back_note", "decision_reason"
        )


STAGES = {
    Matter.Status.SUBMITTED.value: _("待回应"),
    Matter.Status.ACCEPTED.value: _("待办理"),
    Matter.Status.REPLIED.value: _("已答复待选民评价"),
    Matter.Status.CONCILIATION.value: _("再次不满意协调中"),
    Matter.Status.REFUSED.value: _("不受理，已告知去处"),
    Matter.Status.MERGED.value: _("已与同样的留言合并"),
}


class VoterMessage(Matter):
    """One thing a voter said, with the way it takes to its answer.

    `Matter.number` is the receipt number that the voter may tell anyone; the
    query code opens the message, and only its keyed hash is stored. What was
    said more than once is merged into the first (`merged_into`), and everyone
    is answered by its answer.
    """

    class Channel(models.TextChoices):
        WEB = "web", _("公开页面留言")
        STATION_CODE = "station_code", _("扫站点码留言")
        DEPUTY_CODE = "deputy_code", _("扫代表码留言")
        PHONE = "phone", _("电话")
        RECEPTION = "reception", _("接待")
        VISIT = "visit", _("走访")
        CARD = "card", _("征求意见卡")
        BOX = "box", _("意见箱")
        SURVEY = "survey", _("问卷调查")
        SESSION = "session", _("听政日、茶室、恳谈")

    class Route(models.TextChoices):
        NONE = "", _("尚未分流")
        ON_THE_SPOT = "on_the_spot", _("当场答复")
        VILLAGE = "village", _("交村（社区）办理")
        OFFICE = "office", _("交承办单位办理")
        SUGGESTION = "suggestion", _("转为代表建议")
        HIGHER = "higher", _("请上级代表反映")
        REFUSED = "refused", _("不属受理范围，已告知去处")

    channel = models.CharField(_("来源"), max_length=12, choices=Channel, default=Channel.WEB)
    route = models.CharField(_("办理方式"), max_length=12, choices=Route, blank=True, default="")
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("站点"),
    )
    deputy = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voter_messages",
        verbose_name=_("收件代表"),
    )
    village = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("村（社区）"),
    )
    place = models.CharField(_("地点"), max_length=120, blank=True)
    # 24 hours from receipt, by the rulebook: the receiver has answered or handed on by then.
    answer_by = models.DateTimeField(_("回应时限"), null=True, blank=True)
    responded_at = models.DateTimeField(_("首次回应时间"), null=True, blank=True)
    needs_check = models.BooleanField(_("待核查"), default=False)
    check_reason = models.CharField(_("待核查原因"), max_length=60, blank=True)
    refusal = models.CharField(_("不予受理情形"), max_length=20, blank=True)
    query_hash = models.CharField(max_length=64, unique=True, editable=False)
    # A browser sends the same key when it tries again: the message is kept once.
    post_key = models.CharField(max_length=40, blank=True, editable=False)
    voter_satisfaction = models.CharField(
        _("选民评价"), max_length=12, choices=Satisfaction, blank=True
    )
    is_hidden = models.BooleanField(_("已屏蔽"), default=False)
    hidden_reason = models.CharField(_("屏蔽理由"), max_length=200, blank=True)
    became = models.ForeignKey(
        Suggestion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voices",
        verbose_name=_("所转建议"),
    )
    higher_body = models.ForeignKey(
        "people.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("请上级哪级代表反映"),
    )
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)

    objects = VoterMessageQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("选民留言")
        constraints = [
            models.CheckConstraint(
                name="message_hidden_has_reason",
                condition=Q(is_hidden=False) | ~Q(hidden_reason=""),
                violation_error_message=_("屏蔽应当写明理由。"),
            ),
            models.UniqueConstraint(
                fields=["post_key"], condition=~Q(post_key=""), name="message_posted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["station", "-matter_ptr"], name="message_station_newest"),
            models.Index(fields=["deputy", "-matter_ptr"], name="message_deputy_newest"),
            # The few whose receiver has not said a word yet, for urging.
            models.Index(
                fields=["answer_by"],
                condition=Q(responded_at__isnull=True),
                name="message_unanswered",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def stage(self) -> str:
        """Where it stands, in the words of this room: no message is reviewed or handed in."""
        if self.status == Matter.Status.ACCEPTED and self.route == self.Route.SUGGESTION:
            return str(_("已转为代表建议"))
        if self.status == Matter.Status.ACCEPTED and self.route == self.Route.HIGHER:
            return str(_("已请上级代表反映"))
        return str(STAGES.get(self.status, self.get_status_display()))

    @property
    def is_urgent_late(self) -> bool:
        """The receiver's 24 hours have passed without a word."""
        return (
            self.responded_at is None
            and self.answer_by is not None
            and self.answer_by < timezone.now()
        )


class TopicCandidate(models.Model):
    """A topic many voters raise, offered as something for the congress to supervise (监督选题)."""

    class State(models.TextChoices):
        OFFERED = "offered", _("待研究")
        ADOPTED = "adopted", _("已列为监督选题")
        DROPPED = "dropped", _("不列入")

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="topic_candidates")
    topic = models.CharField(_("类别"), max_length=30)
    count = models.PositiveIntegerField(_("件数"))
    since = models.DateField(_("统计自"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OFFERED)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    offered_on = models.DateField(_("提出日期"))
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("监督选题线索")
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "topic"],
                condition=Q(state="offered"),
                name="topic_candidate_once",
                violation_error_message=_("这一类别已经在监督选题线索中。"),
            ),
        ]


class VoterContact(models.Model):
    """Who said it and how to reach them: apart, so that lists never read it.

    Shown to the office that handles it only where the voter agreed.
    Source: 个人信息保护法 arts. 6, 13, 25, 34.
    """

    message = models.OneToOneField(VoterMessage, models.CASCADE, related_name="contact")
    name = models.CharField(_("称呼"), max_length=60, blank=True)
    phone = models.CharField(_("手机"), max_length=40, blank=True)
    address = models.CharField(_("住址"), max_length=120, blank=True)
    shares_with_office = models.BooleanField(_("可以告知承办单位"), default=False)
    wants_sms = models.BooleanField(_("有答复时短信告知"), default=False)

    class Meta:
        verbose_name = _("留言人")


class Answer(models.Model):
    """What the voter reads as the answer, in plain words; an office's own reply stays beside it."""

    message = models.ForeignKey(VoterMessage, models.CASCADE, related_name="answers")
    text = models.TextField(_("答复"), max_length=5000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # As the voter sees it: the deputy, the station, the village or the office.
    signed = models.CharField(_("答复人"), max_length=80)
    # One reply answers everyone who raised the matter.
    reply = models.ForeignKey(
        "matters.Reply", models.PROTECT, null=True, blank=True, related_name="voter_answers"
    )
    answered_at = models.DateTimeField(_("答复时间"), default=timezone.now)
    grade = models.CharField(_("选民评价"), max_length=12, choices=Satisfaction, blank=True)
    grade_reason = models.TextField(_("选民的话"), blank=True, max_length=2000)
    graded_at = models.DateTimeField(_("评价时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("对选民的答复")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "reply"],
                condition=Q(reply__isnull=False),
                name="answer_once_for_reply",
            ),
        ]

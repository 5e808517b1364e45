"""What someone is told, what of it leaves the house, and by which way they want it."""

import hashlib
import secrets
import uuid
from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    WEBHOOK = "webhook", _("办公系统接口")


class Pace(models.TextChoices):
    OFF = "off", _("不发")
    AT_ONCE = "at_once", _("随到随发")
    DAILY = "daily", _("每天汇总一次")
    WEEKLY = "weekly", _("每周汇总一次")


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)

    def of(self, account):
        return self.filter(account=account)


class Notice(models.Model):
    """One thing someone is told: what happened, why he is told, where the next step is.

    `about_type` and `about_id` name the record as the ledger does. `once` makes
    a notice unrepeatable: the same person is told the same thing one time only.
    `outside` is what messages beyond this site may say, without what is confidential.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("种类"), max_length=40)
    words = models.CharField(_("内容"), max_length=300)
    outside = models.CharField(_("站外内容"), max_length=300)
    why = models.CharField(_("为何通知"), max_length=200)
    url = models.CharField(_("办理页面"), max_length=300)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    once = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("时间"), default=timezone.now)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["once", "account"], condition=~Q(once=""), name="notice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="notice_newest"),
            # The number in the top bar of every page is read from this alone.
            models.Index(
                fields=["account"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
        ]

    def __str__(self):
        return self.words


class Delivery(models.Model):
    """One message that leaves the house by one channel: a single notice, or several gathered.

    The row is written in the transaction of what it tells of, and claimed by one
    worker before it is sent. `message_id` never changes: a worker killed between
    sending and marking leaves a row that is sent again under the same id, by
    which a receiver knows the repeat.
    """

    class Purpose(models.TextChoices):
        NOTICE = "notice", _("通知")
        GATHERED = "gathered", _("汇总")
        CONFIRM = "confirm", _("邮箱确认")

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        DROPPED = "dropped", _("不再发送")

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    purpose = models.CharField(_("用途"), max_length=10, choices=Purpose, default=Purpose.NOTICE)
    notices = models.ManyToManyField(Notice, related_name="deliveries")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    lines = models.PositiveIntegerField(_("条数"), default=1)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    created_at = models.DateTimeField(_("时间"), default=timezone.now)
    next_try_at = models.DateTimeField(_("下次发送时间"), default=timezone.now)
    # Whoever claimed it has until this moment; after that it is anyone's again.
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    # Masked: the log shows that it went out, not where someone can be reached.
    sent_to = models.CharField(_("发往"), max_length=80, blank=True)
    error = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("发送记录")
        ordering = ["-pk"]
        constraints = [
            # What is still being gathered for someone; once tried, its words stand.
            models.UniqueConstraint(
                fields=["account", "channel", "next_try_at"],
                condition=Q(purpose="gathered", state="waiting", attempts=0),
                name="delivery_one_gathering",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="delivery_due",
            ),
            models.Index(fields=["state", "-id"], name="delivery_state"),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.message_id}"


class Address(models.Model):
    """An e-mail address someone gave; used only after the link sent to it was opened."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_address"
    )
    email = models.EmailField(_("邮箱"))
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("通知邮箱")


class Preference(models.Model):
    """How someone wants to be told outside this site; without a row the defaults hold."""

    QUIET_FROM = time(21, 0)
    QUIET_UNTIL = time(8, 0)
    GATHERED_AT = time(8, 30)

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("星期一")
        TUESDAY = 1, _("星期二")
        WEDNESDAY = 2, _("星期三")
        THURSDAY = 3, _("星期四")
        FRIDAY = 4, _("星期五")
        SATURDAY = 5, _("星期六")
        SUNDAY = 6, _("星期日")

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preference"
    )
    # channel: pace; a channel not named here follows the kind's own default.
    paces = models.JSONField(default=dict, blank=True)
    # Kinds that are read on this site only.
    muted = models.JSONField(default=list, blank=True)
    quiet_from = models.TimeField(_("免打扰开始"), default=QUIET_FROM)
    quiet_until = models.TimeField(_("免打扰结束"), default=QUIET_UNTIL)
    gathered_at = models.TimeField(_("汇总时间"), default=GATHERED_AT)
    weekday = models.PositiveSmallIntegerField(
        _("每周汇总在"), choices=Weekday, default=Weekday.MONDAY
    )

    class Meta:
        verbose_name = _("通知设置")


class FeedKey(models.Model):
    """The secret address of someone's calendar feed; only a digest of it is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_keys")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("开通时间"), default=timezone.now)
    used_on = models.DateField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("日历订阅")
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(revoked_at__isnull=True), name="feed_key_one"
            ),
        ]

    @staticmethod
    def new_secret() -> str:
        """32 random bytes, as an address can carry them."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

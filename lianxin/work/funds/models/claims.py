"""What is to be paid of the funds: for an activity, or for something else."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.people.models import Group
from lianxin.work.activities.models import Activity
from lianxin.work.funds.models.budgets import Budget
from lianxin.work.funds.queries import ClaimQuerySet


class Claim(models.Model):
    """One expense to be paid of a year's funds (报销), in 分; it counts once approved."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("待审批")
        APPROVED = "approved", _("已审批列支")
        REFUSED = "refused", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Purpose(models.TextChoices):
        ACTIVITY = "activity", _("代表活动")
        TRAINING = "training", _("学习培训")
        MATERIALS = "materials", _("学习资料和订阅")
        SUBSIDY = "subsidy", _("无固定工资收入代表补贴")
        TRAVEL = "travel", _("交通和误工")
        OTHER = "other", _("其他")

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="claims")
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("哪次活动"),
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fund_claims",
        verbose_name=_("代表小组"),
    )
    purpose = models.CharField(_("用途"), max_length=10, choices=Purpose)
    what = models.CharField(_("事由"), max_length=120)
    amount = models.PositiveBigIntegerField(_("金额（分）"))
    spent_on = models.DateField(_("发生日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SUBMITTED)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(_("审批日期"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("经费报销")
        ordering = ["-spent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="fund_claim_is_something",
                condition=Q(amount__gt=0),
                violation_error_message=_("金额应当大于零。"),
            ),
            models.CheckConstraint(
                name="fund_claim_decided_by_someone",
                condition=~Q(state__in=("approved", "refused"))
                | Q(decided_by__isnull=False, decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="fund_claim_refused_has_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("不批准应当写明原因。"),
            ),
        ]
        indexes = [models.Index(fields=["budget", "state"], name="fund_claim_state")]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        return reverse("funds:claim", args=[self.pk])

    @property
    def body(self):
        return self.budget.body


class Receipt(models.Model):
    """A receipt or list that belongs to a claim (票据)."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="receipts")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("票据")
        ordering = ["pk"]

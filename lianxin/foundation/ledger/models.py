"""The ledger: append-only, hash-chained trail of who did what to which record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One step of a workflow, written in the step's own transaction.

    Events of one county form one chain: `hash` covers every field below and
    the hash before it, so that a changed, removed, inserted or reordered
    event is found by `lianxin ledger verify`. The database refuses update and
    delete (see triggers.py).
    """

    chain = models.PositiveBigIntegerField(_("账本"))
    seq = models.PositiveBigIntegerField(_("序号"))
    happened_at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("经手人"),
    )
    actor_name = models.CharField(_("经手人姓名"), max_length=60)
    behalf = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("代谁办理")
    )
    behalf_name = models.CharField(_("代谁办理"), max_length=60, blank=True)
    step = models.CharField(_("步骤"), max_length=60)
    body = models.ForeignKey("people.Body", models.PROTECT, null=True, related_name="+")
    record_type = models.CharField(_("对象类型"), max_length=60)
    record_id = models.PositiveBigIntegerField(_("对象编号"))
    words = models.CharField(_("说明"), max_length=300)
    reason = models.TextField(_("理由"), blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("留痕")
        ordering = ["chain", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="event_once_per_place"),
        ]
        indexes = [
            models.Index(fields=["record_type", "record_id", "seq"], name="event_of_record"),
        ]

    def __str__(self):
        return f"{self.chain}/{self.seq} {self.step}"

    @property
    def people(self) -> str:
        """Who did it; for another's sake, both names: 王某（由李某代录）."""
        if not self.behalf_name:
            return self.actor_name
        return _("%(behalf)s（由%(actor)s代录）") % {
            "behalf": self.behalf_name,
            "actor": self.actor_name,
        }


class ChainHead(models.Model):
    """Where a chain ends: what stands here must be the last event's hash."""

    chain = models.PositiveBigIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

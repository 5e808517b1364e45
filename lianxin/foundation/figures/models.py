"""Pins: a figure fixed as of a day, with what it counted, so that a later change shows."""

import zlib
from array import array
from itertools import pairwise

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body

LARGEST = 100_000_000
"""Bytes a pin's record may unpack to; what claims more was not written here."""


class Pin(models.Model):
    """The value a figure had when it was written into something.

    key, scope: which figure of which body and days (`Scope` as JSON, by `pinning`).
    value: the figure; of a rate its numerator, with the denominator beside it.
    seen_by: whose eyes it was counted with; None for the whole of it.
    counted: what was counted, packed: ids and what each added. is_whole: False where
    there was too much to keep (`pinning.MOST_KEPT`), or for a rate: then only the
    values can be compared.
    """

    key = models.CharField(_("数字"), max_length=60)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("机构"))
    since = models.DateField(_("从"))
    until = models.DateField(_("到"))
    scope = models.JSONField(_("范围"), default=dict)
    value = models.BigIntegerField(_("数值"))
    denominator = models.BigIntegerField(_("分母"), null=True, blank=True)
    pinned_at = models.DateTimeField(_("核定时间"), default=timezone.now)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核定人"),
    )
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("按谁的权限统计"),
    )
    counted = models.BinaryField(_("所数记录"), default=bytes, editable=False)
    is_whole = models.BooleanField(_("留有所数记录"), default=True)

    class Meta:
        verbose_name = _("核定的数字")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["body", "-id"], name="pin_by_body"),
            models.Index(fields=["body", "key", "since", "until"], name="pin_by_figure"),
        ]
        constraints = [
            models.CheckConstraint(
                name="pin_days_in_order", condition=models.Q(until__gte=models.F("since"))
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.since}—{self.until}"

    @property
    def amounts(self) -> dict[int, int]:
        """What was counted: id of a record → what it added."""
        return unpack(bytes(self.counted))

    @amounts.setter
    def amounts(self, found: dict[int, int]):
        self.counted = pack(found)


def pack(found: dict[int, int]) -> bytes:
    """Ids as steps from one to the next, then the amounts: 10,000 of them take some 20 KB."""
    if not found:
        return b""
    pks = sorted(found)
    steps = array("q", [pks[0], *(after - before for before, after in pairwise(pks))])
    amounts = array("q", [found[pk] for pk in pks])
    return zlib.compress(steps.tobytes() + amounts.tobytes(), 6)


def unpack(packed: bytes) -> dict[int, int]:
    """What `pack` wrote."""
    if not packed:
        return {}
    numbers = array("q")
    numbers.frombytes(zlib.decompressobj().decompress(packed, LARGEST))
    half = len(numbers) // 2
    found, pk = {}, 0
    for step, amount in zip(numbers[:half], numbers[half:], strict=True):
        pk += step
        found[pk] = amount
    return found

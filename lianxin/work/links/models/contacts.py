"""Each time someone kept in touch: who, when, how, what was said and done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Seat
from lianxin.work.links.models.linked import Link, LinkedVoter
from lianxin.work.links.queries import ContactQuerySet
from lianxin.work.voices.models import VoterMessage


class Contact(models.Model):
    """One contact, with a linked voter or by a leader's link.

    seat: of the deputy who kept in touch with the voter. words: what was spoken of,
    without the voter's data. helped: what was done for him. message: his opinion,
    which went its way as a voter's message. post_key: sent twice, kept once.
    """

    class Way(models.TextChoices):
        EXCHANGE = "exchange", _("定期交流")
        VISIT = "visit", _("个别走访")
        CALL = "call", _("电话联系")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("机构"))
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="contacts")
    voter = models.ForeignKey(
        LinkedVoter, models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="voter_contacts"
    )
    on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=10, choices=Way)
    words = models.CharField(_("联系情况"), max_length=500, blank=True)
    helped = models.CharField(_("帮助办理"), max_length=300, blank=True)
    message = models.OneToOneField(
        VoterMessage, models.PROTECT, null=True, blank=True, related_name="heard_by_contact"
    )
    post_key = models.CharField(max_length=40, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系记录")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_of_link_or_voter",
                condition=Q(link__isnull=False, voter__isnull=True, seat__isnull=True)
                | Q(link__isnull=True, voter__isnull=False, seat__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                violation_error_message=_("作废应当写明原因。"),
            ),
            models.UniqueConstraint(
                fields=["post_key"], condition=~Q(post_key=""), name="contact_once_per_post"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "on"], name="contact_body_day"),
            models.Index(fields=["seat", "on"], name="contact_seat_day"),
            models.Index(fields=["link", "on"], name="contact_link_day"),
        ]

    def __str__(self):
        return f"{self.on} {self.get_way_display()}"

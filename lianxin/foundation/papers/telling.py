"""Who is told of a paper's steps: whoever signs, and whoever drafted it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger.models import Event
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Account, Grant, Role

TO_SIGN, DECIDED = "paper.to_sign", "paper.decided"
# An event older than this is of a made-up past, of which no message goes out.
JUST_NOW = timedelta(minutes=5)


def register_notices() -> None:
    register(
        Kind(TO_SIGN, gettext_lazy("公文待签发")),
        Kind(DECIDED, gettext_lazy("公文已签发或者退回")),
    )


def tell_signers(paper: Paper, event: Event) -> None:
    """A draft waits for the chair, or for the head of the office."""
    held = {"role": Role.CHAIR, "body": paper.body_id}
    if paper.office_id is not None:
        held = {"role": Role.OFFICE_HEAD, "office": paper.office_id}
    grants = Grant.objects.in_force().filter(**held).exclude(account=event.actor_id)
    _tell(
        Account.objects.filter(pk__in=grants.values("account")),
        TO_SIGN,
        _("“%s”等待签发。") % paper.plain_title,
        _("您是本单位的签发人。"),
        paper,
        event,
    )


def tell_drafter(paper: Paper, event: Event) -> None:
    """What became of a draft: signed, or returned with a reason."""
    if paper.drafted_by is None or paper.drafted_by_id == event.actor_id:
        return
    words = _("“%(title)s”：%(step)s。") % {"title": paper.plain_title, "step": event.words}
    if event.reason:
        words += _("理由：%s") % event.reason
    _tell([paper.drafted_by], DECIDED, words, _("这份文稿是您起草的。"), paper, event)


def _tell(accounts, kind, words, why, paper, event) -> None:
    is_past = timezone.now() - event.happened_at > JUST_NOW
    tell(
        accounts,
        kind=kind,
        words=words,
        # A confidential title does not leave the house.
        outside=_("有一份公文等待您查看。") if paper.is_confidential else "",
        why=why,
        url=paper.get_absolute_url(),
        about=paper,
        once=f"{kind}.{event.pk}",
        at=event.happened_at if is_past else None,
    )

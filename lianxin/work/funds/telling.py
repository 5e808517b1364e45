"""Who is told of claims: the chair when one waits, the claimant when it is decided."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures.words import yuan
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import Account, Grant, Role
from lianxin.work.funds.models import Claim

CLAIMED, DECIDED = "fund.claimed", "fund.decided"
# An event older than this is of a made-up past, of which no message goes out.
JUST_NOW = timedelta(minutes=5)


def register_notices() -> None:
    register(
        Kind(CLAIMED, gettext_lazy("活动经费报销待审批")),
        Kind(DECIDED, gettext_lazy("活动经费报销审批结果")),
    )


def tell_claimed(claim: Claim, event) -> None:
    chairs = Grant.objects.in_force().filter(body=claim.budget.body_id, role=Role.CHAIR)
    accounts = Account.objects.filter(pk__in=chairs.values("account"), is_active=True)
    words = _("活动经费报销 %(amount)s 元待审批：%(what)s") % _told(claim)
    _tell(accounts, CLAIMED, words, _("活动经费由您审批。"), claim, event)


def tell_decided(claim: Claim, event) -> None:
    approved = claim.state == Claim.State.APPROVED
    words = (
        _("报销 %(amount)s 元已批准：%(what)s")
        if approved
        else _("报销 %(amount)s 元未批准：%(what)s。原因：%(reason)s")
    )
    _tell([claim.claimed_by], DECIDED, words % _told(claim), _("这是您的报销。"), claim, event)


def _told(claim: Claim) -> dict[str, str]:
    return {"amount": yuan(claim.amount), "what": claim.what, "reason": claim.reason}


def _tell(accounts, kind: str, words: str, why: str, claim: Claim, event) -> None:
    age = timezone.now() - event.happened_at
    tell(
        [one for one in accounts if one.pk != event.actor_id],
        kind,
        words,
        why=why,
        url=claim.get_absolute_url(),
        about=claim,
        once=f"{kind}.{event.pk}",
        outside=_("有一笔活动经费报销等您查看，请登录。"),
        at=event.happened_at if age > JUST_NOW else None,
    )

"""Who is told: the keepers and the deputy. No name, no kind, nothing of the matter."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import CLERKS, Account, Body, Grant, Role
from lianxin.work.care.models import CareOfficer, RightsCase

TO_KEEPERS, TO_DEPUTY = "care.case", "care.own"
# An event older than this is of a made-up past, of which no message goes out.
JUST_NOW = timedelta(minutes=5)


def register_notices() -> None:
    register(
        Kind(TO_KEEPERS, gettext_lazy("代表权益保障事项"), is_urgent=True),
        Kind(TO_DEPUTY, gettext_lazy("我的权益保障事项")),
    )


def keepers_of(body: Body) -> QuerySet[Account]:
    """The chair, and the named officers or, without any, the clerks."""
    grants = Grant.objects.in_force().filter(body=body)
    keeping = Q(role=Role.CHAIR)
    named = CareOfficer.objects.filter(body=body, ended_on__isnull=True)
    clerks = Q(role__in=CLERKS)
    if named.exists():
        clerks &= Q(account__in=named.values("account"))
    return Account.objects.filter(
        pk__in=grants.filter(keeping | clerks).values("account"), is_active=True
    )


def tell_opened(case: RightsCase, event) -> None:
    tell_keepers(case, event, _("%s 已登记，请查看并办理。") % case)


def tell_keepers(case: RightsCase, event, words: str) -> None:
    # Whom it concerns is told as the deputy, if at all.
    found = [one for one in keepers_of(case.body) if one.person_id != case.seat.person_id]
    _tell(found, TO_KEEPERS, words, _("您办理本级代表权益保障事项。"), case, event)


def tell_deputy(case: RightsCase, event, words: str) -> None:
    """What an organ asks about a deputy is told to nobody but the keepers."""
    if case.is_liberty:
        return
    found = Account.objects.filter(person=case.seat.person_id, is_active=True)
    _tell(found, TO_DEPUTY, words, _("这是您的事项。"), case, event)


def _tell(accounts: Iterable[Account], kind: str, words: str, why: str, case, event) -> None:
    age = timezone.now() - event.happened_at
    tell(
        [one for one in accounts if one.pk != event.actor_id],
        kind,
        words,
        why=why,
        url=case.get_absolute_url(),
        about=case,
        once=f"{kind}.{event.pk}",
        outside=_("有一件事项等您查看，请登录。"),
        at=event.happened_at if age > JUST_NOW else None,
    )

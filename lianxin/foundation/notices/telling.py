"""Telling people, in the transaction of what they are told of."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from lianxin.foundation.notices.kinds import KINDS
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.notices.outbox import queue
from lianxin.foundation.people.models import Account, Grant

JUST_NOW = timedelta(minutes=5)
"""An event older than this is of a made-up past, of which no message goes out."""
NEWS_FOR = timedelta(days=30)


@transaction.atomic
def tell(
    accounts: Iterable[Account],
    kind: str,
    words: str,
    *,
    why: str,
    url: str,
    about: Any = None,
    once: str = "",
    outside: str = "",
    at: datetime | None = None,
) -> list[Notice]:
    """Put a notice into everyone's inbox and queue what leaves the house.

    Runs in the caller's transaction: a step that is rolled back tells nobody.
    accounts: who is told; each one once, closed accounts not at all.
    kind: key of a registered Kind; KeyError for one that no room registered.
    words: what happened, one sentence. why: why this person is told.
    url: path of the one step to take, beginning with "/".
    about: the record concerned. once: names the occasion; the same person is
    never told twice under the same name.
    outside: what messages beyond this site say instead of `words`.
    at: moment of the notice instead of now (a made-up past); nothing leaves the house.
    Returns the notices that are new. Raises ValueError for an outside address.
    """
    found = KINDS[kind]
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notice leads to a page of this site, not to {url!r}")
    people = list({one.pk: one for one in accounts if one.is_active}.values())
    if not people:
        return []
    values = {
        "kind": kind,
        "words": words[:300],
        "outside": (outside or words)[:300],
        "why": why[:200],
        "url": url,
        "about_type": about._meta.label_lower if about is not None else "",
        "about_id": about.pk if about is not None else None,
        "once": once,
        "created_at": at or timezone.now(),
    }
    notices = _write(people, values)
    if notices and at is None:
        queue(found, notices)
    return notices


def _write(people: Sequence[Account], values: dict[str, Any]) -> list[Notice]:
    """One row for each of `people` not told before; another process may tell meanwhile."""
    for _attempt in range(3):
        new = _untold(people, values["once"])
        try:
            with transaction.atomic():
                return Notice.objects.bulk_create(
                    [Notice(account=person, **values) for person in new]
                )
        except IntegrityError as error:
            lost = error
    raise lost


def _untold(people: Sequence[Account], once: str) -> list[Account]:
    if not once:
        return list(people)
    told = set(
        Notice.objects.filter(once=once, account__in=people).values_list("account_id", flat=True)
    )
    return [person for person in people if person.pk not in told]


def tell_of(
    event: Any,
    accounts: Iterable[Account],
    kind: str,
    words: str,
    *,
    why: str,
    about: Any,
    outside: str,
    url: str = "",
    once: str = "",
) -> list[Notice]:
    """Tell of a step just taken: everyone but who took it, once for each event.

    event: of the ledger. about: the record; url: its own page unless said. Of a made-up
    past nothing leaves the house, and what is older than NEWS_FOR is no news to anybody.
    """
    age = timezone.now() - event.happened_at
    if age > NEWS_FOR:
        return []
    return tell(
        [one for one in accounts if one.pk != event.actor_id],
        kind,
        words,
        why=why,
        url=url or about.get_absolute_url(),
        about=about,
        once=once or f"{kind}.{event.pk}",
        outside=outside,
        at=event.happened_at if age > JUST_NOW else None,
    )


def holders(bodies: Iterable[Any], roles: Iterable[str]) -> list[Account]:
    """Accounts that hold one of `roles` at one of these bodies today."""
    grants = Grant.objects.in_force().filter(body__in=list(bodies), role__in=list(roles))
    return list(Account.objects.filter(pk__in=grants.values("account"), is_active=True))

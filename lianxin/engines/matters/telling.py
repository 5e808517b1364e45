"""Who is told of which step: read from the ledger, in the step's own transaction.

    @on("matter.ask_return")
    def return_asked(event, matter, request):
        yield Word(clerks_of(matter.body), "matter.returned", …)

What a room alone knows (its pages, its own steps) it adds from its `ready`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.judges import proposers_of
from lianxin.engines.matters.kinds import kind_of
from lianxin.engines.matters.models import Matter, Proposer
from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.notices import kinds
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import CLERKS, OFFICE_ROLES, Account, Grant, Role

# Of a made-up past (demo), what is older than this is no news to anybody.
NEWS_FOR = timedelta(days=30)
Kind = kinds.Kind


@dataclass(frozen=True)
class Word:
    """What one group of people is told.

    words: one sentence; `{title}` stands for the title, which messages outside
        this site leave out where the proposers asked for confidence.
    inside: added to `words` on this site only: what someone typed.
    link: name of a page the room registered, and the record it takes.
    once: name of the occasion, where it is not the event: one event may tell the
        same person of several things, several events of the same one.
    """

    to: Iterable[Account]
    kind: str
    words: str
    why: str
    link: tuple[str, Any] | None = None
    inside: str = ""
    once: str = ""


Teller = Callable[[Any, Any, Any], Iterable[Word]]
_tellers: dict[str, Teller] = {}
_pages: dict[str, dict[str, str]] = {}


def on(*steps: str, kind: str = "") -> Callable[[Teller], Teller]:
    """Have the function say who is told when one of these ledger steps is recorded.

    It gets the event, the matter and what within it the step concerned.
    kind: of this kind of matter alone, instead of what all kinds share.
    """

    def mark(teller: Teller) -> Teller:
        for step in steps:
            _tellers[f"{kind}:{step}" if kind else step] = teller
        return teller

    return mark


def register_pages(kind: str, pages: dict[str, str]) -> None:
    """Name the pages of a matter's kind: what is to be done there → name of the address."""
    _pages[kind] = pages


def page_of(matter, link: tuple[str, Any] | None) -> str:
    """Address of the one step to take; the matter's own page where there is none."""
    if link and (name := _pages.get(matter.kind, {}).get(link[0])):
        return reverse(name, args=[link[1].pk] if link[1] is not None else [])
    return matter.get_absolute_url()


def follow(event, subject, about) -> None:
    """Listener of the ledger: tell whoever a step concerns, except who took it."""
    if record_type(subject) != Matter._meta.label_lower:
        return
    teller = _tellers.get(f"{subject.kind}:{event.step}") or _tellers.get(event.step)
    if teller is None:
        return
    made_up = abs(timezone.now() - event.happened_at) > timedelta(hours=1)
    if made_up and timezone.now() - event.happened_at > NEWS_FOR:
        return
    for word in teller(event, subject, about):
        send(
            subject,
            word,
            once=word.once or f"event:{event.pk}",
            but=event.actor_id,
            at=event.happened_at if made_up else None,
        )


def send(matter, word: Word, *, once: str, but: int | None = None, at=None) -> list[Notice]:
    """Tell of a matter, minding confidence; `but` is an account that need not be told."""
    return tell(
        [account for account in word.to if account.pk != but],
        word.kind,
        word.words.replace("{title}", f"“{_short(matter.title)}”") + word.inside,
        why=word.why,
        url=page_of(matter, word.link),
        about=matter,
        once=once,
        outside=word.words.replace(
            "{title}",
            private_words(matter) if matter.is_confidential else f"“{_short(matter.title)}”",
        ),
        at=at,
    )


def private_words(matter) -> str:
    """What stands for the title of a matter whose proposers asked for confidence."""
    return _("一件要求保密的%s") % kind_of(matter).noun


def _short(title: str) -> str:
    return title if len(title) <= 60 else title[:59] + "…"


def holding(**scope: Any) -> list[Account]:
    """Accounts that hold a grant in force: `role__in`, `body`, `office`."""
    grants = Grant.objects.in_force().filter(**scope)
    return list(Account.objects.filter(pk__in=grants.values("account"), is_active=True))


def clerks_of(body) -> list[Account]:
    return holding(body=body, role__in=CLERKS)


def chairs_of(body) -> list[Account]:
    return holding(body=body, role=Role.CHAIR)


def people_of(office_id: int) -> list[Account]:
    """Handlers and heads of an office."""
    return holding(office=office_id, role__in=OFFICE_ROLES)


def accounts_of(proposers: Iterable[Proposer]) -> list[Account]:
    """Accounts of deputies, of those who have one."""
    persons = [one.person_id for one in proposers]
    return list(Account.objects.filter(person__in=persons, is_active=True))


def proposing(matter) -> list[Account]:
    """Everyone who raised it or agreed to, also what was merged into it."""
    return accounts_of(proposers_of(matter).filter(state=Proposer.State.CONFIRMED))


def handling(matter) -> list[Account]:
    """People of the offices that handle it."""
    offices = matter.assignments.active().values("office")
    return holding(office__in=offices, role__in=OFFICE_ROLES)


WHY_CLERK = gettext_lazy("您是本级人大工作人员，这一步由人大办办理。")
WHY_OFFICE = gettext_lazy("您是承办单位经办人或者负责人。")
WHY_DEPUTY = gettext_lazy("您是这件建议的提出人。")

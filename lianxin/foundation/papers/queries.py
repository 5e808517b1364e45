"""What can be asked of papers; who sees which."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q

from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.people.models import CLERKS, Role

Reading = Callable[[Any], Q]
Keys = Callable[[Sequence[Any]], Mapping[int, set[str]]]

_readings: list[Reading] = []
_keys: list[Keys] = []
_hidings: list[Reading] = []
_closed: set[str] = set()


def register_reading(rule: Reading, *, keys: Keys | None = None) -> None:
    """Add who else reads which papers: gets the account, gives a condition on Paper.

    A room says here that a deputy reads the answers to his own suggestions.
    The rule itself asks for `SENT` papers where drafts are not its readers'
    business. Registering the same rule again changes nothing.

    keys: the same as keys of the search, by which those readers find the papers:
        gets papers, gives the keys of some of them by their pk. Nobody may find
        by them what the rule does not let him read.
    """
    if rule not in _readings:
        _readings.append(rule)
    if keys is not None and keys not in _keys:
        _keys.append(keys)


def keys_of_readers(papers: Sequence[Any]) -> dict[int, set[str]]:
    """The search keys of those who read these papers by the rooms' rules, by pk."""
    found: dict[int, set[str]] = defaultdict(set)
    for keys in _keys:
        for pk, some in keys(papers).items():
            found[pk] |= some
    return found


def register_hiding(rule: Reading) -> None:
    """Add which papers do not exist for an account, whatever else it is entitled to.

    A room says here that whoever is complained of reads nothing of the complaint.
    Registering the same rule again changes nothing.
    """
    if rule not in _hidings:
        _hidings.append(rule)


def close_kind(key: str) -> None:
    """Papers of this kind are for the issuing body's own clerks alone."""
    _closed.add(key)


def is_closed(kind: str) -> bool:
    """Whether papers of this kind are for the issuing body's own clerks alone."""
    return kind in _closed


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All papers that exist for `user`.

        Clerks, chairs and auditors see those of their body and of the bodies
        below it; an office those it issues, of which the others see none
        before it is issued; everyone else what the rooms' rules say. A
        confidential one stays with its own body and office, one of a closed
        kind with its own body's clerks.
        """
        if not user.is_authenticated:
            return self.none()
        conditions = [Q(office_id__in=user.office_ids()), *(rule(user) for rule in _readings)]
        for grant in user.current_grants:
            if grant.role not in (*CLERKS, Role.CHAIR, Role.AUDITOR):
                continue
            at = (
                Q(county_id=grant.body_id)
                if grant.body.parent_id is None
                else Q(body_id=grant.body_id)
            )
            own = Q(body_id=grant.body_id) if grant.role != Role.AUDITOR else Q(pk__in=[])
            at &= Q(is_confidential=False) | own
            if grant.role not in CLERKS:
                at &= ~Q(kind__in=_closed)
            elif _closed:
                at &= ~Q(kind__in=_closed) | Q(body_id=grant.body_id)
            # Void is what was issued once: only an issued paper has a day.
            conditions.append(at & (Q(office__isnull=True) | Q(issued_on__isnull=False)))
        found = self.filter(reduce(or_, conditions))
        for hidden in _hidings:
            found = found.exclude(hidden(user))
        return found

    def about(self, record):
        """Papers in the folder of `record`, oldest first."""
        return self.filter(about_type=record_type(record), about_id=record.pk).order_by("pk")

    def drawn_from(self, record):
        """Papers drawn from exactly `record`."""
        return self.filter(source_type=record_type(record), source_id=record.pk)

    def with_words(self, words):
        """Those with `words` in title or number."""
        return self.filter(Q(title__icontains=words) | Q(number__icontains=words))

    def sent(self):
        """Issued or filed, not void."""
        return self.filter(status__in=("issued", "filed"))

    def for_list(self):
        """All that a row of a list shows, newest first."""
        return self.select_related("body", "office", "drafted_by").order_by("-pk")

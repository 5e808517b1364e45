"""Each room declares its kinds of matter here, in its own `kind.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FINISHED = frozenset({"closed", "archived", "merged", "split", "refused", "withdrawn", "on_agenda"})


SUGGESTION = _("建议")


class Judges(StrEnum):
    """Who says whether an answer is good enough."""

    DEPUTIES = "deputies"
    VOTER = "voter"


def _from_handover(_matter, assigned_on: date) -> date:
    return assigned_on


@dataclass(frozen=True)
class Kind:
    """What the engine must know of a kind; what is not said is as with suggestions.

    model: label of the room's model ("voices.votermessage"), several kinds may share one.
    url_name: page of one matter of this kind; takes its id.
    reply_base: day from which the reply period counts, given the matter and
        the day of handing over.
    noun: what one is called in a notice that may not name its title.
    office_page: page on which an office works at one; takes the assignment's id.
        Empty: the pages of suggestions.
    clocks: Deadline.Purpose → rulebook key, where it differs from a suggestion's;
        None: this kind has no such clock.
    longest: rulebook key of the longest reply period, which extensions cannot
        pass; None: the period cannot be extended.
    hears_deputy: the office must have contacted the deputy before it answers.
    is_official: the answer is an official letter, with number, signatory and,
        for what is promised, a date.
    calls_back: the proposer is called before the matter is handed over.
    is_countywide: may be handed to any office of the county, not only to the body's own.
    judges: whose judgement is waited for after the last answer.
    final: statuses after which nothing more is done.
    is_visited: closed ones are drawn for a visit (回头看).
    is_need_to_know: the trail of events shows it to nobody who does not see the matter.
    may_route: who else than the body's clerk and chair may hand it over and
        decide on returns (account, matter).
    grounds: the grounds on which an account sees matters of this kind, as
        conditions on Matter, each enough; None: those of suggestions.
    waiting: whom a matter waits for and by which clocks, given the matter; None
        from it, or instead of it: as its status says.
    columns: more columns of Matter to write after each step, given the matter.
    """

    code: str
    url_name: str
    reply_base: Callable[[Any, date], date] = _from_handover
    model: str = ""
    noun: str | Promise = SUGGESTION
    office_page: str = ""
    clocks: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    longest: str | None = "suggestion.reply_complex"
    hears_deputy: bool = True
    is_official: bool = True
    calls_back: bool = True
    is_countywide: bool = False
    judges: Judges = Judges.DEPUTIES
    final: frozenset[str] = FINISHED
    is_visited: bool = True
    is_need_to_know: bool = False
    may_route: Callable[[Any, Any], bool] | None = None
    grounds: Callable[[Any], list[Q]] | None = None
    waiting: Callable[[Any], tuple[str, tuple[str, ...]] | None] | None = None
    columns: Callable[[Any], dict[str, Any]] | None = None


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        KINDS[kind.code] = kind


def kind_of(matter) -> Kind:
    return KINDS[matter.kind]


def codes_of(model_label: str) -> list[str]:
    """Kinds whose matters are rows of this model; all kinds for Matter itself."""
    own = [kind.code for kind in KINDS.values() if kind.model == model_label]
    return own or list(KINDS)


def codes_judged_by(judges: Judges) -> list[str]:
    return [kind.code for kind in KINDS.values() if kind.judges is judges]


def need_to_know() -> list[str]:
    return [kind.code for kind in KINDS.values() if kind.is_need_to_know]


def reply_base(matter, assigned_on: date) -> date:
    """Day from which the reply period of `matter` counts."""
    return KINDS[matter.kind].reply_base(matter, assigned_on)

"""Kinds of paper (文种): each room says here what its papers are and what stands on them.

    papers.register(Kind(key="handover_letter", name=_("交办函"), …))

in `AppConfig.ready`. Keys are kept in the database and never change.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.queries import close_kind
from lianxin.foundation.papers.sheet import Sheet
from lianxin.foundation.people.models import Body, Office

Data = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One named value of a kind's data: what counties may place in their own templates.

    name: key in the data. label: its Chinese name, as forms print it.
    rows: for a list, the fields of each row. sample: what it looks like.
    """

    name: str
    label: Any
    sample: str = ""
    rows: tuple["Field", ...] = ()


def _the_record_itself(record: Any) -> Any:
    return record


def _the_body(record: Any) -> Office | None:
    return None


def _always(record: Any) -> bool:
    return True


def _nothing(record: Any) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """One kind of paper.

    model: label of the records it is drawn from, "matters.reply".
    data_of: gets the record and the account that drafts; gives the JSON values
        the paper is drawn from. They must hold "title", and may hold
        "addressee" and "copies". Whatever `by` may not read must not be in them.
    compose: makes the sheet of these values; number, day and issuer are filled in.
    fields: names and samples of the values, for counties' own templates.
    about_of: the record in whose folder the paper lies.
    office_of: the office that issues it; None for the body itself.
    series: key of its number series; without one it bears `number_of` or none.
    series_word: goes behind the body's 机关代字 (禾人常 + 交 = 禾人常交).
    number_of: a number the record bears already (the reply's 文号).
    fits: whether a paper of this kind can be drawn from the record now.
    by_year: `data_of` gets the year it is about as a third argument.
    is_returned: it comes back signed on paper; a code says where it belongs.
    is_closed: only the body's own clerks see it: it holds keys that act for others.
    is_searchable: False keeps it out of the search, where one must not know of it.
    has_signature: it is issued only after someone signed it off (签发).
    """

    key: str
    name: Any
    model: str
    data_of: Callable[..., Data]
    compose: Callable[[Data], Sheet]
    fields: tuple[Field, ...] = ()
    about_of: Callable[[Any], Any] = _the_record_itself
    office_of: Callable[[Any], Office | None] = _the_body
    series: str = ""
    series_word: str = ""
    number_of: Callable[[Any], str] = _nothing
    fits: Callable[[Any], bool] = _always
    has_signature: bool = True
    is_closed: bool = False
    is_searchable: bool = True
    by_year: bool = False
    is_returned: bool = False
    archive_class: str = Paper.ArchiveClass.TEN_YEARS
    order: int = 100

    def body_of(self, record: Any) -> Body:
        about = self.about_of(record)
        return about if isinstance(about, Body) else about.body


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds; registering the same key again replaces it."""
    for kind in kinds:
        _kinds[kind.key] = kind
        if kind.is_closed:
            close_kind(kind.key)


def kind_of(key: str) -> Kind:
    """The kind with this key. Raises KeyError for an unknown one."""
    return _kinds[key]


def all_kinds() -> list[Kind]:
    """Every kind, in the order pages show them."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.key))


def kinds_for(model: str) -> Iterator[Kind]:
    """Kinds drawn from records with this label."""
    return (kind for kind in all_kinds() if kind.model == model)


def choices() -> Iterable[tuple[str, str]]:
    return [(kind.key, str(kind.name)) for kind in all_kinds()]

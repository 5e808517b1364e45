"""The shipped profiles: national law and the rules of six provinces. No database.

A profile is a data file; `load` checks every entry against the catalogue, so
that a slip in a file is found when it is read, not when a deadline is late.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lianxin.foundation.rulebook import values
from lianxin.foundation.rulebook.keys import KEYS, START_EVENTS, Key, RuleClass

FOLDER = Path(__file__).parent / "profiles"
NATIONAL = "national"
BODY_KINDS = ("county_congress", "township_congress", "street_committee")
FIELDS = {
    "value",
    "unit",
    "class",
    "source",
    "valid_from",
    "starts",
    "note",
    "wording",
    "looser",
    "kinds",
    "earlier",
}


class BadProfile(ValueError):
    """A profile file that does not hold what the catalogue expects."""


class UnknownProfile(LookupError):
    """No such profile; the text names those there are."""

    def __init__(self, name: str):
        super().__init__(f"没有名为“{name}”的地方规则。可用的有：{'、'.join(profile_names())}。")


@dataclass(frozen=True)
class Entry:
    """One value of a profile, as it holds from a day on.

    wording: what the law says where it sets no number (及时, 办理过程中).
    is_flagged_looser: known to be looser than national law, which governs.
    """

    value: Any
    unit: str | None
    rule_class: str
    source: str
    valid_from: date | None
    start_event: str
    note: str
    wording: str
    is_flagged_looser: bool = False


@dataclass(frozen=True)
class Candidate:
    """A value some layer offers: a body's own, or an entry of a profile.

    is_inherited: set by a body above, for its own work; it yields to a
    stricter value that the profile holds for this kind of body.
    """

    entry: Entry
    profile: str
    is_inherited: bool = False


@dataclass(frozen=True)
class Profile:
    """Entries by key and body kind ("" for every kind), newest first."""

    name: str
    title: str
    entries: Mapping[tuple[str, str], tuple[Entry, ...]] = field(default_factory=dict)

    def entry(self, key: str, on: date, body_kind: str | None = None) -> Entry | None:
        """What this profile says of `key` on that day; a body kind's own value first.

        National rules older than what is shipped are answered with the oldest known.
        """
        for kind in (body_kind, "") if body_kind else ("",):
            versions = self.entries.get((key, kind), ())
            for entry in versions:
                if entry.valid_from is None or entry.valid_from <= on:
                    return entry
            if versions and self.name == NATIONAL:
                return versions[-1]
        return None

    def upcoming(self, key: str, on: date, body_kind: str | None = None) -> Iterator[Entry]:
        """Versions that will hold later than `on`."""
        for kind in {body_kind or "", ""}:
            for entry in self.entries.get((key, kind), ()):
                if entry.valid_from and entry.valid_from > on:
                    yield entry


@cache
def profile_names() -> tuple[str, ...]:
    """National first, then the provinces."""
    names = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    return (NATIONAL, *(name for name in names if name != NATIONAL))


def title_of(profile: str) -> str:
    """国家, 河南省; a name that is no profile's is a body's code and stays as it is."""
    return load(profile).title if profile in profile_names() else profile


@cache
def load(name: str) -> Profile:
    """The profile. Raises UnknownProfile; BadProfile if the file is wrong."""
    if name not in profile_names():
        raise UnknownProfile(name)
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    documents = content["documents"]
    entries: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for key_name, raw in content["rules"].items():
        if key_name not in KEYS:
            raise BadProfile(f"{name}: unknown key {key_name}")
        key = KEYS[key_name]
        default = RuleClass.LOCAL if name != NATIONAL else ""
        for kind, merged in _by_kind(raw):
            versions = [merged, *raw.get("earlier", ())] if not kind else [merged]
            try:
                entries[key_name, kind] = tuple(
                    sorted(
                        (_entry(key, version, documents, default) for version in versions),
                        key=lambda entry: entry.valid_from or date.min,
                        reverse=True,
                    )
                )
            except (KeyError, ValueError) as error:
                raise BadProfile(f"{name}: {key_name}: {error}") from error
    return Profile(name, content["name"], entries)


def _by_kind(raw: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entry for all kinds, then one merged entry for each kind it differs for."""
    yield "", raw
    for kind, changes in raw.get("kinds", {}).items():
        if kind not in BODY_KINDS:
            raise BadProfile(f"unknown kind of body {kind}")
        # A note on the general value does not describe the kind's own.
        yield kind, {**{name: raw[name] for name in raw if name != "note"}, **changes}


def _entry(key: Key, raw: dict[str, Any], documents: dict[str, Any], default: str) -> Entry:
    if unknown := raw.keys() - FIELDS:
        raise BadProfile(f"unknown field {sorted(unknown)}")
    rule_class = RuleClass(raw.get("class", default))
    value, unit = raw["value"], raw.get("unit")
    if value is not None:
        values.check(key.kind, value, unit, key.choices)
    source, valid_from = _source(raw.get("source", ""), documents)
    if not source and value is not None and rule_class is not RuleClass.PRACTICE:
        raise BadProfile("no source")
    starts = raw.get("starts", "")
    if starts and starts not in START_EVENTS:
        raise BadProfile(f"unknown start event {starts}")
    return Entry(
        value=value,
        unit=unit,
        rule_class=rule_class.value,
        source=source,
        valid_from=raw.get("valid_from", valid_from),
        start_event=starts or key.start_event,
        note=raw.get("note", ""),
        wording=raw.get("wording", ""),
        is_flagged_looser=raw.get("looser", False),
    )


def _source(text: str, documents: dict[str, Any]) -> tuple[str, date | None]:
    """ "代表法 第五十一条" → the full title with its article, and since when it holds."""
    if not text:
        return "", None
    name, _space, article = text.partition(" ")
    document = documents[name]
    return f"{document['title']}{article}", document["valid_from"]

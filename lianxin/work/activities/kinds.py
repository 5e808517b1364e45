"""Kinds of activity as data: those shipped, and what a body names itself.

A kind says in which part of the deputy's file it stands, which numbers are asked when it
is recorded, which further fields it has, and what may be done with it. A body's own words
for a kind hold for the bodies below it too; the nearest counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from lianxin.engines.deeds import Section
from lianxin.foundation.calendars.queries import ancestors_and_self
from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.refusals import Refused
from lianxin.work.activities.models import OwnKind

SHIPPED = Path(__file__).parent / "data" / "kinds.yaml"
ASKS = ("minutes", "others", "money", "households", "persons", "solved")
FLAGS = ("of_group", "may_tell", "needs_money", "is_training", "shows_opinions")
TYPES = ("text", "number", "choice", "date", "yes")
LONGEST_TEXT = 500
LARGEST_NUMBER = 10**9


@dataclass(frozen=True)
class Field:
    """One further thing that a kind records.

    type: one of TYPES. choices: value → words, of a choice. is_figure: its sum is a
    figure of the catalogue, called `name` and counted in `unit`.
    """

    key: str
    label: str
    type: str = "text"
    is_required: bool = False
    choices: Mapping[str, str] | None = None
    is_figure: bool = False
    name: str = ""
    unit: str = ""

    def clean(self, value: Any) -> Any:
        """What is kept of a typed value; None for nothing. Raises Refused, in words."""
        if isinstance(value, str):
            value = value.strip()
        if value in (None, "") or (self.type == "yes" and value is False):
            if self.is_required:
                raise Refused(_("请填写“%s”。") % self.label)
            return None
        return getattr(self, f"_clean_{self.type}")(value)

    def _clean_text(self, value: Any) -> str:
        words = str(value)
        if len(words) > LONGEST_TEXT:
            raise Refused(
                _("“%(label)s”最多 %(most)d 个字。") % {"label": self.label, "most": LONGEST_TEXT}
            )
        return words

    def _clean_number(self, value: Any) -> int:
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = -1
        if isinstance(value, float) and number != value:
            number = -1
        if not 0 <= number <= LARGEST_NUMBER:
            raise Refused(_("“%s”请填写不小于零的整数。") % self.label)
        return number

    def _clean_choice(self, value: Any) -> str:
        if value not in (self.choices or {}):
            raise Refused(_("“%s”请从列出的选项中选择。") % self.label)
        return str(value)

    def _clean_date(self, value: Any) -> str:
        try:
            return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()
        except (TypeError, ValueError):
            raise Refused(_("“%s”请填写日期，如 2026-03-20。") % self.label) from None

    def _clean_yes(self, value: Any) -> bool:
        return value in (True, 1, "1", "on", "true", "yes", "是")

    def display(self, value: Any) -> str:
        """A kept value as people read it."""
        if value in (None, ""):
            return ""
        if self.type == "choice":
            return (self.choices or {}).get(value, str(value))
        if self.type == "yes":
            return _("是") if value else _("否")
        return str(value)


@dataclass(frozen=True)
class Kind:
    """One kind of activity as it is at a body."""

    key: str
    name: str
    section: str
    verb: str = ""
    asks: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    fields: tuple[Field, ...] = ()
    is_shipped: bool = False
    is_active: bool = True

    @property
    def words(self) -> str:
        """What a deputy did, as the file begins its line: 参加视察."""
        return self.verb or _("参加%s") % self.name

    @property
    def of_group(self) -> bool:
        return "of_group" in self.flags

    @property
    def may_tell(self) -> bool:
        return "may_tell" in self.flags

    @property
    def needs_money(self) -> bool:
        return "needs_money" in self.flags

    @property
    def is_training(self) -> bool:
        return "is_training" in self.flags

    @property
    def shows_opinions(self) -> bool:
        return "shows_opinions" in self.flags

    @property
    def credits_minutes(self) -> bool:
        return "minutes" in self.asks

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)

    def clean(self, values: Mapping[str, Any] | None) -> dict[str, Any]:
        """The kept values of the kind's own fields. Raises Refused for one that does not fit.

        A value of no field of this kind is refused: it would be written and never shown.
        """
        values = dict(values or {})
        known = {one.key for one in self.fields}
        if strange := set(values) - known:
            raise Refused(
                _("“%(kind)s”没有这一项：%(keys)s。请刷新页面后重新填写。")
                % {"kind": self.name, "keys": "、".join(sorted(strange))}
            )
        cleaned = {one.key: one.clean(values.get(one.key)) for one in self.fields}
        return {key: value for key, value in cleaned.items() if value is not None}

    def displayed(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Label and value of each field that has one."""
        pairs = ((one.label, one.display(values.get(one.key))) for one in self.fields)
        return [(label, words) for label, words in pairs if words]


def field_of(said: Mapping[str, Any]) -> Field:
    """A field as a data file or an own kind says it. Raises Refused for one that makes no sense."""
    key, label, kind = said.get("key", ""), said.get("label", ""), said.get("type", "text")
    if not (isinstance(key, str) and key.isidentifier()):
        raise Refused(_("每一项的代码请用英文字母开头，只含英文字母、数字和下划线。"))
    if not label:
        raise Refused(_("另记的内容应当写明名称。"))
    if kind not in TYPES:
        raise Refused(_("另记的内容只能是：文字、数字、选项、日期、是否。"))
    choices = said.get("choices")
    if isinstance(choices, (list, tuple)):
        choices = {str(one): str(one) for one in choices}
    if kind == "choice" and not choices:
        raise Refused(_("“%s”是选项，请列出有哪些选项。") % label)
    return Field(
        key,
        str(label),
        kind,
        bool(said.get("required")),
        dict(choices) if choices else None,
        bool(said.get("figure")),
        said.get("name", ""),
        said.get("unit", ""),
    )


@cache
def shipped() -> dict[str, Kind]:
    """Kinds that come with the house, in the order of the data file."""
    read = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return {
        key: Kind(
            key,
            said["name"],
            Section(said["section"]),
            said.get("verb", ""),
            tuple(said.get("asks", ())),
            frozenset(said.get("flags", ())),
            tuple(field_of(one) for one in said.get("fields", ())),
            is_shipped=True,
        )
        for key, said in read.items()
    }


def kind_of(body, key: str) -> Kind:
    """The kind as it is at `body`, also one no longer chosen. Raises Refused for an unknown one."""
    found = _all(body).get(key)
    if found is None:
        raise Refused(_("没有这一类活动。请从列出的类别中选择。"))
    return found


def name_of(body, key: str) -> str:
    """What `body` calls a kind; of one that was never known, its key."""
    found = _all(body).get(key)
    return found.name if found else key


def names_of(body) -> dict[str, str]:
    """Names of all kinds at `body`, by key; of the shipped ones where there is no body."""
    return {key: one.name for key, one in (_all(body) if body else shipped()).items()}


def kinds_known(body) -> list[Kind]:
    """All kinds at `body`, also those it does not use: shipped ones first."""
    return list(_all(body).values())


def kinds_for(body) -> list[Kind]:
    """Kinds that `body` may choose: shipped ones in their order, then own ones."""
    return [one for one in _all(body).values() if one.is_active]


def kinds_told(body) -> list[Kind]:
    """Of these, what a deputy may tell of himself."""
    return [one for one in kinds_for(body) if one.may_tell]


def _all(body) -> dict[str, Kind]:
    """Kinds by key; one query in a request."""
    return remembered(("activity kinds", body.pk), lambda: _read(body))


def _read(body) -> dict[str, Kind]:
    found = dict(shipped())
    depth = {pk: place for place, pk in enumerate(ancestors_and_self(body))}
    own = sorted(
        OwnKind.objects.filter(body__in=depth), key=lambda one: (depth[one.body_id], one.key)
    )
    for one in own:
        found[one.key] = _overlaid(found.get(one.key), one)
    return found


def _overlaid(under: Kind | None, own: OwnKind) -> Kind:
    """An own kind over the one it renames; further fields are added, known ones replaced."""
    fields = tuple(field_of(one) for one in own.fields)
    if under is None:
        return Kind(
            own.key,
            own.name,
            own.section,
            "",
            tuple(own.asks),
            frozenset(own.flags),
            fields,
            is_active=own.is_active,
        )
    replaced = {one.key: one for one in fields}
    kept = tuple(replaced.pop(one.key, one) for one in under.fields)
    return replace(
        under,
        name=own.name,
        verb=under.verb if own.name == under.name else "",
        fields=(*kept, *replaced.values()),
        is_active=own.is_active,
    )

"""Which rule governs, and when a period by it ends.

A value is looked for from near to far: the body's own, those of the bodies
above it, the province's profile, national law. A value looser than national
law never governs. What comes out names its source, so that a page can say why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.calendars.counting import count, named
from lianxin.foundation.calendars.queries import calendar_of
from lianxin.foundation.calendars.tables import WorkCalendar
from lianxin.foundation.rulebook import shipped, values
from lianxin.foundation.rulebook.keys import (
    CLASS_NAMES,
    KEYS,
    START_EVENTS,
    Key,
    RuleClass,
    key_named,
)
from lianxin.foundation.rulebook.queries import layers_of
from lianxin.foundation.rulebook.shipped import Candidate
from lianxin.foundation.rulebook.strictness import is_looser

PRACTICE_SOURCE = "工作惯例，可由本级调整"
UNSET_SOURCE = "国家法律未作规定，由地方或者本级确定"


class NoRule(LookupError):
    """No rule that governs here sets a period for this; people read the text."""


@dataclass(frozen=True)
class Rule:
    """A value that governs, and why.

    value: None where nothing sets one; `wording` then says what the law says.
    rule_class: N national law, L local rule, P practice, V to verify.
    profile: who set it: "national", a province, or the code of a body.
    roll: whether a last day that is a rest day moves.
    note: remarks; also which looser local value was passed over.
    """

    key: str
    value: Any
    unit: str | None
    counting: str | None
    rule_class: str
    valid_from: date | None
    source: str
    profile: str
    note: str = ""
    roll: bool = False
    start_event: str = ""
    wording: str = ""

    @property
    def definition(self) -> Key:
        return KEYS[self.key]

    @property
    def title(self) -> str:
        return str(self.definition.title)

    @property
    def display(self) -> str:
        """The value as a clerk reads it."""
        if self.value is None and self.wording:
            return self.wording
        return self.definition.display(self.value, self.unit)

    @property
    def class_name(self) -> str:
        if self.value is None and not self.wording:
            return str(_("由地方或者本级定"))
        return str(CLASS_NAMES[self.rule_class])

    @property
    def start_label(self) -> str:
        """The event a period is counted from, in Chinese."""
        return str(START_EVENTS.get(self.start_event, "起算日"))

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "value": self.value,
            "unit": self.unit,
            "counting": self.counting,
            "class": self.rule_class,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "source": self.source,
            "profile": self.profile,
        }


@dataclass(frozen=True)
class Due:
    """The end of a period: the rule, the dates and how they were counted."""

    rule: Rule
    start: date
    due: date
    roll: bool
    rolled: bool
    provisional: bool
    warning: str
    steps: tuple[str, ...]
    calendar_version: str

    @property
    def article(self) -> str:
        return self.rule.source

    @property
    def explanation(self) -> str:
        """In one line: 2026-06-11（自交办之日起 3 个月，…第五十一条第二款）."""
        if self.rule.counting == "B":
            return (
                f"{self.due:%Y-%m-%d}（{self.rule.start_label}{self.rule.display}，{self.article}）"
            )
        return f"{self.due:%Y-%m-%d}（自{self.rule.start_label}起 {self.rule.display}，{self.article}）"

    def as_json(self) -> dict[str, Any]:
        """All that explains the date later, fit for a JSON column."""
        return {
            **self.rule.as_json(),
            "from": self.start.isoformat(),
            "due": self.due.isoformat(),
            "rolled": self.rolled,
            "steps": list(self.steps),
            "start_event": self.rule.start_event,
            "roll": self.roll,
            "provisional": self.provisional,
            "warning": self.warning,
            "calendar_version": self.calendar_version,
            "article": self.article,
            "explanation": self.explanation,
        }


@dataclass(frozen=True)
class Offer:
    """What one layer says, and what stands against its governing, if anything."""

    rule: Rule
    against: str = ""
    is_looser_than_law: bool = False


def rule_in_profile(
    key: str, profile: str, on: date | None = None, body_kind: str | None = None
) -> Rule:
    """The rule a profile gives, without any database.

    on: the day asked about (today unless said).
    body_kind: "township_congress" and so on, where the law distinguishes.
    Raises UnknownKey, UnknownProfile.
    """
    return resolve(key_named(key), [], profile, on or timezone.localdate(), body_kind)


def rule(key: str, body, on: date | None = None) -> Rule:
    """The rule that governs `body` on that day (today unless said). Raises UnknownKey."""
    definition, day = key_named(key), on or timezone.localdate()
    layers = layers_of(body)
    own = layers.candidates(definition.alias_of or key, day)
    return resolve(definition, own, layers.profile, day, body.kind)


def due(
    key: str,
    start: date,
    *,
    body=None,
    profile: str | None = None,
    body_kind: str | None = None,
    roll: bool | None = None,
    on: date | None = None,
    start_event: str | None = None,
    overrides: Mapping[date, bool] | None = None,
) -> Due:
    """Last day of the period that `key` sets from `start` on.

    body or profile: whose rule; exactly one of them.
    roll: move a last day that is a rest day; as the rule says unless given.
    on: the day whose rule counts: the start unless said. Later changes of the
        rule do not move a period that has begun.
    start_event: the event counted from, one of START_EVENTS, where it is not
        the rule's usual one (no session has closed: the handing-over).
    overrides: day → is it worked; the body's calendar unless given.
    Raises NoRule where no period is set, UnknownKey, CannotCount.
    """
    if (body is None) == (profile is None):
        raise ValueError("due() needs either a body or a profile")
    if body is not None:
        governing = rule(key, body, on or start)
    else:
        governing = rule_in_profile(key, profile or "", on or start, body_kind)
    if start_event is not None:
        governing = replace(governing, start_event=start_event)
    if overrides is not None or body is None:
        calendar = WorkCalendar(overrides)
    else:
        calendar = calendar_of(body)
    return end_of(governing, start, roll=roll, calendar=calendar)


def end_of(governing: Rule, start: date, *, roll: bool | None, calendar: WorkCalendar) -> Due:
    """Count `governing` from `start`. Raises NoRule if it sets no period that can be counted."""
    if governing.value is None:
        said = f"（{governing.wording}）" if governing.wording else ""
        raise NoRule(f"“{governing.title}”没有规定具体期限{said}，不计算到期日。")
    if governing.counting is None:
        raise NoRule(f"“{governing.title}”不是可以推算日期的期限（{governing.display}）。")
    rolls = governing.roll if roll is None else roll
    counted = count(
        governing.counting,
        start,
        governing.value,
        unit=governing.unit or "",
        roll=rolls,
        calendar=calendar,
        event=governing.start_label,
    )
    return Due(
        rule=governing,
        start=start,
        due=counted.due,
        roll=rolls,
        rolled=counted.rolled,
        provisional=counted.provisional,
        warning=counted.warning,
        steps=(
            f"依据：{governing.title}，{governing.display}（{governing.source}）。",
            *counted.steps,
            f"到期日为{named(counted.due)}。",
        ),
        calendar_version=counted.calendar_version,
    )


def resolve(
    key: Key, own: Iterable[Candidate], profile: str, on: date, body_kind: str | None
) -> Rule:
    """The first offer from near to far that nothing stands against."""
    weighed = _weighed(key, own, profile, on, body_kind)
    governing = next(offer for offer in weighed if not offer.against)
    looser = (
        f"{offer.rule.source}规定为“{offer.rule.display}”，{offer.against}{offer.rule.note}"
        for offer in weighed
        if offer.is_looser_than_law
    )
    note = "".join([*looser, governing.rule.note])
    return replace(governing.rule, note=note)


def offers(key: str, body, on: date | None = None) -> list[Offer]:
    """What each layer over `body` says of `key`, from near to far, and why it does not govern.

    The first without anything `against` it governs; those after it are passed by.
    """
    definition, day = key_named(key), on or timezone.localdate()
    layers = layers_of(body)
    own = layers.candidates(definition.alias_of or key, day)
    return _weighed(definition, own, layers.profile, day, body.kind)


def upcoming(key: str, body, on: date | None = None) -> list[Rule]:
    """Values already set or shipped that will hold later than that day, soonest first."""
    definition, day = key_named(key), on or timezone.localdate()
    source_key = KEYS[definition.alias_of] if definition.alias_of else definition
    layers = layers_of(body)
    later = list(layers.upcoming(source_key.name, day))
    for profile in dict.fromkeys((layers.profile, shipped.NATIONAL)):
        entries = shipped.load(profile).upcoming(source_key.name, day, body.kind)
        later += [Candidate(entry, profile) for entry in entries]
    return sorted(
        (_rule(definition, candidate) for candidate in later),
        key=lambda rule: rule.valid_from or day,
    )


def _weighed(
    key: Key, own: Iterable[Candidate], profile: str, on: date, body_kind: str | None
) -> list[Offer]:
    source_key = KEYS[key.alias_of] if key.alias_of else key
    national = shipped.load(shipped.NATIONAL).entry(source_key.name, on, body_kind)
    if national is None:
        raise NoRule(f"国家规则缺少“{source_key.name}”。")
    province = shipped.load(profile or shipped.NATIONAL)
    local = province.entry(source_key.name, on, body_kind)
    candidates = list(own)
    if local is not None and province.name != shipped.NATIONAL:
        candidates.append(Candidate(local, province.name))
    is_floor = national.rule_class == RuleClass.NATIONAL and national.value is not None
    found = []
    for candidate in candidates:
        offered = _rule(key, candidate)
        if is_floor and _is_looser(source_key, candidate.entry, national):
            found.append(Offer(offered, "比国家法律宽，按国家法律执行。", is_looser_than_law=True))
        elif is_floor and candidate.entry.value is None:
            found.append(Offer(offered, "没有规定数值，按国家法律执行。"))
        elif candidate.is_inherited and local and _is_looser(source_key, candidate.entry, local):
            found.append(Offer(offered, "比对本类机构的地方规定宽，不适用。"))
        else:
            found.append(Offer(offered))
    return [*found, Offer(_rule(key, Candidate(national, shipped.NATIONAL)))]


def _is_looser(key: Key, entry: shipped.Entry, floor: shipped.Entry) -> bool:
    return is_looser(key, entry.value, entry.unit, floor.value, floor.unit)


def _rule(key: Key, candidate: Candidate) -> Rule:
    entry = candidate.entry
    source = entry.source
    if not source:
        is_practice = entry.rule_class == RuleClass.PRACTICE
        source = PRACTICE_SOURCE if is_practice else UNSET_SOURCE
    return Rule(
        key=key.name,
        value=entry.value,
        unit=entry.unit,
        counting=values.counting_of(key.kind, entry.unit) if entry.value is not None else None,
        rule_class=entry.rule_class,
        valid_from=entry.valid_from,
        source=source,
        profile=candidate.profile,
        note=entry.note,
        roll=key.rolls,
        start_event=entry.start_event,
        wording=entry.wording,
    )

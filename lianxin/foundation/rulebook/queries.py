"""What governs a body: its own settings, those above it, and its profile."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Q

from lianxin.foundation.calendars.queries import ancestors_and_self
from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.people.models import Body
from lianxin.foundation.rulebook.keys import KEYS, RuleClass
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.foundation.rulebook.shipped import NATIONAL, Candidate, Entry, profile_names


@dataclass(frozen=True)
class Layers:
    """A body's settings and profile, read once.

    settings: by body code from the body upwards, each newest first.
    names: short name of each of these bodies.
    """

    code: str
    profile: str
    settings: dict[str, list[RuleSetting]]
    names: dict[str, str]

    def candidates(self, key: str, on: date) -> Iterator[Candidate]:
        """The value each body set for `key` and that holds on that day, nearest first."""
        for code, settings in self.settings.items():
            setting = in_force([row for row in settings if row.key == key], on)
            if setting is not None and setting.value is not None:
                yield Candidate(entry_of(setting), code, is_inherited=code != self.code)

    def upcoming(self, key: str, on: date) -> Iterator[Candidate]:
        """Values set for `key` that will hold later than that day."""
        for code, settings in self.settings.items():
            for row in settings:
                if row.key == key and row.valid_from > on and row.value is not None:
                    yield Candidate(entry_of(row), code, is_inherited=code != self.code)


def layers_of(body) -> Layers:
    """The layers over `body`, in two queries at most, or none when asked again."""
    return remembered(("rules", body.pk), lambda: _read_layers(body))


def _read_layers(body) -> Layers:
    ids = ancestors_and_self(body)
    above = {row.pk: row for row in Body.objects.filter(pk__in=ids[:-1])} if ids[1:] else {}
    chain = [body, *(above[pk] for pk in reversed(ids[:-1]))]
    settings: dict[str, list[RuleSetting]] = {one.code: [] for one in chain}
    codes = {one.pk: one.code for one in chain}
    for row in RuleSetting.objects.filter(body_id__in=ids).order_by("-valid_from", "-pk"):
        settings[codes[row.body_id]].append(row)
    return _layers(chain, settings)


def _layers(chain: list[Body], settings: dict[str, list[RuleSetting]]) -> Layers:
    """chain: from the body upwards."""
    named = next((one.profile for one in chain if one.profile), NATIONAL)
    return Layers(
        code=chain[0].code,
        profile=named if named in profile_names() else NATIONAL,
        settings=settings,
        names={one.code: one.short_name for one in chain},
    )


def read_together(bodies) -> None:
    """Read the layers over many bodies in two queries, for those that ask within this request."""
    chains = {body.pk: ancestors_and_self(body) for body in bodies}
    every = {pk for ids in chains.values() for pk in ids}
    known = {row.pk: row for row in Body.objects.filter(pk__in=every)}
    rows: dict[int, list[RuleSetting]] = {}
    for row in RuleSetting.objects.filter(body_id__in=every).order_by("-valid_from", "-pk"):
        rows.setdefault(row.body_id, []).append(row)
    for ids in chains.values():
        chain = [known[pk] for pk in reversed(ids)]
        own = {one.code: rows.get(one.pk, []) for one in chain}
        remembered(("rules", ids[-1]), partial(_layers, chain, own))


def in_force(newest_first: list[RuleSetting], on: date) -> RuleSetting | None:
    """The setting that holds on that day; of two from one day the later entered."""
    return next((row for row in newest_first if row.valid_from <= on), None)


def bodies_seen_by(user) -> list[Body]:
    """Bodies of the counties in which `user` has a role; their rules are no secret there."""
    counties = {grant.body.county_id for grant in user.current_grants}
    below = Q()
    for county in counties:
        below |= Q(path__startswith=f"/{county}/")
    return list(Body.objects.filter(below, is_active=True)) if counties else []


def history(body, key: str) -> list[RuleSetting]:
    """All that `body` itself ever set for `key`, newest first, with who set it."""
    rows = RuleSetting.objects.filter(body=body, key=key).select_related("entered_by")
    return list(rows.order_by("-valid_from", "-pk"))


def entry_of(setting: RuleSetting) -> Entry:
    """A setting in the shape of a profile's entry."""
    return Entry(
        value=setting.value,
        unit=setting.unit or None,
        rule_class=RuleClass.LOCAL.value,
        source=setting.source,
        valid_from=setting.valid_from,
        start_event=KEYS[setting.key].start_event if setting.key in KEYS else "",
        note="",
        wording="",
    )

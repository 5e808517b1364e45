"""What differs between two versions of a report, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from lianxin.work.work_reports.models import Version
from lianxin.work.work_reports.tokens import TOKEN

SAME, GONE, NEW = "same", "gone", "new"
# A figure is one word; Chinese is compared character by character, Latin and digits by word.
MOST_COMPARED = 4_000_000
"""Characters times characters up to which lines are compared by words."""
WORD = re.compile(rf"{TOKEN.pattern}|[A-Za-z0-9.%]+|\s|.")


@dataclass(frozen=True)
class Stretch:
    """A stretch of words that is SAME, GONE or NEW."""

    kind: str
    text: str


@dataclass(frozen=True)
class Changed:
    """A section that differs: its heading now, its words as stretches."""

    title: str
    stretches: tuple[Stretch, ...]


def differences(old: Version | None, new: Version) -> list[Changed]:
    """Sections that differ, in the order of the newer version; those taken out at the end."""
    before = {one["key"]: one for one in old.content} if old else {}
    after = {one["key"]: one for one in new.content}
    found = []
    for key, one in after.items():
        last = before.get(key, {"title": "", "text": ""})
        if _whole(last) != _whole(one):
            found.append(Changed(one["title"], tuple(stretches(_whole(last), _whole(one)))))
    for key, one in before.items():
        if key not in after:
            found.append(Changed(one["title"], tuple(stretches(_whole(one), ""))))
    return found


def _whole(one: dict[str, str]) -> str:
    return "\n".join(part for part in (one["title"], one["text"]) if part)


def stretches(old: str, new: str) -> Iterator[Stretch]:
    """The two texts as one, with what went and what came: by lines first, then by words."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, was, now in _matched(before, after):
        if kind == SAME:
            yield Stretch(SAME, was)
        elif not was or not now or len(was) * len(now) > MOST_COMPARED:
            yield from _replaced(was, now)
        else:
            words = [found[0] for found in WORD.finditer(was)]
            other = [found[0] for found in WORD.finditer(now)]
            for inner, gone, new_words in _matched(words, other):
                if inner == SAME:
                    yield Stretch(SAME, gone)
                else:
                    yield from _replaced(gone, new_words)


def _matched(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, new_first, new_last in matcher.get_opcodes():
        was, now = "".join(before[first:last]), "".join(after[new_first:new_last])
        yield (SAME if kind == "equal" else NEW), was, now


def _replaced(was: str, now: str) -> Iterator[Stretch]:
    if was:
        yield Stretch(GONE, was)
    if now:
        yield Stretch(NEW, now)

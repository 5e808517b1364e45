"""Which earlier suggestions are on the same matter, and why one may think so (查重).

The full text index names some dozens that share rare words; these are compared
word by word. Only what the reader may see is ever looked at.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import rjieba
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.queries import UNSUBMITTED
from lianxin.engines.triage.likeness import Likeness, Rarity, Text, nearest
from lianxin.engines.triage.relations import related_ids
from lianxin.foundation.people.permissions import may
from lianxin.foundation.search.query import candidates
from lianxin.foundation.search.sampling import sample
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission

S = Matter.Status
MERGEABLE = (S.ACCEPTED, S.ASSIGNED, S.REWORK)
LEAST_TYPED = 6
"""Characters of title and text below which nothing can be told."""
LEAST_SCORE = 0.16
"""Below this, place included, texts are on different matters: of a thousand real letters
three in four of those that nobody repeated have no neighbour so near, and of those on one
issue nine in ten have."""
VERY_LIKE = 0.4
PLACE_BONUS = 0.06
MOST_COMPARED = 60
MOST_SHOWN = 6
# A text longer than this is told by its beginning.
COMPARED_CHARACTERS = 3000

# How names of places end; the longer ending first.
_ENDINGS = [
    "街道",
    "社区",
    "小区",
    "小学",
    "中学",
    "学校",
    "医院",
    "公园",
    "广场",
    "市场",
    "水库",
    "大桥",
    "大道",
    "乡",
    "镇",
    "村",
    "屯",
    "寨",
    "路",
    "街",
    "巷",
    "桥",
    "河",
    "渠",
    "塘",
    "湾",
    "坝",
]
_NAMED = ("ns", "nr", "nz", "nt", "nrt")
_LONGEST_PLACE = 12


@dataclass(frozen=True)
class Similar:
    """An earlier suggestion and what it has in common with the one at hand.

    words: the rarest words in common. places: names of places in common.
    outcome: where it stands, or what came of it.
    """

    suggestion: Suggestion
    likeness: Likeness
    places: tuple[str, ...]
    is_same_year: bool
    outcome: str
    may_merge: bool
    is_related: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Words in common that are not named as places already."""
        return tuple(
            word for word in self.likeness.words if not any(word in place for place in self.places)
        )

    @property
    def grade(self) -> str:
        if self.likeness.is_same:
            return _("内容几乎相同")
        return _("很相近") if self.likeness.score >= VERY_LIKE else _("有些相近")


def similar_to(
    title: str,
    text: str,
    *,
    body,
    user,
    today: date,
    without: Suggestion | None = None,
    only: Iterable[str] = (),
    most: int = MOST_SHOWN,
) -> list[Similar]:
    """Suggestions of the county of `body` on the same matter, the likest first.

    user: sees none that `visible_to` hides. without: the one at hand.
    only: statuses wanted; by default all that were submitted.
    """
    if len(title.strip()) + len(text.strip()) < LEAST_TYPED:
        return []
    typed = f"{title}\n{text}"[:COMPARED_CHARACTERS]
    found = candidates(
        typed, kinds=["suggestion"], county=body.county_id, user=user, limit=MOST_COMPARED
    )
    # Asked anew of the records: the index may be a moment behind what may be seen.
    seen = Suggestion.objects.visible_to(user).filter(
        pk__in=[one.object_id for one in found], county_id=body.county_id
    )
    seen = seen.filter(status__in=only) if only else seen.exclude(status__in=UNSUBMITTED)
    if without is not None:
        seen = seen.exclude(pk=without.pk)
    others = {one.pk: one for one in seen.select_related("body", "lead_office")}
    mine = Text.of(title, text[:COMPARED_CHARACTERS])
    texts = [(pk, Text.of(one.title, one.text[:COMPARED_CHARACTERS])) for pk, one in others.items()]
    rarity = _rarity([mine, *(other for _pk, other in texts)])
    related = set(related_ids(without)) if without is not None and without.pk else set()
    may_review = without is not None and may(user, Permission.REVIEW, without)
    listed = []
    for pk, likeness in nearest(mine, texts, rarity=rarity):
        one = others[pk]
        places = places_in_common(typed, f"{one.title}\n{one.text}")
        score = likeness.score + (PLACE_BONUS if places else 0)
        if score < LEAST_SCORE:
            continue
        similar = Similar(
            one,
            likeness,
            places,
            one.year == (without.year if without is not None else today.year),
            outcome_of(one),
            without is not None
            and may_review
            and one.body_id == without.body_id
            and one.kind == Matter.Kind.SUGGESTION
            and one.status in MERGEABLE,
            pk in related,
        )
        listed.append((score, pk, similar))
    listed.sort(key=lambda row: (-row[0], -row[1]))
    return [similar for _score, _pk, similar in listed[:most]]


def related_to(suggestion: Suggestion, user) -> list[Suggestion]:
    """Suggestions noted as belonging with this one, as far as `user` sees them."""
    ids = related_ids(suggestion)
    if not ids:
        return []
    seen = Suggestion.objects.visible_to(user).filter(pk__in=ids).select_related("body")
    return sorted(seen, key=lambda one: ids.index(one.pk))


def _rarity(texts: Iterable[Text]) -> Rarity:
    """How rare words are in the county's papers at large.

    Among the candidates alone, just the words by which they were found would
    seem common. A word is as rare as the rarest of its pairs.
    """
    seen = sample().seen
    known: Counter[str] = Counter()
    for text in texts:
        for term in text.whole:
            if term not in known:
                known[term] = _times_seen(term.removeprefix("_"), seen)
    return Rarity(max(seen.values(), default=1), known)


def _times_seen(word: str, seen: Counter[str]) -> int:
    return min(seen[word[at : at + 2]] for at in range(max(len(word) - 1, 1)))


def places_in_common(one: str, other: str) -> tuple[str, ...]:
    """Names of places that stand in both texts, the longest first, none within another."""
    ordered = sorted(
        (name for name in places(one) if name in other), key=lambda name: (-len(name), name)
    )
    kept: list[str] = []
    for name in ordered:
        if not any(name in longer for longer in kept):
            kept.append(name)
    return tuple(kept[:3])


def places(text: str) -> set[str]:
    """Names of places in a text: 柳溪村, 人民路, 东城街道农贸市场; not just any 村 or 农贸市场."""
    found: set[str] = set()
    chain: list[tuple[str, str]] = []
    for word, tag in rjieba.tag(text):
        if not tag.startswith("n"):
            chain = []
            continue
        chain.append((word, tag))
        if any(word.endswith(ending) for ending in _ENDINGS):
            name = "".join(part for part, _tag in chain)
            if len(name) <= _LONGEST_PLACE and _is_name(chain):
                found.add(name)
    return found


def _is_name(chain: list[tuple[str, str]]) -> bool:
    last = chain[-1][0]
    if any(tag in _NAMED for _word, tag in chain):
        return len("".join(word for word, _tag in chain)) > 2
    # 人民+路 is a name, 行人+天桥 and 农贸市场 are not.
    return len(chain) == 2 and last in _ENDINGS


_OUTCOMES = {
    S.MERGED.value: gettext_lazy("已并入别件"),
    S.SPLIT.value: gettext_lazy("已分案"),
}


def outcome_of(suggestion: Suggestion) -> str:
    """Where it stands in a few words; with what came of it once it was answered."""
    if suggestion.replied_on:
        words = _("%s 已答复") % suggestion.replied_on
        if suggestion.result_class:
            words += "：" + suggestion.get_result_class_display()
        return words
    return str(_OUTCOMES.get(suggestion.status, suggestion.get_status_display()))


def reason_of(similar: Similar) -> str:
    """Why it may be the same matter, in one line."""
    told = [similar.grade]
    if similar.places:
        told.append(_("同一地点：%s") % "、".join(similar.places))
    if similar.words:
        told.append(_("共有的词：%s") % "、".join(similar.words))
    if similar.is_same_year:
        told.append(_("同一年度"))
    return "；".join(told)

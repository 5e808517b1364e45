"""Learn from labelled texts which label a new one should get, and say which words decided.

One linear model: complement naive Bayes, which is sound with few examples, and
ridge regression, which is sharper with many, see the same features, and their
scores are added. Plain Python; nothing leaves the machine.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter, mul
from typing import NamedTuple

from lianxin.engines.triage import features

VERSION = 1
"""Of the stored form; another one is learned anew."""
MOST_EXAMPLES = 4000
"""The newest count: more take minutes in plain Python and teach little."""
MOST_WEIGHTS = 400_000
"""Features times labels of one model: about 4 MB as JSON."""
MOST_FEATURES = 30_000
DECIDING = 6
SUREST = 0.99
"""Nothing learned from the past is certain."""
# Part of what the weightiest word says that another must say to be named.
_TELLING = 0.25

_FIELD = "@"
_CONSTANT = ""
_FIELD_WEIGHT = 1.0
_RIDGE_WEIGHT, _BAYES_WEIGHT = 3.0, 4.5
_RIDGE_PENALTY = 0.3
_BAYES_SMOOTHING = 0.1
_MOST_ROUNDS, _LEAST_ROUNDS = 40, 5
_CLOSE_ENOUGH = 1e-2
# Multiplications that learning may take: about half a minute on an old machine.
_MOST_WORK = 400_000_000


class Example(NamedTuple):
    """A text and the label a person gave it."""

    title: str
    text: str
    label: str


@dataclass(frozen=True)
class Proposal:
    """One label for a text.

    confidence: 0 to 1; how often the model is right when it speaks so surely.
    words: what in the text spoke for this label and not for others, the weightiest first.
    """

    label: str
    confidence: float
    words: tuple[str, ...]


@dataclass
class Model:
    """Weights of every feature for every label.

    weights: feature → one number for each label, together zero.
    rarity: how much a word counts, the rarer the more.
    sharpness: by what scores are multiplied before they become shares of 1.
    """

    labels: list[str]
    rarity: dict[str, float]
    weights: dict[str, list[float]]
    examples: int
    sharpness: float = 1.0

    def propose(self, title: str, text: str, *, most: int = 3) -> list[Proposal]:
        """The likeliest labels, the likeliest first."""
        if not self.labels:
            return []
        vector = _vector(features.terms(title, text), title, text, self.rarity)
        known = [(name, value) for name, value in vector.items() if name in self.weights]
        scores = [0.0] * len(self.labels)
        for name, value in known:
            for at, weight in enumerate(self.weights[name]):
                scores[at] += value * weight
        shares = _shares(scores, self.sharpness)
        best = sorted(range(len(scores)), key=lambda at: -scores[at])[:most]
        return [
            Proposal(self.labels[at], min(shares[at], SUREST), self._deciding(known, at))
            for at in best
        ]

    def _deciding(self, known, at: int) -> tuple[str, ...]:
        spoken = []
        for name, value in known:
            if name[:1] in ("_", _FIELD, _CONSTANT):
                continue
            spoken.append((value * self.weights[name][at], name))
        spoken.sort(reverse=True)
        least = _TELLING * max(spoken[0][0], 0) if spoken else 0
        return tuple(name for gain, name in spoken[:DECIDING] if gain > least)

    def as_json(self) -> dict:
        """What `from_json` reads; numbers cut to what matters."""
        return {
            "version": VERSION,
            "labels": self.labels,
            "examples": self.examples,
            "sharpness": round(self.sharpness, 3),
            "features": {
                name: [round(self.rarity.get(name, 0), 3), *(round(one, 3) for one in row)]
                for name, row in self.weights.items()
            },
        }

    @classmethod
    def from_json(cls, stored: dict) -> "Model | None":
        """The model, or None when it was stored by another version."""
        if stored.get("version") != VERSION:
            return None
        rows = stored["features"]
        return cls(
            labels=list(stored["labels"]),
            rarity={name: row[0] for name, row in rows.items() if row[0]},
            weights={name: row[1:] for name, row in rows.items()},
            examples=stored["examples"],
            sharpness=stored["sharpness"],
        )


def learn(examples: Sequence[Example], *, sharpness: float = 1.0) -> Model:
    """The model of `examples`, given oldest first.

    Labels stand in the model by frequency, so that equal scores go to the commoner one.
    """
    examples = examples[-MOST_EXAMPLES:]
    labels = [label for label, _times in Counter(one.label for one in examples).most_common()]
    if not labels:
        return Model([], {}, {}, 0)
    counted = [features.terms(one.title, one.text) for one in examples]
    rarity = _rarity(counted, len(labels))
    vectors = [
        _vector(terms, one.title, one.text, rarity)
        for terms, one in zip(counted, examples, strict=True)
    ]
    names = [_CONSTANT, *dict.fromkeys(name for vector in vectors for name in vector if name)]
    place = {name: at for at, name in enumerate(names)}
    rows = [_padded([(place[name], value) for name, value in vector.items()]) for vector in vectors]
    turned: list[list[tuple[int, float]]] = [[] for _name in names]
    for at, vector in enumerate(vectors):
        for name, value in vector.items():
            turned[place[name]].append((at, value))
    columns = [_padded(column) for column in turned]
    by_label = {label: at for at, label in enumerate(labels)}
    given = [by_label[one.label] for one in examples]
    numbers = 2 * len(labels) * sum(map(len, vectors))
    rounds = min(max(_MOST_WORK // numbers, _LEAST_ROUNDS), _MOST_ROUNDS)
    ridge = [
        _ridge(rows, columns, [1.0 if one == at else -1.0 for one in given], rounds)
        for at in range(len(labels))
    ]
    bayes = _bayes(turned, given, len(labels))
    weights = {}
    for at, name in enumerate(names):
        row = [
            _RIDGE_WEIGHT * ridge[label][at] + _BAYES_WEIGHT * bayes[at][label]
            for label in range(len(labels))
        ]
        middle = sum(row) / len(row)
        weights[name] = [one - middle for one in row]
    return Model(labels, rarity, weights, len(examples), sharpness)


def _rarity(counted: Iterable[Counter[str]], labels: int) -> dict[str, float]:
    """Weight of each word kept: what stands in a single text teaches nothing of others."""
    total, texts = 0, Counter[str]()
    for terms in counted:
        total += 1
        texts.update(terms.keys())
    least = 2 if total >= 20 else 1
    most = min(MOST_FEATURES, max(MOST_WEIGHTS // labels, 1000))
    kept = [(name, times) for name, times in texts.most_common(most) if times >= least]
    return {name: math.log((1 + total) / (1 + times)) + 1 for name, times in kept}


def _vector(terms: Counter[str], title: str, text: str, rarity: dict[str, float]):
    vector = features.unit(
        {
            name: (1 + math.log(times)) * rarity[name]
            for name, times in terms.items()
            if name in rarity
        }
    )
    for field, strength in features.fields_of(title, text).items():
        vector[_FIELD + field] = _FIELD_WEIGHT * strength
    vector[_CONSTANT] = 1.0
    return vector


def _padded(pairs: list[tuple[int, float]]):
    """A getter of several places and their values; it needs at least two to give a tuple."""
    while len(pairs) < 2:
        pairs = [*pairs, (0, 0.0)]
    return itemgetter(*(at for at, _value in pairs)), [value for _at, value in pairs]


def _times(lines, vector: list[float]) -> list[float]:
    return [sum(map(mul, get(vector), values)) for get, values in lines]


def _ridge(rows, columns, wanted: list[float], rounds: int) -> list[float]:
    """Weights that reproduce `wanted` with a penalty on their size.

    Solved in the space of the examples by conjugate gradients: (X Xᵀ + λ) a = y, w = Xᵀ a.
    Stopping after few `rounds` only makes the weights smoother.
    """
    solution = [0.0] * len(wanted)
    rest = list(wanted)
    way = list(rest)
    size = sum(map(mul, rest, rest))
    goal = size * _CLOSE_ENOUGH**2
    for _round in range(rounds):
        if size <= goal:
            break
        image = _times(rows, _times(columns, way))
        image = [one + _RIDGE_PENALTY * two for one, two in zip(image, way, strict=True)]
        step = size / sum(map(mul, way, image))
        solution = [one + step * two for one, two in zip(solution, way, strict=True)]
        rest = [one - step * two for one, two in zip(rest, image, strict=True)]
        before, size = size, sum(map(mul, rest, rest))
        way = [one + size / before * two for one, two in zip(rest, way, strict=True)]
    return _times(columns, solution)


def _bayes(turned, given: list[int], labels: int) -> list[list[float]]:
    """Complement naive Bayes: how much rarer a feature is in all the other labels.

    Source: Rennie and others, Tackling the Poor Assumptions of Naive Bayes Text Classifiers
    (2003), without the normalisation of step 8.
    """
    within = []
    for column in turned:
        sums = [0.0] * labels
        for at, value in column:
            sums[given[at]] += value
        total = sum(sums) + _BAYES_SMOOTHING
        within.append([total - one for one in sums])
    # The constant is no word.
    within[0] = [0.0] * labels
    all_others = [math.log(sum(row[label] for row in within)) for label in range(labels)]
    weights = [
        [all_others[label] - math.log(row[label]) for label in range(labels)] for row in within[1:]
    ]
    return [[0.0] * labels, *weights]


def _shares(scores: list[float], sharpness: float) -> list[float]:
    top = max(scores)
    powers = [math.exp(sharpness * (score - top)) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]

"""How good learning and likeness are on labelled files: figures that can be run again."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from lianxin.engines.triage.learning import Example, learn
from lianxin.engines.triage.likeness import Text, neighbours

AT = 10


def measure_labels(train: Sequence[Example], test: Sequence[Example]) -> dict:
    """Learn from `train` alone and score `test`.

    accuracy: share of the test whose first proposal is the label a person gave.
    top3: share whose label is among the first three proposals.
    macro_f1: mean of the F1 of every label that the test has or the model
    proposed for it; a rare label counts as much as a frequent one.
    """
    model = learn(train)
    right = among_three = 0
    hits: Counter[str] = Counter()
    given: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    for one in test:
        labels = [found.label for found in model.propose(one.title, one.text, most=3)]
        given[one.label] += 1
        proposed[labels[0]] += 1
        among_three += one.label in labels
        if labels[0] == one.label:
            right += 1
            hits[one.label] += 1
    every = sorted(given.keys() | proposed.keys())
    f1 = [2 * hits[label] / (given[label] + proposed[label]) for label in every]
    return {
        "n_train": len(train),
        "n_test": len(test),
        "accuracy": round(right / len(test), 4),
        "macro_f1": round(sum(f1) / len(f1), 4),
        "top3": round(among_three / len(test), 4),
    }


def measure_likeness(
    texts: dict[str, tuple[str, str]], exact: Sequence[set[str]], same_issue: Sequence[set[str]]
) -> dict:
    """Find for every text those most like it and compare with what people found.

    texts: id → title and text. exact, same_issue: groups of ids.
    exact_groups: number of groups of copies. exact_found: those of which every
    member has all the others before anything else.
    precision_at_10: for every member of a group of one issue, the share of its ten
    nearest others that belong to the same issue or are copies of one that does; a
    group of fewer than eleven can give only as many as it has, and is asked for no
    more. Averaged over members.
    """
    ids = list(texts)
    place = {one: at for at, one in enumerate(ids)}
    exact = [group & place.keys() for group in exact]
    same_issue = [group & place.keys() for group in same_issue]
    copies: dict[str, set[str]] = defaultdict(set)
    for group in exact:
        for one in group:
            copies[one] |= group
    deepest = max([AT, *(len(group) for group in exact)])
    near = neighbours([Text.of(*texts[one]) for one in ids], deepest)
    listed = {one: [ids[other] for other, _score in near[place[one]]] for one in ids}
    found = sum(
        all(set(listed[one][: len(group) - 1]) == group - {one} for one in group)
        for group in exact
        if len(group) > 1
    )
    shares = []
    for group in same_issue:
        related = group.union(*(copies[one] for one in group))
        wanted = min(AT, len(related) - 1)
        if wanted < 1:
            continue
        for one in group:
            shares.append(sum(other in related for other in listed[one][:wanted]) / wanted)
    return {
        "exact_groups": sum(len(group) > 1 for group in exact),
        "exact_found": found,
        "precision_at_10": round(sum(shares) / len(shares), 4) if shares else 0.0,
    }

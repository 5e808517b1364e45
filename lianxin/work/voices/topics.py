"""What many voters tell of at once: hot topics and rivers, of a body's letters."""

from dataclasses import asdict, dataclass
from datetime import date

from lianxin.engines.triage.grouping import groups
from lianxin.engines.triage.likeness import Text, nearest
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.waters import CHARACTERS, MOST_READ, waters_of


@dataclass
class Topic:
    """Letters on one matter, the most typical first. words: what they have in common."""

    title: str
    number: int
    words: tuple[str, ...]
    messages: list[int]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def letters(body, since: date | None = None, keys=None) -> list[VoterMessage]:
    """The newest letters of a body and those below it, without the confidential ones.

    keys: only those posted under one of these names.
    """
    found = VoterMessage.objects.of_bodies(body).filter(is_confidential=False)
    if since:
        found = found.filter(submitted_on__gte=since)
    if keys is not None:
        found = found.filter(post_key__in=list(keys))
    return list(found.only("title", "text", "post_key").order_by("-pk")[:MOST_READ])


def hot(messages: list[VoterMessage]) -> list[Topic]:
    """Topics of two letters and more, the hottest first; a merged letter counts, it was said."""
    texts = [Text.of(one.title, one.text[:CHARACTERS]) for one in messages]
    topics = []
    for places in groups(texts):
        first, second = places[:2]
        _pk, likeness = nearest(texts[first], [(second, texts[second])])[0]
        topics.append(
            Topic(
                messages[first].title,
                len(places),
                likeness.words[:3],
                [messages[place].pk for place in places],
            )
        )
    return topics


def waters(messages: list[VoterMessage]) -> dict[str, list[int]]:
    """Letters by the water they name, the most named first."""
    names = waters_of([f"{one.title}\n{one.text[:CHARACTERS]}" for one in messages])
    found: dict[str, list[int]] = {}
    for name, one in zip(names, messages, strict=True):
        if name:
            found.setdefault(name, []).append(one.pk)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))

"""What the public may read of voters' messages: the released and answered ones."""

import math
from collections import Counter
from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from lianxin.foundation.people.models import Body
from lianxin.foundation.search.words import tokens
from lianxin.work.voices.models import Answer, VoterMessage

COMPARED = 300
"""Released messages of the last half year that a new one is compared with."""
LEAST_LIKE = 0.3
"""Share of the weight of its words that a text must have in common with another."""


def answered_messages() -> "QuerySet[VoterMessage]":
    """Released messages with an answer, newest first; who wrote them is not read."""
    answers = Answer.objects.only("message_id", "text", "signed", "answered_at", "grade")
    return (
        VoterMessage.objects.published()
        .filter(
            Exists(Answer.objects.filter(message=OuterRef("pk"))),
            is_hidden=False,
            merged_into=None,
        )
        .select_related("body", "station")
        .prefetch_related(Prefetch("answers", answers, to_attr="its_answers"))
        .order_by("-pk")
    )


def alike_messages(body: Body, text: str, *, most: int) -> list[VoterMessage]:
    """Released messages of the body, or below it, that seem to tell of the same, likest first.

    Words that many of them share weigh little. What is not released is not
    offered: joining it would tell that it exists.
    """
    recent = list(
        VoterMessage.objects.published()
        .filter(
            body__path__startswith=body.path,
            merged_into=None,
            received_at__gte=timezone.now() - timedelta(days=182),
        )
        .only("title", "text", "status")
        .order_by("-pk")[:COMPARED]
    )
    wanted = set(tokens(text))
    if not recent or not wanted:
        return []
    known = [set(tokens(f"{one.title}\n{one.text}")) for one in recent]
    often = Counter(token for some in known for token in some)
    weight = {token: math.log(1 + (1 + len(recent)) / often[token]) for token in often}
    rare = math.log(2 + len(recent))
    whole = sum(weight.get(token, rare) for token in wanted)
    found = []
    for one, some in zip(recent, known, strict=True):
        shared = sum(weight[token] for token in wanted & some)
        score = shared / min(whole, sum(weight[token] for token in some))
        if score >= LEAST_LIKE:
            found.append((score, one))
    return [one for _score, one in sorted(found, key=lambda pair: (-pair[0], -pair[1].pk))[:most]]


def joined(pk: str) -> VoterMessage | None:
    """The released message whose button "so do I" was pressed."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    return VoterMessage.objects.published().filter(pk=int(pk), merged_into=None).first()

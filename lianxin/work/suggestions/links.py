"""One-tap judgement by a signed link, for a deputy who does not sign in.

The link itself is the key: it names one reply and one person, is signed, and
dies after ninety days. Nothing is kept; a changed or forged link opens nothing.
"""

from datetime import timedelta
from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from lianxin.engines.matters.judges import judges_of
from lianxin.engines.matters.models import Evaluation, Reply
from lianxin.foundation.people.models import Person

SALT = "suggestions.judge"
VALID_FOR = timedelta(days=90)


class BadLink(Exception):
    """Not one of ours, or it names what is no more."""


class OldLink(Exception):
    """Ours, but more than ninety days old."""


def judge_link(reply, person) -> str:
    """Path of the page on which `person` judges `reply` without signing in.

    reply, person: records or their ids. Send it to that person alone: whoever
    holds it may judge in the person's name.
    """
    return reverse("suggestions:judge_by_link", args=[judge_token(reply, person)])


def judge_token(reply, person) -> str:
    """What stands in the link."""
    keys = [getattr(reply, "pk", reply), getattr(person, "pk", person)]
    return signing.dumps(keys, salt=SALT)


class Wanted(NamedTuple):
    """A judgement not given yet, and the key of the link by which it can be."""

    person: Person
    reply: Reply
    token: str


def judgements_wanted(matter) -> list[Wanted]:
    """Each deputy with each answer he has not judged, lead deputies first."""
    replies = [
        reply
        for reply in Reply.objects.filter(
            assignment__in=matter.assignments.answering(), state=Reply.State.ISSUED
        ).select_related("assignment__office")
        if reply.round == reply.assignment.round
    ]
    given = set(Evaluation.objects.filter(reply__in=replies).values_list("person_id", "reply_id"))
    return [
        Wanted(judge.person, reply, judge_token(reply, judge.person))
        for judge in sorted(judges_of(matter), key=lambda judge: not judge.is_lead)
        for reply in replies
        if (judge.person_id, reply.pk) not in given
    ]


def read_token(token: str) -> tuple[Reply, Person]:
    """The reply and the person a token names. Raises BadLink, OldLink."""
    try:
        keys = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.SignatureExpired as error:
        raise OldLink from error
    except signing.BadSignature as error:
        raise BadLink from error
    related = Reply.objects.select_related(
        "assignment__matter__body",
        "assignment__matter__suggestion__session__term",
        "assignment__office",
    )
    reply = related.filter(pk=keys[0], state=Reply.State.ISSUED).first()
    person = Person.objects.filter(pk=keys[1]).first()
    if reply is None or person is None:
        raise BadLink
    return reply, person

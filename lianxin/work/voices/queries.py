"""What can be asked of voters' messages."""

from functools import reduce
from operator import and_

from django.db.models import Count, F, Q, QuerySet

from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.stations.models import Station
from lianxin.work.voices import codes
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.sight import grounds

W = Matter.WaitingFor
# The receiver said or did something within the rulebook's hours.
IN_TIME = Q(responded_at__isnull=False, responded_at__lte=F("answer_by"))


def by_code(code: str) -> VoterMessage | None:
    """The message a query code opens; None for any other string.

    code: as typed, in any case, with spaces, dashes or none.
    How often a stranger may try is for the page to limit.
    """
    digests = codes.digests(code)
    if not digests:
        return None
    return (
        VoterMessage.objects.select_related("body", "station", "deputy", "merged_into", "became")
        .filter(query_hash__in=digests)
        .first()
    )


def is_taken(post_key: str) -> bool:
    """Whether the post of this name has become a message."""
    return bool(post_key) and VoterMessage.objects.filter(post_key=post_key).exists()


def known_topics(county_id: int) -> list[str]:
    """Categories in use in the county, those of most messages first."""
    found = (
        VoterMessage.objects.filter(county_id=county_id)
        .exclude(topic="")
        .order_by()
        .values_list("topic")
        .annotate(number=Count("pk"))
        .order_by("-number", "topic")
    )
    return [topic for topic, _number in found[:20]]


def streams(user, messages=None) -> list:
    """What `user` sees, in querysets that share no message: each a walk of its own.

    messages: narrowed already; all unless said.
    """
    messages = VoterMessage.objects.all() if messages is None else messages
    found = grounds(user)
    return [
        messages.filter(reduce(and_, [one, *(~other for other in found[:place])]))
        for place, one in enumerate(found)
    ]


def waiting_for(user) -> "QuerySet[VoterMessage]":
    """Messages on which `user` has to do something now, the most urgent first.

    Deputies and station staff: theirs, while nobody has them in hand. Clerks: the
    body's own, what was passed up to it, and what has to be settled.
    """
    mine = Q(waiting_for=W.LIAISON, station__in=Station.ids_of_staff(user))
    if user.person_id:
        attached = Station.objects.of_deputy(user.person_id).values("pk")
        mine |= Q(waiting_for=W.DEPUTY, deputy_id=user.person_id)
        mine |= Q(waiting_for=W.LIAISON, station__in=attached)
    for grant in user.current_grants:
        if grant.role in CLERKS:
            own = Q(body_id=grant.body_id) & ~Q(route=VoterMessage.Route.HIGHER)
            mine |= Q(waiting_for=W.CLERK) & (own | Q(higher_body_id=grant.body_id))
        elif grant.role == Role.CHAIR:
            mine |= Q(status=Matter.Status.CONCILIATION, body_id=grant.body_id)
    return (
        VoterMessage.objects.filter(mine, kind=Matter.Kind.MESSAGE)
        .for_list()
        .order_by("answer_by", "pk")
    )

"""Voters' messages in the search: what is told of them, and who finds them.

Never the voter's name or telephone. The keys say the same as `sight.grounds`,
ground by ground: a test holds them together.
"""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Matter, Proposer
from lianxin.engines.matters.workflow.moves import after_each_step
from lianxin.foundation.masking import mask
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.foundation.search.index import reindex_ids
from lianxin.foundation.search.kinds import Entry, Kind, register
from lianxin.work.stations.models import Station
from lianxin.work.voices.models import STAGES, VoterMessage


def register_search() -> None:
    register(
        Kind(
            code="message",
            number=9,
            label=_("留言"),
            model=VoterMessage,
            records=_messages,
            entries=_entries,
            keys=_keys,
            order=25,
            statuses=lambda: STAGES.items(),
        )
    )
    after_each_step(_reindex, for_many=_reindex_all)


def _reindex(matter) -> None:
    _reindex_all([matter])


def _reindex_all(matters: Sequence[Matter]) -> None:
    if ours := [matter.pk for matter in matters if matter.kind == Matter.Kind.MESSAGE]:
        reindex_ids("message", ours)


def _messages() -> QuerySet[VoterMessage]:
    return VoterMessage.objects.select_related(
        "body", "station", "deputy", "village", "lead_office"
    ).prefetch_related("answers")


def _entries(messages: Sequence[VoterMessage]) -> Iterable[Entry]:
    ids = [one.pk for one in messages]
    offices: dict[int, set[int]] = {pk: set() for pk in ids}
    active = Assignment.objects.active().filter(matter__in=ids)
    for matter, office in active.values_list("matter", "office"):
        offices[matter].add(office)
    raised: dict[int, set[int]] = {}
    became = [one.became_id for one in messages if one.became_id]
    if became:
        found = Proposer.objects.filter(matter__in=became).exclude(state="declined")
        for matter, person in found.values_list("matter", "person"):
            raised.setdefault(matter, set()).add(person)
    for one in messages:
        where = str(one.station or one.body.short_name)
        told = [one.number, where, one.topic, one.place, str(one.lead_office or "")]
        yield Entry(
            object_id=one.pk,
            title=mask(one.title),
            details=" · ".join(filter(None, told)),
            text=mask("\n".join([one.text, *(item.text for item in one.answers.all())])),
            url=one.get_absolute_url(),
            on=timezone.localdate(one.received_at),
            keys=_keys_of(one, offices[one.pk], raised.get(one.became_id or 0, set())),
            county_id=one.county_id,
            body_id=one.body_id,
            year=one.year,
            status=one.status,
        )


def _keys_of(message, offices: set[int], raised: set[int]) -> set[str]:
    keys = {f"vb{message.body_id}"}
    keys |= {f"vf{pk}" for pk in offices}
    keys |= {f"vp{pk}" for pk in raised}
    if message.station_id:
        keys.add(f"vs{message.station_id}")
        if message.deputy_id is None:
            keys.add(f"vt{message.station_id}")
    if message.deputy_id:
        keys.add(f"vp{message.deputy_id}")
    if message.higher_body_id:
        keys.add(f"vb{message.higher_body_id}")
    if message.created_by_id:
        keys.add(f"va{message.created_by_id}")
    if not message.is_confidential:
        keys |= {f"vc{message.county_id}", f"vo{message.body_id}", f"vx{message.county_id}"}
        if message.assigned_on:
            keys.add(f"vh{message.body_id}")
    return keys


def _keys(account) -> Iterable[str]:
    """The keys that an account's roles and stations give it."""
    for pk in Station.objects.of_staff(account).values_list("pk", flat=True):
        yield f"vs{pk}"
    if account.person_id:
        yield f"vp{account.person_id}"
        for pk in Station.objects.of_deputy(account.person_id).values_list("pk", flat=True):
            yield f"vt{pk}"
    for grant in account.current_grants:
        is_top = grant.body.parent_id is None
        if grant.role in CLERKS or grant.role == Role.CHAIR:
            yield f"vb{grant.body_id}"
            if is_top:
                yield f"vc{grant.body_id}"
        elif grant.role == Role.AUDITOR:
            yield f"vx{grant.body_id}" if is_top else f"vo{grant.body_id}"
        elif grant.role == Role.PRESIDIUM_MEMBER:
            yield f"vo{grant.body_id}"
        elif grant.role == Role.SUPERVISION_OFFICE:
            yield f"vh{grant.body_id}"
        elif grant.role == Role.LIAISON:
            yield f"va{account.pk}"
    yield from (f"vf{pk}" for pk in account.office_ids())

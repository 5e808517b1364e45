"""Suggestions and their answers in the search: what is told of them, and who finds them.

The keys say the same as `MatterQuerySet.visible_to`, ground by ground, and for
answers the same as `dossier`: a test holds them together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Matter, Proposer, Reply
from lianxin.engines.matters.queries import UNSUBMITTED, WHOLE_BODY_ROLES
from lianxin.engines.matters.workflow.moves import after_each_step
from lianxin.foundation.ledger import chain
from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.search.index import reindex_ids
from lianxin.foundation.search.kinds import Entry, Kind, register
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.suggestions.models import Suggestion

# Steps that change who may see a matter without writing its columns anew.
SHOWING = frozenset({"matter.publish", "matter.withhold", "suggestion.merge"})


def register_kinds() -> None:
    register(
        Kind(
            code="suggestion",
            number=4,
            label=_("建议"),
            model=Suggestion,
            records=_suggestions,
            entries=_entries,
            keys=_keys,
            order=10,
            statuses=lambda: Matter.Status.choices,
        ),
        Kind(
            code="reply",
            number=5,
            label=_("答复"),
            model=Reply,
            records=_replies,
            entries=_entries_of_replies,
            keys=_no_keys,
            order=20,
        ),
    )
    after_each_step(reindex_matter, for_many=reindex_matters)
    chain.listen(_follow)


def reindex_matter(matter) -> None:
    """Bring the documents of a suggestion and of its answers up to date."""
    reindex_matters([matter])


def reindex_matters(matters: Sequence[Matter]) -> None:
    """The same for many of them at once; matters of other kinds are passed over."""
    ours = [matter for matter in matters if matter.kind in SUGGESTION_KINDS]
    if not ours:
        return
    reindex_ids("suggestion", [matter.pk for matter in ours])
    handed_over = [matter.pk for matter in ours if matter.assigned_on is not None]
    if not handed_over:
        return
    replies = Reply.objects.filter(assignment__matter_id__in=handed_over).order_by()
    if ids := list(replies.values_list("pk", flat=True)):
        reindex_ids("reply", ids)


def _follow(event, record, about) -> None:
    if event.step in SHOWING and isinstance(record, Matter):
        reindex_matter(record)


def _suggestions() -> QuerySet[Suggestion]:
    return Suggestion.objects.select_related("body", "lead_office")


def _replies() -> QuerySet[Reply]:
    return (
        Reply.objects.filter(assignment__matter__kind__in=SUGGESTION_KINDS)
        .select_related("assignment__office", "assignment__matter__body")
        .prefetch_related(Prefetch("items"))
    )


def _entries(suggestions: Sequence[Suggestion]) -> Iterable[Entry]:
    sight = _Sight(suggestions)
    for one in suggestions:
        office = one.lead_office.name if one.lead_office else ""
        names = "、".join(sight.names[one.pk]) or one.proposers_printed
        told = [one.number, one.body.short_name, one.topic, office, names]
        yield Entry(
            object_id=one.pk,
            title=one.title,
            details=" · ".join(filter(None, told)),
            text="\n".join(filter(None, [one.text, one.plan])),
            url=one.get_absolute_url(),
            on=one.submitted_on or timezone.localdate(one.created_at),
            keys=sight.keys(one),
            county_id=one.county_id,
            body_id=one.body_id,
            year=one.year,
            status=one.status,
        )


def _entries_of_replies(replies: Sequence[Reply]) -> Iterable[Entry]:
    matters = {reply.assignment.matter_id: reply.assignment.matter for reply in replies}
    sight = _Sight(list(matters.values()))
    for reply in replies:
        assignment = reply.assignment
        matter = assignment.matter
        if reply.state != Reply.State.ISSUED or assignment.status == Assignment.Status.TAKEN_BACK:
            continue
        told = [reply.document_no, assignment.office.name, matter.number, matter.body.short_name]
        items = [f"{item.request}\n{item.answer}" for item in reply.items.all()]
        yield Entry(
            object_id=reply.pk,
            title=matter.title,
            details=" · ".join(filter(None, told)),
            text="\n".join([reply.text, *items]),
            url=matter.get_absolute_url(),
            on=reply.issued_on,
            keys=sight.keys_of_reply(reply, matter),
            county_id=matter.county_id,
            body_id=matter.body_id,
            year=matter.year,
            status=matter.status,
        )


class _Sight:
    """Keys of some matters, read together."""

    def __init__(self, matters: Sequence[Matter]) -> None:
        ids = [one.pk for one in matters]
        self.proposers: dict[int, set[int]] = defaultdict(set)
        self.raised: dict[int, set[int]] = defaultdict(set)
        self.merged: dict[int, set[int]] = defaultdict(set)
        self.offices: dict[int, set[int]] = defaultdict(set)
        self.names: dict[int, list[str]] = defaultdict(list)
        # Whose suggestion was merged is answered, and judges, where it went.
        found = Proposer.objects.filter(Q(matter__in=ids) | Q(matter__merged_into__in=ids))
        wanted = set(ids)
        for matter, into, person, name, state in found.values_list(
            "matter", "matter__merged_into", "person", "person__name", "state"
        ):
            stays = state != Proposer.State.DECLINED
            if matter in wanted:
                self.proposers[matter].add(person)
                if stays:
                    self.raised[matter].add(person)
                    self.names[matter].append(name)
            if into in wanted and stays:
                self.merged[into].add(person)
        active = Assignment.objects.active().filter(matter__in=ids)
        for matter, office in active.values_list("matter", "office"):
            self.offices[matter].add(office)

    def keys(self, matter: Matter) -> set[str]:
        found = self._of_handlers(matter)
        found |= {f"m{pk}" for pk in self.raised[matter.pk] | self.merged[matter.pk]}
        found |= self._of_readers(matter)
        if matter.created_by_id:
            found.add(f"a{matter.created_by_id}")
            if matter.status in UNSUBMITTED:
                found.add(f"d{matter.created_by_id}")
        return found

    def keys_of_reply(self, reply: Reply, matter: Matter) -> set[str]:
        """Assisting opinions stay with offices and the congress office; what is not public,
        with those who handle the matter or raised it."""
        found = self._of_handlers(matter)
        if reply.is_opinion:
            return found
        found |= {f"m{pk}" for pk in self.raised[matter.pk]}
        if matter.created_by_id:
            found.add(f"a{matter.created_by_id}")
        if reply.is_public:
            found |= self._of_readers(matter)
            found |= {f"m{pk}" for pk in self.merged[matter.pk]}
        return found

    def _of_handlers(self, matter: Matter) -> set[str]:
        found = {f"f{pk}" for pk in self.offices[matter.pk]}
        is_open = not matter.is_confidential
        if matter.status not in UNSUBMITTED:
            found.add(f"b{matter.body_id}")
            if is_open:
                found |= {f"c{matter.county_id}", f"x{matter.county_id}", f"o{matter.body_id}"}
        if is_open and matter.assigned_on is not None:
            found.add(f"h{matter.body_id}")
        return found

    def _of_readers(self, matter: Matter) -> set[str]:
        found = set()
        if matter.publicity == Matter.Publicity.PUBLIC and matter.accepted_on is not None:
            found.add(f"p{matter.body_id}")
        if not matter.is_confidential and matter.status not in UNSUBMITTED:
            found |= {f"n{pk}" for pk in self.proposers[matter.pk]}
        return found


def _keys(account) -> Iterable[str]:
    """The keys that an account's roles give it, as `visible_conditions` names its grounds."""
    for grant in account.current_grants:
        is_top = grant.body.parent_id is None
        county, body = grant.body.county_id, grant.body_id
        if grant.role == Role.AUDITOR:
            yield f"x{county}" if is_top else f"o{body}"
        elif grant.role in WHOLE_BODY_ROLES:
            yield f"b{body}"
            if is_top:
                yield f"c{county}"
        elif grant.role == Role.PRESIDIUM_MEMBER:
            yield f"o{body}"
        elif grant.role == Role.SUPERVISION_OFFICE:
            yield f"h{body}"
        elif grant.role == Role.DEPUTY:
            yield f"p{body}"
        elif grant.role == Role.GROUP_LEADER and grant.group_id:
            seats = Seat.objects.filter(group_id=grant.group_id)
            yield from (f"n{pk}" for pk in seats.values_list("person", flat=True))
        elif grant.role == Role.LIAISON:
            yield f"a{account.pk}"
    yield from (f"f{pk}" for pk in account.office_ids())
    if account.person_id:
        yield f"m{account.person_id}"
    if account.has_role(Role.COUNTY_CLERK, Role.TOWNSHIP_CLERK):
        yield f"d{account.pk}"


def _no_keys(account) -> Iterable[str]:
    """Answers are found by the keys of suggestions."""
    return ()

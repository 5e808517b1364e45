"""Who reads a suggestion's papers besides those who issue them, and finds them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from lianxin.engines.matters.models import (
    Assignment,
    Extension,
    Matter,
    Proposer,
    Reminder,
    ReturnRequest,
)
from lianxin.engines.matters.queries import UNSUBMITTED, visible_q
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Role
from lianxin.foundation.search.index import reindex_ids
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

SENT = Q(status__in=("issued", "filed"))
MATTER = "matters.matter"
# Of one office's own step: the letter that hands over, urges, decides.
OF_ONE_OFFICE = {
    "matters.assignment": Assignment.objects.all(),
    "matters.reminder": Reminder.objects.all(),
    "matters.returnrequest": ReturnRequest.objects.all(),
    "matters.extension": Extension.objects.all(),
}
FOR_ALL_OFFICES = ("handover_sheet", "supervision_sheet", "opinion_letter", "reply_letter")
FOR_DEPUTIES = ("reply_letter", "meeting_record")
FOR_WATCHERS = ("handover_sheet", "reminder_letter", "supervision_sheet", "reply_letter")


def readable(user) -> Q:
    """Issued papers that reach `user` through a suggestion: as its office, its deputy, its watcher.

    Offices read what went to all of them, and of what concerns one office only
    their own; deputies the answers to what they raised, also where it was
    merged; presidium and supervision office how work is pressed on.
    """
    found = Q(pk__in=[])
    if offices := user.office_ids():
        mine = Assignment.objects.active().filter(office_id__in=offices)
        found |= Q(
            kind__in=FOR_ALL_OFFICES, about_type=MATTER, about_id__in=mine.values("matter_id")
        )
        for label, records in OF_ONE_OFFICE.items():
            own = mine if label == "matters.assignment" else records.filter(assignment__in=mine)
            found |= Q(source_type=label, source_id__in=own.values("pk"))
    if user.person_id:
        raised = Proposer.objects.filter(person_id=user.person_id, state=Proposer.State.CONFIRMED)
        merged = raised.filter(matter__merged_into__isnull=False)
        found |= Q(kind__in=FOR_DEPUTIES, about_type=MATTER) & (
            Q(about_id__in=raised.values("matter_id"))
            | Q(about_id__in=merged.values("matter__merged_into_id"))
        )
    if user.has_role(Role.PRESIDIUM_MEMBER, Role.SUPERVISION_OFFICE):
        seen = Matter.objects.filter(visible_q(user, SUGGESTION_KINDS), kind__in=SUGGESTION_KINDS)
        found |= Q(
            kind__in=FOR_WATCHERS,
            about_type=MATTER,
            is_confidential=False,
            about_id__in=seen.values("pk"),
        )
    return SENT & found


def keys_of_readers(papers: Sequence[Paper]) -> dict[int, set[str]]:
    """The same as search keys: no more than `readable`, and for offices and deputies no less.

    The presidium and the supervision office find the papers of matters that they
    see as such; what they see for another reason they open from there.
    """
    sent = [one for one in papers if one.status in Paper.SENT]
    sight = _Sight(sent)
    return {paper.pk: sight.keys(paper) for paper in sent}


class _Sight:
    """Offices and people around some papers, read together."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        matters = {one.about_id for one in papers if one.about_type == MATTER}
        self.matters = Matter.objects.filter(kind__in=SUGGESTION_KINDS).in_bulk(matters)
        self.offices = _grouped(
            Assignment.objects.active()
            .filter(matter__in=self.matters)
            .values_list("matter", "office")
        )
        confirmed = Proposer.objects.filter(state=Proposer.State.CONFIRMED)
        raised: list[tuple[Any, int]] = [
            *confirmed.filter(matter__in=self.matters).values_list("matter", "person"),
            *confirmed.filter(matter__merged_into__in=self.matters).values_list(
                "matter__merged_into", "person"
            ),
        ]
        self.people = _grouped(raised)
        self.own: dict[tuple[str, int], int] = {}
        for label, records in OF_ONE_OFFICE.items():
            ids = {one.source_id for one in papers if one.source_type == label}
            if ids:
                to_office = "office" if label == "matters.assignment" else "assignment__office"
                active = (
                    Assignment.objects.active()
                    if label == "matters.assignment"
                    else records.filter(assignment__in=Assignment.objects.active())
                )
                for pk, office in active.filter(pk__in=ids).values_list("pk", to_office):
                    self.own[label, pk] = office

    def keys(self, paper: Paper) -> set[str]:
        found = set()
        if office := self.own.get((paper.source_type, paper.source_id)):
            found.add(f"f{office}")
        matter = self.matters.get(paper.about_id) if paper.about_type == MATTER else None
        if matter is None:
            return found
        if paper.kind in FOR_ALL_OFFICES:
            found |= {f"f{pk}" for pk in self.offices[matter.pk]}
        if paper.kind in FOR_DEPUTIES:
            found |= {f"m{pk}" for pk in self.people[matter.pk]}
        if paper.kind in FOR_WATCHERS and not (paper.is_confidential or matter.is_confidential):
            if matter.status not in UNSUBMITTED:
                found.add(f"o{matter.body_id}")
            if matter.assigned_on is not None:
                found.add(f"h{matter.body_id}")
        return found


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found


def reindex_papers(matter: Matter) -> None:
    """Bring the sent papers of a matter up to date: a step may have changed who reads them."""
    reindex_papers_of([matter])


def reindex_papers_of(matters: Sequence[Matter]) -> None:
    """The same for many of them at once; matters of other kinds are passed over."""
    handed_over = [
        one.pk for one in matters if one.kind in SUGGESTION_KINDS and one.assigned_on is not None
    ]
    if not handed_over:
        return
    papers = Paper.objects.filter(SENT, about_type=MATTER, about_id__in=handed_over)
    reindex_ids("paper", papers.values_list("pk", flat=True))

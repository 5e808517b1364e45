"""Papers in the search: found by those who issue, receive or watch over them.

The keys say the same as `PaperQuerySet.visible_to` does of the issuing body and
office, and rooms say them of the readers they add (`queries.register_reading`);
tests hold both together.
"""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.queries import is_closed, keys_of_readers
from lianxin.foundation.people.models import CLERKS, Office, Role
from lianxin.foundation.search import renaming
from lianxin.foundation.search.index import follow
from lianxin.foundation.search.kinds import Entry, Kind, register

# Of a paper's values: what it is about, and what its drafter added. No names, no telephones.
TOLD = ("suggestion_title", "remarks")


def register_kind() -> None:
    register(
        Kind(
            code="paper",
            number=6,
            label=_("公文"),
            model=Paper,
            records=_papers,
            entries=_entries,
            keys=_held,
            order=25,
            statuses=lambda: Paper.Status.choices,
        )
    )
    renaming.register("paper", _naming)
    follow("paper")


def _naming(record) -> QuerySet[Paper] | None:
    return Paper.objects.filter(office=record) if isinstance(record, Office) else None


def _papers() -> QuerySet[Paper]:
    return Paper.objects.select_related("body", "office")


def _entries(papers: Sequence[Paper]) -> Iterable[Entry]:
    of_readers = keys_of_readers(papers)
    for paper in papers:
        if not kind_of(paper.kind).is_searchable:
            continue
        issuer = paper.office or paper.body
        told = [paper.number, str(kind_of(paper.kind).name), str(issuer), paper.addressee]
        yield Entry(
            object_id=paper.pk,
            title=paper.plain_title,
            details=" · ".join(filter(None, told)),
            text="\n".join(filter(None, [paper.copies, *map(paper.fields.get, TOLD)])),
            url=paper.get_absolute_url(),
            on=paper.issued_on or timezone.localdate(paper.drafted_at),
            keys=_keys_of(paper) | of_readers.get(paper.pk, set()),
            county_id=paper.county_id,
            body_id=paper.body_id,
            year=paper.year,
            status=paper.status,
        )


def _keys_of(paper: Paper) -> set[str]:
    found = {f"j{paper.office_id}"} if paper.office_id else set()
    if paper.office_id and paper.issued_on is None:
        # A letter that its office has not sent is nobody else's.
        return found
    found.add(f"l{paper.body_id}")
    if not is_closed(paper.kind):
        found.add(f"g{paper.body_id}")
        if not paper.is_confidential:
            found |= {f"e{paper.body_id}", f"i{paper.county_id}"}
    return found


def _held(account) -> Iterable[str]:
    for office in account.office_ids():
        yield f"j{office}"
    for grant in account.current_grants:
        if grant.role not in (*CLERKS, Role.CHAIR, Role.AUDITOR):
            continue
        if grant.role in CLERKS:
            yield f"l{grant.body_id}"
        yield f"e{grant.body_id}" if grant.role == Role.AUDITOR else f"g{grant.body_id}"
        if grant.body.parent_id is None:
            yield f"i{grant.body_id}"

"""What many rows of a ledger of suggestions ask the database, read once."""

from collections import defaultdict

from lianxin.faces.setup.imports.ledgers import printed_session
from lianxin.faces.setup.imports.offices import find_office
from lianxin.faces.setup.imports.papers import Entry
from lianxin.faces.setup.imports.sessions import PrintedSession, find_session, find_term
from lianxin.foundation.ledger.models import ChainHead
from lianxin.foundation.people.models import Body, Office, Person, Session, Term
from lianxin.work.suggestions.models import Suggestion

_READ = ("number", "title", "occasion", "number_scope", "source", "session")


class SuggestionsAhead:
    """Only ever says "new" of a suggestion that surely is; others are asked for singly."""

    def __init__(self, body: Body):
        self.body = body
        self._seq = -1

    def read(self) -> None:
        """Read anew what has changed: each change left an event in the ledger."""
        head = ChainHead.objects.filter(chain=self.body.county_id).first()
        seq = head.seq if head else 0
        if seq == self._seq:
            return
        self._seq = seq
        self._sessions_of: dict[str, set[str]] = defaultdict(set)
        self._titles: set[str] = set()
        standing = Suggestion.objects.filter(body=self.body).select_related("session__term")
        for each in standing.only(*_READ, "session__number", "session__term__number").iterator():
            self._titles.add(each.title)
            if each.number:
                self._sessions_of[each.number].add(printed_session(each))
        self.forget()

    def forget(self) -> None:
        """Ask anew for offices, sessions and deputies."""
        self._offices: dict[str, Office] = {}
        self._terms: dict[int, Term | None] = {}
        self._sessions: dict[tuple[int, int | None], Session] = {}
        self._deputies: dict[str, list[Person]] = {}

    def wrote(self, events: int) -> None:
        """What was written since `read` is known; others' events besides show by their number."""
        self._seq += events

    def is_new(self, entry: Entry) -> bool:
        """Whether no suggestion of the body can be meant, by number and session or by title."""
        if entry.number:
            return str(entry.session or entry.session_text) not in self._sessions_of[entry.number]
        return entry.title not in self._titles

    def add(self, entry: Entry) -> None:
        """From now on this suggestion may be known."""
        self._titles.add(entry.title)
        if entry.number:
            self._sessions_of[entry.number].add(str(entry.session or entry.session_text))

    # What is not there may be made by the next row, and is asked for again.

    def office(self, name: str) -> Office | None:
        """The office that bears or bore this name."""
        if name not in self._offices:
            found = find_office(self.body, name)
            if found is None:
                return None
            self._offices[name] = found
        return self._offices[name]

    def term(self, number: int) -> Term | None:
        """The term of that number; one that is missing stays so, for imports make none."""
        if number not in self._terms:
            self._terms[number] = find_term(self.body, number)
        return self._terms[number]

    def session(self, printed: PrintedSession | None) -> Session | None:
        if printed is None:
            return None
        key = printed.term, printed.number
        if key not in self._sessions:
            found = find_session(self.body, printed)
            if found is None:
                return None
            self._sessions[key] = found
        return self._sessions[key]

    def deputies(self, name: str) -> list[Person]:
        """Whoever of that name has or had a seat in the body; an import of papers makes none."""
        if name not in self._deputies:
            found = Person.objects.filter(
                county_id=self.body.county_id, name=name, seats__body=self.body
            )
            self._deputies[name] = list(found.distinct())
        return self._deputies[name]

"""Import of suggestions handled before: historical records, entered through one door.

A suggestion is known again by session and printed number; without a number by title, session and
proposers. Offices that are missing are entered, with a warning: their names stand on the paper.
Terms are never made by an import; a session of a term not known here stays as text.
"""

from typing import Any

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Assignment
from lianxin.faces.setup.imports.ledgers import ledger_sheets, printed_session, standing
from lianxin.faces.setup.imports.offices import guess_kind
from lianxin.faces.setup.imports.papers import Entry, read_entry
from lianxin.faces.setup.imports.pipeline import Done, Importer
from lianxin.faces.setup.imports.registered import SuggestionsAhead
from lianxin.faces.setup.imports.rows import RowReader, RowRefused
from lianxin.foundation.people.models import Body, Office, Person, Session
from lianxin.foundation.people.workflow import open_office, open_session
from lianxin.foundation.sheets.report import ImportReport
from lianxin.foundation.sheets.writing import OutSheet
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.workflow import (
    amend_existing,
    register_all_existing,
    register_existing,
)
from lianxin.work.suggestions.workflow.history import Handling, Paper


class SuggestionImporter(Importer):
    kind = "suggestions"
    permission = Permission.REVIEW

    def begin(self):
        self._seen: dict[int, int] = {}
        self._regions: set[str] = set()
        self._ahead = SuggestionsAhead(self.body)
        self._deferred: list[tuple[int, Paper]] = []

    def refresh(self):
        self._ahead.read()

    def wrote(self, events: int):
        self._ahead.wrote(events)

    def defer(self, row: RowReader) -> bool:
        """Whether the row is surely new, with its offices and session known: most rows."""
        entry = self._entry(row)
        if not self._ahead.is_new(entry) or not self._is_all_known(entry):
            return False
        self._deferred.append((row.number, self._paper(row, entry)))
        self._ahead.add(entry)
        return True

    def _is_all_known(self, entry: Entry) -> bool:
        if not all(self._ahead.office(each.name) for each in entry.offices):
            return False
        return not self._session_known(entry) or self._ahead.session(entry.session) is not None

    def settle(self):
        deferred, self._deferred = self._deferred, []
        papers = [paper for _number, paper in deferred]
        written = register_all_existing(self.body, papers, by=self.by, today=self.today)
        for (number, _paper), suggestion in zip(deferred, written, strict=True):
            self._seen[suggestion.pk] = number

    def _entry(self, row: RowReader) -> Entry:
        entry = read_entry(row, body_kind=self.body.kind)
        row.check()
        if region := row.line("region"):
            self._regions.add(region)
        return entry

    def take(self, row: RowReader) -> Done:
        try:
            return self._take(row)
        except Exception:
            # An office or session that the row had made goes with it.
            self._ahead.forget()
            raise

    def _take(self, row: RowReader) -> Done:
        entry = self._entry(row)
        self._ahead.add(entry)
        known = self._find(row, entry)
        if known is None:
            paper = self._paper(row, entry)
            suggestion = register_existing(self.body, paper, by=self.by, today=self.today)
            self._seen[suggestion.pk] = row.number
            return Done.CREATED
        return self._compare(row, entry, known)

    def end(self, report: ImportReport):
        elsewhere = sorted(name for name in self._regions if self.body.short_name not in name)
        if elsewhere:
            report.warn(
                self.table.header_row,
                _("地区"),
                _(
                    "有 {count} 个地区与“{body}”不同（如“{name}”），都登记在“{body}”，地区记入材料来源。"
                ).format(count=len(elsewhere), body=self.body.short_name, name=elsewhere[0]),
            )

    def _find(self, row: RowReader, entry: Entry) -> Suggestion | None:
        """The suggestion already registered that the row means."""
        mine = Suggestion.objects.filter(body=self.body, number=entry.number)
        if not entry.number:
            mine = mine.filter(title=entry.title)
        session = str(entry.session or entry.session_text)
        found = [
            each
            for each in mine.select_related("session__term").order_by("pk")
            if printed_session(each) == session
        ]
        if entry.number and not session and entry.year:
            # Between sessions numbers begin anew each year.
            found = [each for each in found if each.year == entry.year]
        if not entry.number:
            found = [each for each in found if self._same_proposers(each, entry)]
        if len(found) > 1:
            found = [each for each in found if each.title == entry.title] or found[:1]
        if not found:
            return None
        if entry.number and found[0].title != entry.title:
            reason = _(
                "第 {number} 号已登记为“{title}”，与本行标题不同。请核对编号和会次。"
            ).format(number=entry.number, title=found[0].title[:40])
            raise RowRefused((row.label("number"), reason))
        return found[0]

    def _same_proposers(self, suggestion: Suggestion, entry: Entry) -> bool:
        if entry.names:
            names = {each.person.name for each in suggestion.proposers.select_related("person")}
            return (
                set(entry.names) == names or "、".join(entry.names) == suggestion.proposers_printed
            )
        return entry.proposers_printed in {"", suggestion.proposers_printed}

    def _compare(self, row: RowReader, entry: Entry, suggestion: Suggestion) -> Done:
        earlier = self._seen.get(suggestion.pk)
        now = standing(suggestion)
        wanted = self._wanted(entry, suggestion)
        before = {name: now[name] for name in wanted if now[name] != wanted[name]}
        if not before:
            if earlier:
                row.warn("title", _("与第 {row} 行重复。").format(row=earlier))
            self._seen.setdefault(suggestion.pk, row.number)
            return Done.UNCHANGED
        if earlier:
            reason = _("与第 {row} 行是同一件，内容却不同。请只保留一行。").format(row=earlier)
            raise RowRefused((row.label("title"), reason))
        after = {name: wanted[name] for name in before}
        amend_existing(
            suggestion,
            self._paper(row, entry),
            by=self.by,
            today=self.today,
            before=before,
            after=after,
        )
        self._seen[suggestion.pk] = row.number
        return Done.UPDATED

    def _wanted(self, entry: Entry, suggestion: Suggestion) -> dict[str, Any]:
        """What the row says, in the words of `standing`; what it leaves empty is not compared."""
        wanted: dict[str, Any] = {
            "title": entry.title,
            "text": entry.text,
            "submitted_on": entry.submitted_on,
            "offices": sorted([self._current_name(each.name), each.role] for each in entry.offices),
            "assigned_on": entry.assigned_on,
            "met_on": sorted(entry.met_on),
            "reply_date": entry.replied_on or entry.printed_reply_date,
            "result_class": entry.result_class,
            "letter": entry.letter,
            "document_no": entry.document_no,
            "reply_text": entry.reply_text,
        }
        if entry.names or entry.proposers_printed:
            wanted["proposers"] = "、".join(entry.names) or entry.proposers_printed
        if entry.was_motion:
            wanted["was_motion"] = True
        if suggestion.session_id is None and self._session_known(entry):
            wanted["is_linked"] = True
        return {name: value for name, value in wanted.items() if value}

    def _current_name(self, name: str) -> str:
        office = self._ahead.office(name)
        return office.name if office else name

    # Looking up

    def _paper(self, row: RowReader, entry: Entry) -> Paper:
        session = self._session(row, entry)
        persons = self._persons(row, entry)
        printed = entry.proposers_printed
        if entry.names and not persons:
            printed = "、".join(entry.names)[:60]
        in_session = session is not None and not (entry.session and entry.session.is_between)
        paper = Paper(
            title=entry.title,
            text=entry.text,
            number=entry.number,
            number_scope=self._scope(entry, session),
            year=entry.year or self._year_of(row, session),
            occasion=(
                Suggestion.Occasion.IN_SESSION if in_session else Suggestion.Occasion.BETWEEN
            ),
            session=session,
            submitted_on=entry.submitted_on,
            was_motion=entry.was_motion,
            proposers=persons,
            proposers_printed=printed,
            source=entry.source,
        )
        paper.handlings = self._handlings(row, entry, persons)
        # Nobody is asked today to judge an answer of years ago.
        paper.is_closed = any(
            each.reply_text or each.replied_on for each in paper.handlings
        ) or any(each.printed_reply_date for each in paper.handlings)
        return paper

    def _session_known(self, entry: Entry) -> bool:
        printed = entry.session
        return bool(
            printed
            and printed.number
            and printed.is_of(self.body)
            and self._ahead.term(printed.term)
        )

    def _session(self, row: RowReader, entry: Entry) -> Session | None:
        """The session, made if only it and not its term is missing; None stays as text."""
        printed = entry.session
        if printed is None:
            return None
        if not printed.is_of(self.body) or printed.number is None:
            row.warn(
                "session",
                _("“{text}”不是本机构的会次，只记在材料来源中。").format(text=entry.session_text),
            )
            return None
        term = self._ahead.term(printed.term)
        if term is None:
            row.warn(
                "session",
                _(
                    "系统里没有本机构的这一届（{text}），会次只记在材料来源中。"
                    "补设该届后再导入一次，就会归到会次。"
                ).format(text=entry.session_text),
            )
            return None
        session = self._ahead.session(printed)
        if session is None:
            session = open_session(term, number=printed.number, by=self.by)
            row.warn("session", _("新建了会次“{session}”，请补开会日期。").format(session=session))
        return session

    def _scope(self, entry: Entry, session: Session | None) -> str:
        """Series the printed number belongs to; that of a session is the one numbered here."""
        if not entry.number:
            return ""
        if session is not None:
            between = ":between" if entry.session and entry.session.is_between else ""
            return f"s:session:{session.pk}{between}"
        if entry.session_text:
            return f"s:printed:{entry.session or entry.session_text}"[:60]
        return f"s:printed:{entry.year or ''}"

    def _year_of(self, row: RowReader, session: Session | None) -> int:
        if session is not None and session.opens_on:
            return session.opens_on.year
        row.warn("year", _("看不出年度，暂记为今年，请核对。"))
        return self.today.year

    def _persons(self, row: RowReader, entry: Entry) -> list[Person]:
        """Deputies of the names; none at all unless every name leads to one person."""
        found = []
        for name in entry.names:
            people = self._ahead.deputies(name)
            if len(people) != 1:
                reason = (
                    _("名册里没有代表“{name}”，提出人照原样记下。")
                    if not people
                    else _("名册里有几位“{name}”，提出人照原样记下。")
                )
                row.warn("proposers", reason.format(name=name))
                return []
            found.append(people[0])
        return found

    def _office(self, row: RowReader, name: str) -> Office:
        office = self._ahead.office(name)
        if office is None:
            office = open_office(name, body=self.body, by=self.by, kind=guess_kind(name))
            row.warn(
                "main_handler",
                _("承办单位“{name}”原来没有，已登记为{kind}，请核对。").format(
                    name=name, kind=office.get_kind_display()
                ),
            )
        elif office.name != name:
            row.warn(
                "main_handler",
                _("“{old}”现名“{new}”，按现名登记。").format(old=name, new=office.name),
            )
        return office

    def _handlings(self, row: RowReader, entry: Entry, persons: list[Person]) -> list[Handling]:
        handlings = []
        for named in entry.offices:
            handling = Handling(
                office=self._office(row, named.name),
                role=named.role,
                assigned_on=entry.assigned_on,
            )
            if named.role == Assignment.Role.LEAD or named.name == entry.answering:
                handling.met_on = sorted(entry.met_on)
            if entry.is_answered and named.name == entry.answering:
                handling.replied_on = entry.replied_on
                handling.printed_reply_date = entry.printed_reply_date
                handling.result_class = entry.result_class
                handling.letter = entry.letter
                handling.document_no = entry.document_no
                handling.reply_text = entry.reply_text
                handling.judgements = self._judgements(row, entry, persons)
            handlings.append(handling)
        if entry.is_answered and not handlings:
            row.warn("main_handler", _("没有承办单位，答复无处登记，没有导入答复。"))
        return handlings

    def _judgements(self, row: RowReader, entry: Entry, persons: list[Person]):
        if not entry.satisfaction:
            return ()
        if not persons:
            row.warn("satisfaction", _("没有登记提出人，代表评价没有导入。"))
            return ()
        return ((persons[0], entry.satisfaction, entry.satisfaction),)

    @classmethod
    def sheets(cls, body: Body) -> list[OutSheet]:
        return ledger_sheets(body)

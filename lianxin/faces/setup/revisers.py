"""Which cells of an exported table may be changed, and by which step each change is made."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.models.answers import ResultClass
from lianxin.faces.setup.exporting import (
    OFFICE_KEY,
    ROSTER_KEY,
    office_fields,
    office_key,
    roster_fields,
    roster_key,
    roster_lines,
)
from lianxin.faces.setup.models import ImportBatch
from lianxin.faces.setup.rosters import with_handlers, with_seats
from lianxin.faces.setup.sight import bodies_staffed_by
from lianxin.foundation.people.models import Account, District, Group, Office, Person, Seat
from lianxin.foundation.people.workflow import (
    change_office,
    change_person,
    change_seat,
    move_group,
)
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets.fields import (
    ValueRefused,
    parse_ethnicity,
    parse_partial_date,
    parse_party,
    parse_phones,
    parse_sex,
)
from lianxin.foundation.sheets.listing import Field
from lianxin.foundation.sheets.tables import Cell
from lianxin.work.suggestions.exporting import KEY, key_of, ledger_fields, lines
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.registered import only_on_paper, paper_of
from lianxin.work.suggestions.workflow import amend_existing, give_number
from lianxin.work.suggestions.workflow.history import Handling

NUMBERED = ("submitted", "accepted", "on_agenda")
PERSONAL = ("name", "sex", "born", "ethnicity", "party", "education", "post", "phone", "address")
OF_SEAT = ("certificate_no", "delegation", "district", "started_on")


class Reviser(ABC):
    """One kind of exported list; `by` changes its rows, and sees no others."""

    kind: ClassVar[str]
    prefix: ClassVar[str]

    def __init__(self, by: Account, today: date):
        self.by, self.today = by, today
        self.fields = self.columns()
        self.bodies = list(bodies_staffed_by(by).select_related("parent"))

    @classmethod
    @abstractmethod
    def columns(cls) -> list[Field]:
        """The columns of the list, as it is exported."""

    @abstractmethod
    def lines(self, keys: list[str]) -> Mapping[str, Any]:
        """Rows by their 编号(系统), those that `by` keeps."""

    @abstractmethod
    def what(self, line: Any) -> str:
        """Names a row."""

    @abstractmethod
    def read_only(self, line: Any, field: Field) -> str:
        """Why a cell cannot be changed from here; empty if it can."""

    @abstractmethod
    def apply(self, line: Any, wanted: dict[str, str]) -> None:
        """Change the record behind `line`. wanted: text of each cell by the field's name.

        Raises Refused, PermissionDenied, ValueRefused.
        """

    def numbers(self, keys: list[str]) -> list[tuple[str, list[int]]]:
        """Keys of this kind with the numbers in them."""
        found = []
        for key in keys:
            parts = key.removeprefix(self.prefix).split("-")
            if key.startswith(self.prefix) and all(
                part.isascii() and part.isdecimal() and len(part) < 16 for part in parts
            ):
                found.append((key, [int(part) for part in parts]))
        return found


class RosterReviser(Reviser):
    kind = ImportBatch.Kind.DEPUTIES
    prefix = ROSTER_KEY

    @classmethod
    def columns(cls):
        return roster_fields()

    def lines(self, keys):
        asked = self.numbers(keys)
        bodies = [body.pk for body in self.bodies]
        seats = Seat.objects.filter(
            pk__in=[numbers[1] for _key, numbers in asked if len(numbers) == 2], body__in=bodies
        )
        wanted = {seat.pk: seat.person_id for seat in seats}
        persons = with_seats(Person.objects.filter(pk__in=wanted.values()).select_related("county"))
        found = roster_lines(persons, self.bodies, wanted=set(wanted))
        return {roster_key(line): line for line in found}

    def what(self, line):
        return line.person.name

    def read_only(self, line, field):
        if field.name:
            return ""
        return _("本列只读。代表资格的变动（确认、暂停、终止、换届）请在代表页面办理。")

    def apply(self, line, wanted):
        personal = {name: self._personal(name, wanted[name]) for name in PERSONAL if name in wanted}
        if personal:
            change_person(line.person, by=self.by, **personal)
        if any(name in wanted for name in OF_SEAT):
            self._change_seat(line.seat, wanted)
        if "group" in wanted:
            move_group(line.seat, self._group(line.seat, wanted["group"]), by=self.by)

    def _personal(self, name: str, text: str) -> str:
        cell = Cell(text, text)
        if not text:
            return ""
        if name == "sex":
            sexes = {str(label): value for value, label in Person.Sex.choices}
            return sexes[parse_sex(cell).value or ""] if parse_sex(cell).value else ""
        if name == "born":
            return str(parse_partial_date(cell).value or "")
        if name == "ethnicity":
            return parse_ethnicity(cell).value or ""
        if name == "party":
            return parse_party(cell).value or ""
        if name == "phone":
            phones = parse_phones(cell).value
            if len(phones) > 1:
                raise ValueRefused(_("联系电话只登记一个，请只留一个号码。"))
            return phones[0] if phones else ""
        return text

    def _change_seat(self, seat: Seat, wanted: dict[str, str]) -> None:
        started_on = seat.started_on
        if "started_on" in wanted:
            started_on = _day(wanted["started_on"]) or _refuse(_("任职起不能空着。"))
        district = seat.district
        if "district" in wanted:
            district = self._district(seat, wanted["district"])
        change_seat(
            seat,
            by=self.by,
            started_on=started_on,
            district=district,
            delegation=wanted.get("delegation", seat.delegation),
            certificate_no=wanted.get("certificate_no", seat.certificate_no),
        )

    def _district(self, seat: Seat, name: str) -> District | None:
        if not name:
            return None
        found = District.objects.filter(term=seat.term)
        return (
            found.filter(name=name).first()
            or found.filter(number=name).first()
            or _refuse(_("本届没有选区“%(name)s”，请先在机构页面登记。") % {"name": name[:40]})
        )

    def _group(self, seat: Seat, name: str) -> Group | None:
        if not name:
            return None
        return Group.objects.filter(body=seat.body, name=name).first() or _refuse(
            _("没有代表小组“%(name)s”，请先成立。") % {"name": name[:40]}
        )


class OfficeReviser(Reviser):
    kind = ImportBatch.Kind.OFFICES
    prefix = OFFICE_KEY

    @classmethod
    def columns(cls):
        return office_fields()

    def lines(self, keys):
        pks = [numbers[0] for _key, numbers in self.numbers(keys)]
        found = with_handlers().filter(pk__in=pks, body__in=self.bodies)
        return {office_key(office): office for office in found.select_related("body")}

    def what(self, line):
        return line.name

    def read_only(self, line, field):
        if field.name:
            return ""
        return _("本列只读。更名、撤并请在承办单位页面办理，旧名会留作曾用名。")

    def apply(self, line, wanted):
        if "kind" in wanted:
            kinds = {str(label): value for value, label in Office.Kind.choices}
            kind = kinds.get(wanted["kind"]) or _refuse(
                _("“%(word)s”不是已有的类型。") % {"word": wanted["kind"][:20]}
            )
            wanted = wanted | {"kind": kind}
        change_office(line, by=self.by, **wanted)


class LedgerReviser(Reviser):
    """The suggestions ledger: what papers say can be corrected, what was worked on here cannot."""

    kind = ImportBatch.Kind.SUGGESTIONS
    prefix = KEY

    @classmethod
    def columns(cls):
        return ledger_fields()

    def lines(self, keys):
        pks = [numbers[0] for _key, numbers in self.numbers(keys)]
        visible = Matter.objects.visible_to(self.by).filter(pk__in=pks, body__in=self.bodies)
        found = list(lines(list(visible.values_list("pk", flat=True))))
        self._on_paper = only_on_paper(line.pk for line in found)
        return {key_of(line): line for line in found}

    def what(self, line):
        return f"{line.number} {line.title}".strip()

    def read_only(self, line, field):
        if field.name == "number" and line.status in NUMBERED:
            return ""
        if line.pk not in self._on_paper:
            return _("本件已在系统中办理，不从表格改。请在该件的页面办理相应的一步。")
        if not field.name:
            return _("本列只读。请用“导入代表建议”按原件更正，或者在该件的页面办理。")
        if field.name in {"assigned_on", "due_on", "replied_on", "result", "letter"} and (
            len(line.answering) != 1 or line.assisting
        ):
            return _("由几个单位办理的，请用“导入代表建议”按原件更正。")
        return ""

    def apply(self, line, wanted):
        suggestion = Suggestion.objects.select_related("session", "body").get(pk=line.pk)
        if line.pk not in only_on_paper([line.pk]):
            if set(wanted) != {"number"}:
                raise Refused(_("本件已在系统中办理，不从表格改。请在该件的页面办理。"))
            give_number(suggestion, by=self.by, today=self.today, number=wanted["number"])
            return
        paper = self._corrected(paper_of(suggestion), wanted)
        by_name = {field.name: field for field in self.fields if field.name}
        before = {name: by_name[name].value(line) for name in wanted}
        amend_existing(suggestion, paper, by=self.by, today=self.today, before=before, after=wanted)

    def _corrected(self, paper, wanted: dict[str, str]):
        changed: dict[str, Any] = {
            name: wanted[name] for name in ("title", "topic", "number") if name in wanted
        }
        if "submitted_on" in wanted:
            changed["submitted_on"] = _day(wanted["submitted_on"])
        if changed.get("number") and not paper.number_scope:
            changed["number_scope"] = f"s:printed:{paper.year}"
        if len(changed.get("topic", "")) > 30 or len(changed.get("number", "")) > 30:
            raise Refused(_("类别和编号最多 30 字。请精简后再导入。"))
        handling = next(iter(paper.handlings), None)
        if handling is not None and len(paper.handlings) == 1:
            changed["handlings"] = [self._handling(handling, wanted)]
        return replace(paper, **changed)

    def _handling(self, handling: Handling, wanted: dict[str, str]) -> Handling:
        changed: dict[str, Any] = {
            name: _day(wanted[name])
            for name in ("assigned_on", "due_on", "replied_on")
            if name in wanted
        }
        if "replied_on" in changed:
            changed["printed_reply_date"] = ""
        if "letter" in wanted:
            if len(wanted["letter"]) > 4:
                raise Refused(_("结果字母最多 4 个字。"))
            changed["letter"] = wanted["letter"]
        if "result" in wanted:
            classes = {str(label): value for value, label in ResultClass.choices}
            word = wanted["result"]
            if word and word not in classes:
                raise Refused(_("“%(word)s”不是办理结果的类别。") % {"word": word[:20]})
            changed["result_class"] = classes.get(word, "")
        found = replace(handling, **changed)
        is_answered = found.replied_on or found.printed_reply_date or found.reply_text
        if not is_answered and (found.result_class or found.letter):
            raise Refused(_("还没有答复日期，不能填办理结果。请一并填上答复日期。"))
        if found.assigned_on and found.due_on and found.due_on <= found.assigned_on:
            raise Refused(_("答复期限应当晚于交办日期。"))
        return found


REVISERS: dict[str, type[Reviser]] = {
    reviser.kind: reviser for reviser in (RosterReviser, OfficeReviser, LedgerReviser)
}


def kind_of(key: str) -> str:
    """Which kind of list a row's 编号(系统) comes from; empty for none that can be changed."""
    return next((kind for kind, one in REVISERS.items() if key.startswith(one.prefix)), "")


def _day(text: str) -> date | None:
    if not text:
        return None
    found = parse_partial_date(Cell(text, text)).value
    if found is None or found.as_date is None:
        raise ValueRefused(
            _("“%(text)s”不是一个完整的日期，请写成 2026-03-01。") % {"text": text[:20]}
        )
    return found.as_date


def _refuse(message: str) -> Any:
    raise Refused(message)

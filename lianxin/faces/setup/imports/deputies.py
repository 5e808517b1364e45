"""Import of deputies: one person, with a seat for each level the roster names.

A deputy is known again by 代表证号 within the term; else by name with birth or phone; else by
name alone among the deputies of the same body. An empty cell never erases what is known.
"""

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.faces.setup.imports.ahead import MISSING, Ahead
from lianxin.faces.setup.imports.levels import read_levels, warn_unplaced
from lianxin.faces.setup.imports.namesakes import find_namesake
from lianxin.faces.setup.imports.pipeline import Done, FileRefused, Importer
from lianxin.faces.setup.imports.rosters import roster_sheets
from lianxin.faces.setup.imports.rows import RowReader, RowRefused
from lianxin.faces.setup.imports.sessions import current_term, parse_session
from lianxin.foundation.people.models import Body, District, Group, Person, Seat
from lianxin.foundation.people.names import clean_name
from lianxin.foundation.people.permissions import Permission
from lianxin.foundation.people.phones import clean_phone
from lianxin.foundation.people.workflow import (
    Enrolment,
    change_person,
    change_seat,
    enrol_deputies,
    enter_person,
    form_group,
    move_group,
    open_district,
    seat_deputy,
)
from lianxin.foundation.people.workflow.persons import YOUNGEST
from lianxin.foundation.sheets.fields import (
    PartialDate,
    parse_ethnicity,
    parse_partial_date,
    parse_party,
    parse_sex,
)
from lianxin.foundation.sheets.writing import OutSheet

_SEXES = {"男": Person.Sex.MALE, "女": Person.Sex.FEMALE}


class DeputyImporter(Importer):
    kind = "deputies"
    permission = Permission.MANAGE_PEOPLE

    def begin(self):
        if self.body.is_street:
            raise FileRefused(
                _(
                    "街道没有本级人民代表大会代表。请选择“{county}”导入，再在代表小组中编入街道。"
                ).format(county=self.body.parent)
            )
        term = current_term(self.body)
        if term is None:
            raise FileRefused(
                _("“{body}”还没有设置届次。请先在机构页面设置本届，再导入代表。").format(
                    body=self.body
                )
            )
        self.term = term
        self._check_title()
        self._seen: dict[int, int] = {}
        self._ahead = Ahead(self.body, term)
        self._deferred: list[tuple[int, Enrolment]] = []

    def refresh(self):
        self._ahead.read()

    def wrote(self, events: int):
        self._ahead.wrote(events)

    def defer(self, row: RowReader) -> bool:
        """Whether the row means someone nobody knows, with nothing else to make: most rows."""
        values = self._read_person(row)
        seat = self._read_seat(row)
        self._check_term(row)
        self._asked = values["name"], seat["certificate_no"]
        levels = read_levels(row, self.body, self.by)
        row.check()
        started = seat["started_on"] or self.term.starts_on
        if levels.others or levels.unplaced or started is None:
            return False
        group = self._ahead.group(seat.pop("group"))
        district = self._ahead.district(seat.pop("district"))
        if group is MISSING or district is MISSING or not self._ahead.is_new(values, seat):
            return False
        details = seat | {"group": group, "district": district, "started_on": started}
        self._deferred.append((row.number, Enrolment(values, details)))
        self._ahead.add(values, seat)
        return True

    def hangs(self, row: RowReader) -> bool:
        name, code = self._asked
        return any(
            name == one.person["name"] or (code and code == one.seat["certificate_no"])
            for _number, one in self._deferred
        )

    def settle(self):
        deferred, self._deferred = self._deferred, []
        seats = enrol_deputies(
            [one for _number, one in deferred], body=self.body, term=self.term, by=self.by
        )
        for (number, _one), seat in zip(deferred, seats, strict=True):
            self._seen[seat.person_id] = number

    def _check_title(self):
        """Refuse a roster whose title, 「…第十七届…代表名册」, names another term."""
        for title in self.table.titles:
            match = re.search(r"第[0-9一二三四五六七八九十]+届", title)
            printed = parse_session(match[0]) if match else None
            if printed and printed.term != self.term.number:
                raise FileRefused(
                    _(
                        "表题写的是{title}，“{body}”的本届是{term}，没有导入。"
                        "请核对机构和表题；往届名册不从这里导入。"
                    ).format(title=printed, body=self.body.short_name, term=self.term)
                )

    def take(self, row: RowReader) -> Done:
        values = self._read_person(row)
        seat_values = self._read_seat(row)
        self._check_term(row)
        levels = read_levels(row, self.body, self.by)
        row.check()
        self._ahead.add(values, seat_values)
        person, is_new = self._person(row, values, seat_values["certificate_no"])
        earlier = self._seen.get(person.pk)
        changed = self._own_seat(row, person, seat_values)
        for body in levels.others:
            changed |= self._other_seat(person, body)
        # Only now: who has no seat here may not be changed from here.
        if not is_new:
            changed |= self._change_person(person, values)
        warn_unplaced(row, levels, person)
        outcome = Done.UPDATED if changed else Done.UNCHANGED
        if is_new:
            outcome = Done.CREATED
        if earlier:
            if outcome is not Done.UNCHANGED:
                reason = _("与第 {row} 行是同一人，内容却不同。请只保留一行。").format(row=earlier)
                raise RowRefused((row.label("name"), reason))
            row.warn("name", _("与第 {row} 行重复。").format(row=earlier))
        # Only now: a refused row is undone, and its key may go to the next person.
        self._seen.setdefault(person.pk, row.number)
        return outcome

    # Reading

    def _read_person(self, row: RowReader) -> dict[str, str]:
        name = clean_name(row.text("name", most=60))
        if not name:
            row.refuse("name", _("没有姓名。请补上后再导入。"))
        born = row.parse("born", parse_partial_date, latest=self.today.year - YOUNGEST)
        if born and self._too_young(born):
            row.refuse(
                "born",
                _("“{born}”出生的人不满 {age} 周岁，不能当选代表。请核对。").format(
                    born=born, age=YOUNGEST
                ),
            )
        post = row.line("post", most=120) or " ".join(
            filter(None, (row.line("unit"), row.line("job")))
        )
        if len(post) > 120:
            row.refuse("post", _("有 {chars} 字，最多 120 字。").format(chars=len(post)))
        sex = row.parse("sex", parse_sex)
        return {
            "name": name,
            "sex": _SEXES[sex] if sex else "",
            "born": str(born or ""),
            "ethnicity": row.parse("ethnicity", parse_ethnicity) or "",
            "party": row.parse("party", parse_party) or "",
            "education": row.line("education", most=20),
            "post": post,
            "phone": self._phone(row),
            "address": row.line("address", most=120),
        }

    def _too_young(self, born: PartialDate) -> bool:
        return (born.year + YOUNGEST, born.month or 1, born.day or 1) > (
            self.today.year,
            self.today.month,
            self.today.day,
        )

    def _phone(self, row: RowReader) -> str:
        """One number, a mobile if there is one: it is where the deputy signs in."""
        numbers = row.phones("phone")
        mobiles = [clean_phone(number) for number in numbers if clean_phone(number)]
        kept = (mobiles or numbers or [""])[0]
        left = [number for number in numbers if clean_phone(number) != kept and number != kept]
        if left:
            row.warn(
                "phone",
                _("登记“{kept}”，其余号码没有导入：{left}。").format(
                    kept=kept, left="、".join(left)
                ),
            )
        return kept

    def _read_seat(self, row: RowReader) -> dict:
        started = row.parse("started_on", parse_partial_date)
        day = started.as_date if started else None
        if started and not day:
            row.warn("started_on", _("“{text}”没有写到日，按本届开始日登记。").format(text=started))
        return {
            "certificate_no": row.line("code", most=40),
            "delegation": row.line("delegation", most=40),
            "group": row.line("group", most=60),
            "district": row.line("district", most=80),
            "started_on": day,
        }

    def _check_term(self, row: RowReader):
        text = row.line("term")
        if not text:
            return
        printed = parse_session(text if "届" in text else f"第{text}届")
        if printed is None:
            row.refuse(
                "term", _("“{text}”不是认得出的届次。请写成“第十八届”。").format(text=text[:20])
            )
        elif printed.term != self.term.number:
            row.refuse(
                "term",
                _("写的是{printed}，“{body}”的本届是{term}。往届代表不从这里导入。").format(
                    printed=printed, body=self.body.short_name, term=self.term
                ),
            )

    # Writing

    def _person(self, row: RowReader, values: dict[str, str], code: str) -> tuple[Person, bool]:
        """The person the row means, and whether it was entered just now."""
        if code:
            seats = Seat.objects.live().filter(body=self.body, term=self.term, certificate_no=code)
            seat = seats.select_related("person").first()
            if seat is not None:
                if seat.person.name != values["name"]:
                    reason = _("代表证号“{code}”已登记为“{name}”，与本行姓名不符。请核对。").format(
                        code=code, name=seat.person.name
                    )
                    raise RowRefused((row.label("code"), reason))
                return seat.person, False
        known = find_namesake(row, self.body, values)
        if known is not None:
            return known, False
        return enter_person(body=self.body, by=self.by, **values), True

    def _change_person(self, person: Person, values: dict[str, str]) -> bool:
        """Write what the row says more or otherwise; whether anything changed."""
        changed = {
            name: value
            for name, value in values.items()
            if value and getattr(person, name) != value and not _is_rougher(person, name, value)
        }
        return change_person(person, by=self.by, **changed) if changed else False

    def _own_seat(self, row: RowReader, person: Person, values: dict) -> bool:
        """Give or put right the seat in the chosen body; whether anything changed."""
        seats = Seat.objects.filter(person=person, body=self.body, term=self.term)
        seat = seats.live().first()
        if seat is not None:
            return self._change_seat(row, seat, values)
        if (ended := seats.first()) is not None:
            reason = _(
                "其代表资格已于 {day} 终止（{why}）。如已补选当选，请在代表页面登记新的资格。"
            ).format(day=ended.ended_on, why=ended.get_end_reason_display())
            raise RowRefused((row.label("name"), reason))
        started = values["started_on"] or self.term.starts_on
        if started is None:
            started = self.today
            row.warn("started_on", _("本届没有写开始日，任职起暂记为今天，请核对。"))
        seat_deputy(
            person,
            body=self.body,
            term=self.term,
            by=self.by,
            started_on=started,
            is_confirmed=True,
            district=self._district(row, values["district"]),
            group=self._group(row, values["group"]),
            delegation=values["delegation"],
            certificate_no=values["certificate_no"],
        )
        return True

    def _other_seat(self, person: Person, body: Body) -> bool:
        """Give the seat at another level, unless one is or was held there this term."""
        term = current_term(body)
        if term is None or Seat.objects.filter(person=person, body=body, term=term).exists():
            return False
        seat_deputy(person, body=body, term=term, by=self.by, is_confirmed=True)
        return True

    def _change_seat(self, row: RowReader, seat: Seat, values: dict) -> bool:
        changed = change_seat(
            seat,
            by=self.by,
            started_on=values["started_on"] or seat.started_on,
            district=self._district(row, values["district"]) or seat.district,
            delegation=values["delegation"] or seat.delegation,
            certificate_no=values["certificate_no"] or seat.certificate_no,
        )
        group = self._group(row, values["group"])
        if group is not None:
            changed |= move_group(seat, group, by=self.by)
        return changed

    def _group(self, row: RowReader, name: str) -> Group | None:
        if not name:
            return None
        group = Group.objects.filter(body=self.body, name=name).first()
        if group is None:
            group = form_group(name, body=self.body, by=self.by)
            row.warn("group", _("新建了代表小组“{name}”。").format(name=name))
        return group

    def _district(self, row: RowReader, name: str) -> District | None:
        if not name:
            return None
        known = District.objects.filter(Q(name=name) | Q(number=name), term=self.term).first()
        if known is not None:
            return known
        row.warn("district", _("新建了选区“{name}”。").format(name=name))
        return open_district(self.term, name=name, by=self.by)

    @classmethod
    def sheets(cls, body: Body) -> list[OutSheet]:
        return roster_sheets(body)


def _is_rougher(person: Person, field: str, value: str) -> bool:
    """Whether the row says less than is known: 「1975」 where 「1975-03」 stands."""
    return field == "born" and person.born.startswith(value)

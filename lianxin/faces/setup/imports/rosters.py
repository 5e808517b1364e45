"""The roster of a body's deputies as a table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body, Person, Seat
from lianxin.foundation.sheets.writing import OutColumn, OutSheet


def roster_sheets(body: Body) -> list[OutSheet]:
    """The sitting deputies of a body in official order, as an import reads them unchanged."""
    headings = [
        (_("代表证号"), 12),
        (_("姓名"), 12),
        (_("性别"), 6),
        (_("出生年月"), 12),
        (_("民族"), 10),
        (_("政治面貌"), 12),
        (_("学历"), 10),
        (_("工作单位及职务"), 36),
        (_("联系电话"), 16),
        (_("通讯地址"), 30),
        (_("代表团"), 16),
        (_("代表小组"), 16),
        (_("选区"), 20),
        (_("代表类型"), 10),
        (_("届次"), 12),
        (_("任职起"), 12),
        (_("状态"), 14),
    ]
    columns = [OutColumn(heading, width) for heading, width in headings]
    return [OutSheet(str(_("代表名册")), columns, _rows(body))]


def _rows(body: Body) -> Iterator[list]:
    seats = (
        Seat.objects.live()
        .filter(body=body)
        .select_related("person", "term", "group", "district")
        .prefetch_related("person__seats__body")
        .order_by("-term__number", "person__stroke_key", "pk")
    )
    seen = set()
    for seat in seats:
        # The sitting term only: an earlier one is another roster.
        if seat.person_id in seen:
            continue
        seen.add(seat.person_id)
        person = seat.person
        yield [
            seat.certificate_no,
            person.name,
            person.get_sex_display(),
            person.born,
            person.ethnicity,
            person.party,
            person.education,
            person.post,
            person.phone,
            person.address,
            seat.delegation,
            seat.group.name if seat.group else "",
            (seat.district.name or seat.district.number) if seat.district else "",
            _levels(person, body),
            str(seat.term),
            seat.started_on,
            seat.get_state_display(),
        ]


def _levels(person: Person, body: Body) -> str:
    """「县、镇」: the levels of the person's seats, that of `body` always among them."""
    bodies = {seat.body_id: seat.body for seat in person.seats.all() if seat.state in Seat.LIVE}
    names = {
        each.short_name[-1:]
        for each in bodies.values()
        if each.contains(body) or body.contains(each)
    }
    return "、".join(sorted(names, key="市区县乡镇".find))

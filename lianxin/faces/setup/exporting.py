"""Rosters and lists of 设置 as tables, each as its page shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from lianxin.faces.setup.checklist import lines
from lianxin.faces.setup.forms.deputies import RosterFilterForm
from lianxin.faces.setup.forms.offices import OfficeFilterForm
from lianxin.faces.setup.rosters import BY_KIND, ORDERS, with_handlers, with_seats
from lianxin.faces.setup.sight import (
    bodies_kept_by,
    bodies_read_by,
    choose,
    seats_in_sight,
)
from lianxin.foundation.people.models import Body, Group, Person, PresidiumMembership, Seat
from lianxin.foundation.people.permissions import Permission, may
from lianxin.foundation.sheets.exports import Export, in_order
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.ui.paging import ordered_pks

ROSTER_KEY = "deputy-"
OFFICE_KEY = "office-"


@dataclass(frozen=True)
class Line:
    """A person of the roster, the seat the list is about, and all seats the reader may know."""

    person: Person
    seat: Seat | None
    seats: list[Seat]


def roster_export(user, asked) -> Export:
    """The roster as it is narrowed and ordered.

    With births, telephones and addresses only for those who keep the roster of that one body;
    then it leaves a trace in the ledger.
    """
    code = None if asked.get("body") == "all" else asked.get("body")
    body, bodies = choose(bodies_read_by(user), user, code)
    filters = RosterFilterForm(asked, body=body, bodies=bodies)
    order = ORDERS.get(filters.chosen_order, ORDERS["stroke"])
    pks = ordered_pks(filters.apply(), order=order)
    keeps = not filters.is_all and may(user, Permission.MANAGE_PEOPLE, body)
    rows = roster_lines(
        in_order(with_seats(Person.objects.all()), pks),
        bodies,
        wanted=None if filters.is_all else set(filters.seats().values_list("pk", flat=True)),
    )
    title = _("代表名册")
    listing = Listing(
        title,
        body.name,
        roster_fields() if keeps else public_fields(),
        rows,
        count=len(pks),
        key=roster_key,
        is_revisable=keeps,
    )
    step = "export.deputies" if keeps else ""
    return Export(f"{body.short_name}{title}", [listing], body=body, step=step)


def roster_lines(
    persons: Iterable[Person], bodies: list[Body], *, wanted: set[int] | None
) -> Iterator[Line]:
    """Lines of persons that come with their seats. wanted: ids of the seats the list is about."""
    for person in persons:
        seats = list(person.seats.all())
        about = [seat for seat in seats if wanted is not None and seat.pk in wanted]
        yield Line(person, about[-1] if about else None, seats_in_sight(seats, bodies))


def roster_key(line: Line) -> str:
    seat = f"-{line.seat.pk}" if line.seat else ""
    return f"{ROSTER_KEY}{line.person.pk}{seat}"


def roster_fields() -> list[Field]:
    """The columns of the official roster, and what each reads of a `Line`."""

    def seat(name: str):
        return lambda line: getattr(line.seat, name, "") if line.seat else None

    def person(name: str):
        return lambda line: getattr(line.person, name)

    return [
        Field(_("代表证号"), seat("certificate_no"), 12, name="certificate_no"),
        Field(_("姓名"), person("name"), 12, name="name"),
        Field(_("性别"), lambda line: line.person.get_sex_display(), 6, name="sex"),
        Field(_("出生年月"), person("born"), 12, name="born"),
        Field(_("民族"), person("ethnicity"), 10, name="ethnicity"),
        Field(_("政治面貌"), person("party"), 12, name="party"),
        Field(_("学历"), person("education"), 10, name="education"),
        Field(_("工作单位及职务"), person("post"), 36, name="post"),
        Field(_("联系电话"), person("phone"), 16, name="phone"),
        Field(_("通讯地址"), person("address"), 30, name="address"),
        Field(_("代表团"), seat("delegation"), 16, name="delegation"),
        Field(_("代表小组"), lambda line: _name(line.seat, "group"), 16, name="group"),
        Field(_("选区"), lambda line: _name(line.seat, "district"), 20, name="district"),
        Field(_("届次"), lambda line: str(line.seat.term) if line.seat else "", 12),
        Field(_("任职起"), seat("started_on"), 12, Kind.DATE, name="started_on"),
        Field(_("状态"), lambda line: line.seat.get_state_display() if line.seat else "", 14),
        Field(_("全部代表资格"), _all_seats, 30, is_stamped=False),
    ]


def public_fields() -> list[Field]:
    """What the page shows to everyone who may read the roster."""
    return [
        Field(_("姓名"), lambda line: line.person.name, 12),
        Field(_("性别"), lambda line: line.person.get_sex_display(), 6),
        Field(_("工作单位及职务"), lambda line: line.person.post, 40),
        Field(_("代表资格"), _all_seats, 50),
    ]


def _name(seat: Seat | None, what: str) -> str:
    found = getattr(seat, what, None) if seat else None
    return str(found.name or getattr(found, "number", "")) if found else ""


def _all_seats(line: Line) -> str:
    return "；".join(
        f"{seat.body.short_name}{seat.term}（{seat.get_state_display()}）" for seat in line.seats
    )


def offices_export(user, asked) -> Export:
    """The list of handling offices as it is narrowed."""
    body, bodies = choose(bodies_read_by(user), user, asked.get("body"))
    pks = ordered_pks(OfficeFilterForm(asked, body=body, bodies=bodies).apply(), order=BY_KIND)
    title = _("承办单位")
    listing = Listing(
        title,
        body.name,
        office_fields(),
        in_order(with_handlers(), pks),
        count=len(pks),
        key=office_key,
        is_revisable=may(user, Permission.MANAGE_PEOPLE, body),
    )
    return Export(f"{body.short_name}{title}", [listing], body=body)


def office_key(office) -> str:
    return f"{OFFICE_KEY}{office.pk}"


def office_fields() -> list[Field]:
    return [
        Field(_("单位名称"), lambda one: one.name, 28),
        Field(_("类型"), lambda one: one.get_kind_display(), 18, name="kind"),
        Field(_("分管领导"), lambda one: one.leader_in_charge, 12, name="leader_in_charge"),
        Field(_("分管领导职务"), lambda one: one.leader_post, 20, name="leader_post"),
        Field(_("联系人"), lambda one: one.contact, 12, name="contact"),
        Field(_("联系电话"), lambda one: one.phone, 18, name="phone"),
        Field(_("发文代字"), lambda one: one.document_prefix, 14, name="document_prefix"),
        Field(_("撤并日期"), lambda one: one.closed_on, 12, Kind.DATE),
        Field(_("经办账号"), _handlers, 20, is_stamped=False),
    ]


def _handlers(office) -> str:
    return "、".join(grant.account.name for grant in office.handlers)


def groups_export(user, asked) -> Export:
    body, _bodies = choose(bodies_read_by(user), user, asked.get("body"))
    live = Q(seats__state__in=Seat.LIVE)
    groups = list(
        Group.objects.filter(body=body)
        .select_related("leader")
        .annotate(members=Count("seats", filter=live))
        .order_by("name", "pk")
    )
    fields = [
        Field(_("代表小组"), lambda one: one.name, 30),
        Field(_("组长"), lambda one: one.leader.name if one.leader else "", 12),
        Field(_("代表人数"), lambda one: one.members, 10, Kind.NUMBER),
    ]
    return _plain(_("代表小组"), body, fields, groups, "group-")


def presidium_export(user, asked) -> Export:
    """The posts of a body, those who sit first, as on the page."""
    body, _bodies = choose(bodies_read_by(user), user, asked.get("body"))
    posts = list(PresidiumMembership.Post)
    members = sorted(
        PresidiumMembership.objects.filter(body=body).select_related("person"),
        key=lambda one: (
            one.ended_on is not None,
            posts.index(PresidiumMembership.Post(one.post)) if one.ended_on is None else 0,
            one.person.stroke_key,
            one.pk,
        ),
    )
    day = Kind.DATE
    fields = [
        Field(_("姓名"), lambda one: one.person.name, 12),
        Field(_("职务"), lambda one: one.get_post_display(), 14),
        Field(_("任职起"), lambda one: one.started_on, 12, day),
        Field(_("任职止"), lambda one: one.ended_on, 12, day),
    ]
    return _plain(_("主席团和负责人"), body, fields, members, "post-")


def bodies_export(user, asked) -> Export:
    """All bodies the reader keeps, each below the one it belongs to."""
    home, _active = choose(bodies_kept_by(user), user, None)
    rows = list(lines(list(bodies_kept_by(user).select_related("parent"))))
    fields = [
        Field(_("机构"), lambda line: line.body.name, 36),
        Field(_("简称"), lambda line: line.body.short_name, 14),
        Field(_("类型"), lambda line: line.body.get_kind_display(), 16),
        Field(_("代码"), lambda line: line.body.code, 20),
        Field(_("本届"), lambda line: line.term or None, 8, Kind.NUMBER),
        Field(_("代表"), lambda line: line.deputies, 8, Kind.NUMBER),
        Field(_("承办单位"), lambda line: line.offices, 8, Kind.NUMBER),
        Field(_("状态"), lambda line: _("在用") if line.body.is_active else _("已停用"), 10),
    ]
    listing = Listing(
        _("机构"), home.name, fields, rows, len(rows), lambda line: f"body-{line.body.pk}"
    )
    return Export(f"{home.short_name}{_('机构')}", [listing], body=home)


def _plain(title: str, body: Body, fields: list[Field], rows: list[Any], key: str) -> Export:
    listing = Listing(title, body.name, fields, rows, len(rows), lambda one: f"{key}{one.pk}")
    return Export(f"{body.short_name}{title}", [listing], body=body)

"""Figures of deputies and of the congress: T43 (sessions of the congress), T45 (structure).

Trades are not recorded apart from post and employer, so no part divides by trade.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import (
    Group,
    Person,
    PresidiumMembership,
    Seat,
    Session,
)
from lianxin.foundation.people.permissions import Permission, may

ROOM = _("代表和机构")
OWN, ABOVE = "own", "above"
AGES = {"35": (0, 35), "45": (36, 45), "55": (46, 55), "56": (56, 150)}
AGE_LABELS = {
    "35": _("35 岁以下"),
    "45": _("36 至 45 岁"),
    "55": _("46 至 55 岁"),
    "56": _("56 岁以上"),
}
# What may be told of deputies by name to anybody, beside that they are deputies.
PUBLIC_PARTS = {"sex", "group", "level"}


def register_figures() -> None:
    shared: dict[str, Any] = {
        "room": ROOM,
        "row": row_of_seat,
        "has_public": True,
        "known_to": known_to,
    }
    catalogue.register(
        Figure(
            "people.deputies",
            _("代表人数"),
            _("名"),
            _("截止日在任的代表：本级的，和编入本级代表小组的上级代表；暂停执行职务的也计"),
            records=deputies,
            parts=PARTS,
            statistic="T45",
            **shared,
        ),
        Figure(
            "people.own_deputies",
            _("本级代表人数"),
            _("名"),
            _("截止日在任的本级代表；暂停执行职务的也计"),
            records=own_deputies,
            parts=PARTS,
            statistic="T45",
            **shared,
        ),
        Figure(
            "people.women",
            _("妇女代表"),
            _("名"),
            _("代表人数中的女性"),
            records=lambda scope: deputies(scope).filter(person__sex=Person.Sex.FEMALE),
            statistic="T45",
            **shared,
        ),
        Figure(
            "people.party_members",
            _("中共党员代表"),
            _("名"),
            _("代表人数中政治面貌登记为中共党员的"),
            records=party_members,
            statistic="T45",
            room=ROOM,
            row=row_of_seat,
            known_to=known_to,
        ),
        *(
            Figure(
                f"people.{key}_share",
                label,
                "%",
                formula,
                room=ROOM,
                numerator=f"people.{key}",
                denominator="people.deputies",
                statistic="T45",
            )
            for key, label, formula in (
                ("women", _("妇女代表比例"), _("妇女代表 ÷ 代表人数")),
                ("party_members", _("中共党员代表比例"), _("中共党员代表 ÷ 代表人数")),
            )
        ),
        Figure(
            "people.groups",
            _("代表小组"),
            _("个"),
            _("现有的代表小组"),
            room=ROOM,
            records=groups,
            row=row_of_group,
        ),
        Figure(
            "people.presidium",
            _("主席团成员"),
            _("名"),
            _("截止日在任的主席团成员，含主席（主任）、副主席（副主任）"),
            room=ROOM,
            records=presidium,
            row=row_of_member,
            parts={"post": (_("职务"), lambda scope: dict(PresidiumMembership.Post.choices))},
            has_public=True,
        ),
        Figure(
            "people.congresses",
            _("人代会"),
            _("次"),
            _("这段时间开幕的人民代表大会会议"),
            room=ROOM,
            records=congresses,
            row=row_of_session,
            statistic="T43",
            day="opens_on",
            has_public=True,
        ),
    )


def deputies(scope: Scope) -> QuerySet[Seat]:
    """Seats held on the last day: of the bodies, and higher ones placed in their groups."""
    bodies = scope.bodies()
    found = _narrowed(_held(scope), scope)
    level = scope.narrowed.get("level")
    if level == OWN:
        return found.filter(body__in=bodies)
    if level == ABOVE:
        return found.filter(group__body__in=bodies).exclude(body__in=bodies)
    return found.filter(Q(body__in=bodies) | Q(group__body__in=bodies))


def party_members(scope: Scope) -> QuerySet[Seat]:
    found = deputies(scope).filter(person__party__startswith="中共")
    return found if _may_name(scope) else found.none()


def own_deputies(scope: Scope) -> QuerySet[Seat]:
    return _narrowed(_held(scope), scope).filter(body__in=scope.bodies())


def _held(scope: Scope) -> QuerySet[Seat]:
    # An elected person is a deputy once the qualification is confirmed.
    found = Seat.objects.on(scope.until).exclude(state=Seat.State.ELECTED)
    if set(scope.narrowed) - PUBLIC_PARTS and not _may_name(scope):
        return found.none()
    return found.select_related("person", "body", "group", "district")


def known_to(scope: Scope) -> bool:
    """How many are of a party or an age is no secret, as long as it tells of no one deputy."""
    return len(scope.narrowed) <= 1


def _may_name(scope: Scope) -> bool:
    """Whether deputies may be listed by what only their roster says of them."""
    if scope.public:
        return False
    if scope.user is None or scope.is_whole:
        return True
    return may(scope.user, Permission.READ_PEOPLE, scope.body)


def _narrowed(found: QuerySet[Seat], scope: Scope) -> QuerySet[Seat]:
    narrowed = scope.narrowed
    for name in ("sex", "party", "education", "ethnicity"):
        if name in narrowed:
            found = found.filter(**{f"person__{name}": narrowed[name]})
    group = narrowed.get("group", "")
    if group.isascii() and group.isdecimal():
        found = found.filter(group_id=int(group))
    if narrowed.get("age") in AGES:
        youngest, oldest = AGES[narrowed["age"]]
        year = scope.until.year
        # By year of birth: more is not known of many.
        found = found.filter(
            person__born__gte=f"{year - oldest:04}", person__born__lt=f"{year - youngest + 1:04}"
        )
    return found


def groups(scope: Scope) -> QuerySet[Group]:
    return Group.objects.filter(body__in=scope.bodies()).select_related("body", "leader")


def presidium(scope: Scope) -> QuerySet[PresidiumMembership]:
    found = PresidiumMembership.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=scope.until),
        body__in=scope.bodies(),
        started_on__lte=scope.until,
    )
    if "post" in scope.narrowed:
        found = found.filter(post=scope.narrowed["post"])
    return found.select_related("person", "body")


def congresses(scope: Scope) -> QuerySet[Session]:
    return Session.objects.filter(
        term__body__in=scope.bodies(), opens_on__range=(scope.since, scope.until)
    ).select_related("term__body")


def row_of_seat(seat: Seat) -> Row:
    place = seat.district.name if seat.district else (seat.group.name if seat.group else "")
    public = reverse("portal:deputy", args=[seat.pk])
    return Row(
        words=seat.person.name,
        url=public if seat.state == Seat.State.IN_OFFICE else "",
        on=seat.started_on,
        body=seat.body.short_name,
        note=place if seat.state == Seat.State.IN_OFFICE else f"{place} {seat.get_state_display()}",
        public_url=public if seat.state == Seat.State.IN_OFFICE else "",
    )


def row_of_group(group: Group) -> Row:
    return Row(
        words=group.name,
        body=group.body.short_name,
        note=group.leader.name if group.leader else "",
    )


def row_of_member(member: PresidiumMembership) -> Row:
    return Row(
        words=member.person.name,
        on=member.started_on,
        body=member.body.short_name,
        note=str(member.get_post_display()),
    )


def row_of_session(session: Session) -> Row:
    return Row(words=str(session), on=session.opens_on, body=session.term.body.short_name)


def _values(name: str) -> Any:
    def choices(scope: Scope) -> dict[str, Any]:
        seats = Seat.objects.filter(Q(body__in=scope.bodies()) | Q(group__body__in=scope.bodies()))
        found = seats.order_by().values_list(f"person__{name}", flat=True).distinct()
        return {one: one for one in sorted(found[:60]) if one}

    return choices


def _groups(scope: Scope) -> dict[str, Any]:
    found = Group.objects.filter(body__in=scope.bodies()).order_by("body__path", "name")
    return {str(one.pk): one.name for one in found[:300]}


PARTS: dict[str, tuple[Any, Any]] = {
    "level": (_("层级"), lambda scope: {OWN: _("本级代表"), ABOVE: _("上级代表")}),
    "sex": (_("性别"), lambda scope: dict(Person.Sex.choices)),
    "party": (_("政治面貌"), _values("party")),
    "education": (_("学历"), _values("education")),
    "ethnicity": (_("民族"), _values("ethnicity")),
    "age": (_("年龄"), lambda scope: AGE_LABELS),
    "group": (_("代表小组"), _groups),
}

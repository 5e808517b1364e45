"""Deputies' groups (代表小组): formed, renamed, led; who belongs to which."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Group, Person, Seat
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused, WrongStatus

GROUPS = "代表法（2025）第二十七条、第三十七条"


@transaction.atomic
def form_group(name: str, *, body: Body, by: Account, leader: Person | None = None) -> Group:
    """Form a group of deputies at a body.

    leader: a deputy of the body, or of one above or below it.
    Raises PermissionDenied; Refused for a name that is taken or missing, or a
    leader who is no deputy.

    Source: 代表法 (2025), arts. 27, 37.
    """
    require(by, Permission.MANAGE_PEOPLE, body)
    _refuse_outsider(leader, body)
    group = Group(body=body, name=_group_name(name), leader=leader)
    _save(group)
    record(
        by,
        "group.form",
        group,
        gettext("成立代表小组：%(name)s") % {"name": group.name},
        after={"leader": leader.name if leader else ""},
    )
    return group


@transaction.atomic
def change_group(group: Group, *, by: Account, name: str, leader: Person | None) -> None:
    """Give a group another name or leader; raises as `form_group`."""
    require(by, Permission.MANAGE_PEOPLE, group)
    _refuse_outsider(leader, group.body)
    before = {"name": group.name, "leader": group.leader.name if group.leader else ""}
    after = {"name": _group_name(name), "leader": leader.name if leader else ""}
    if before["name"] == after["name"] and group.leader == leader:
        return
    group.name, group.leader = after["name"], leader
    _save(group)
    record(
        by,
        "group.change",
        group,
        gettext("更正代表小组：%(name)s") % {"name": group.name},
        before=before,
        after=after,
    )


@transaction.atomic
def move_group(seat: Seat, group: Group | None, *, by: Account) -> bool:
    """Put a deputy into another group, or into none; returns whether anything changed.

    Raises PermissionDenied; WrongStatus for a seat that has ended; Refused for a
    group of a body that is neither above nor below.
    """
    require(by, Permission.MANAGE_PEOPLE, seat)
    if seat.state == Seat.State.ENDED:
        raise WrongStatus(
            gettext("%(name)s的代表资格已经终止，不能再编入代表小组。") % {"name": seat.person.name}
        )
    if group is not None and not (group.body.contains(seat.body) or seat.body.contains(group.body)):
        raise Refused(_("代表小组不属于本级机构，请重新选择。"))
    if seat.group_id == (group.pk if group else None):
        return False
    before = seat.group
    seat.group = group
    seat.save(update_fields=["group"])
    record(
        by,
        "seat.group",
        seat,
        gettext("%(name)s编入%(group)s") % {"name": seat.person.name, "group": group.name}
        if group
        else gettext("%(name)s退出%(group)s") % {"name": seat.person.name, "group": before},
        before={"group": before.name if before else ""},
        after={"group": group.name if group else ""},
    )
    return True


def _refuse_outsider(leader: Person | None, body: Body) -> None:
    if leader is None:
        return
    seats = Seat.objects.live().filter(person=leader).select_related("body")
    if not any(seat.body.contains(body) or body.contains(seat.body) for seat in seats):
        raise Refused(
            gettext("%(name)s不是本级代表，不能任代表小组组长。") % {"name": leader.name},
            article=GROUPS,
        )


def _group_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > 60:
        raise Refused(_("代表小组名称应当是 1 至 60 个字。"))
    return name


def _save(group: Group) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Refused(_("本级已有同名的代表小组，请换一个名称。")) from error

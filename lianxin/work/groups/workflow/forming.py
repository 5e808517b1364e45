"""Forming a group of at least three, and its vice leaders (S-036)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Group, Person, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.people.workflow.groups import form_group, move_group
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.saving import save
from lianxin.work.groups.models import Formation, ViceLeader
from lianxin.work.groups.permissions import Permission

MEMBERS = "group.members"


@transaction.atomic
def form(
    name: str,
    *,
    body: Body,
    seats: Iterable[Seat],
    by: Account,
    today: date,
    leader: Person | None = None,
    basis: str = Formation.Basis.AREA,
    area: str = "",
) -> Group:
    """Form a group of these deputies, so that it is easy to call them together, for voters to
    find them, and to spread laws and resolutions (三个便于).

    seats: those of the group; at least as many as the rulebook says. leader: one of them.
    Raises PermissionDenied; Refused for fewer, for a leader who is not among them, for a
    name that is taken.

    Source: 代表法 (2025), arts. 27, 37; 组织法 (2022), art. 43 para. 3 (DP-03).
    """
    require(by, Permission.FORM, body)
    seats = list(seats)
    least = rule(MEMBERS, body, today)
    if len(seats) < int(least.value or 0):
        raise Refused(
            gettext("%(least)s 名以上代表才能编组，现在选了 %(now)s 名。请再选，或者并入别的小组。")
            % {"least": least.value, "now": len(seats)},
            article=least.source,
        )
    if leader is not None and leader.pk not in {one.person_id for one in seats}:
        raise Refused(_("组长应当是本组的代表。请从选中的代表里选组长。"))
    group = form_group(name, body=body, by=by, leader=leader)
    for seat in seats:
        move_group(seat, group, by=by)
    save(Formation(group=group, basis=basis, area=" ".join(area.split()), formed_on=today))
    record(
        by,
        "group.formed",
        group,
        gettext("%(name)s编入 %(number)s 名代表") % {"name": group.name, "number": len(seats)},
        after={"seats": [one.pk for one in seats], "basis": basis, "area": area},
    )
    return group


@transaction.atomic
def name_vice(group: Group, person: Person, *, by: Account | None, today: date) -> ViceLeader:
    """Name a vice leader, who then writes plan and summary as the leader does.

    Raises PermissionDenied; Refused for one who is not of the group or leads it.
    """
    require(by, Permission.FORM, group)
    if person.pk == group.leader_id:
        raise Refused(_("他已经是组长。请选另一名代表任副组长。"))
    if not Seat.objects.live().filter(group=group, person=person).exists():
        raise Refused(gettext("%s不是本组代表，不能任副组长。") % person.name)
    vice = ViceLeader(group=group, person=person, since=today)
    save(vice)
    record(
        by,
        "group.vice",
        group,
        gettext("%(name)s任%(group)s副组长") % {"name": person.name, "group": group.name},
    )
    return vice


@transaction.atomic
def end_vice(vice: ViceLeader, *, by: Account | None, today: date) -> None:
    """Raises PermissionDenied; WrongStatus when it was ended."""
    require(by, Permission.FORM, vice.group)
    if not ViceLeader.objects.filter(pk=vice.pk, until__isnull=True).update(until=today):
        raise WrongStatus(_("他已经不是副组长。请刷新页面核对。"))
    vice.until = today
    record(
        by,
        "group.vice_end",
        vice.group,
        gettext("%(name)s不再任%(group)s副组长")
        % {"name": vice.person.name, "group": vice.group.name},
    )

"""An election opened, nominations with their facts: all that comes before the review."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.honours.facts import offers_for
from lianxin.work.honours.models import Award, Fact, Nomination, Round
from lianxin.work.honours.permissions import Permission

R = Round.State


@transaction.atomic
def open_round(body: Body, year: int, *, by: Account | None, today: date) -> Round:
    """Open the election for a year. Raises PermissionDenied; Refused where there is one,
    for a year to come, and where no award is in use.
    """
    require(by, Permission.KEEP, body)
    if year > today.year:
        raise Refused(_("这一年还没有开始，不能评选。"))
    if not Award.objects.filter(body=body, is_active=True).exists():
        raise Refused(_("还没有设定奖项。请先采用或者设定奖项。"))
    election = Round(body=body, year=year)
    save(election)
    record(by, "honour.open", election, gettext("开始 %s 年评选表彰") % year)
    return election


@transaction.atomic
def nominate(
    election: Round, award: Award, *, reasons: str, by: Account, today: date, **holder: Any
) -> Nomination:
    """Nominate one for an award. holder: one of seat, group, station, unit.

    Raises PermissionDenied; WrongStatus once it was reviewed; Refused for a holder the
    award is not for, or of elsewhere, and for one nominated already.
    """
    require(by, Permission.NOMINATE, election)
    must_stand_at(election, R.OPEN, _("评选已经过了提名阶段，不能再提名。"))
    given = {name: one for name, one in holder.items() if one is not None}
    wanted = {"deputy": "seat"}.get(award.holder, award.holder)
    if award.body_id != election.body_id or set(given) != {wanted}:
        raise Refused(
            gettext("“%(award)s”授予%(holder)s。请选一个。")
            % {"award": award.name, "holder": award.get_holder_display()}
        )
    one = given[wanted]
    home = one if isinstance(one, Body) else one.body
    if not election.body.contains(home) and not (
        isinstance(one, Seat) and one.group and election.body.contains(one.group.body)
    ):
        raise Refused(gettext("%s不在本级评选范围内。") % one)
    nomination = Nomination(
        round=election,
        award=award,
        name=_name_of(one),
        reasons=reasons.strip(),
        nominated_by=by,
        nominated_on=today,
        **{wanted: one},
    )
    save(nomination)
    record(
        by,
        "honour.nominate",
        nomination,
        gettext("提名%s") % nomination,
        after={"reasons": nomination.reasons},
    )
    return nomination


def _name_of(one) -> str:
    if isinstance(one, Seat):
        return one.person.name
    return one.name


def must_stand_at(election: Round, state: str, words) -> None:
    """Read the election anew; raise WrongStatus with `words` unless it stands at `state`."""
    election.refresh_from_db()
    if election.state != state:
        raise WrongStatus(words)


@transaction.atomic
def withdraw(nomination: Nomination, *, by: Account | None) -> None:
    """Take a nomination back before the review. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.NOMINATE, nomination)
    must_stand_at(nomination.round, R.OPEN, _("已经评审，不能撤回提名。"))
    record(by, "honour.withdraw", nomination.round, gettext("撤回提名：%s") % nomination)
    nomination.delete()


@transaction.atomic
def attach_facts(nomination: Nomination, keys: Collection[str], *, by: Account | None) -> int:
    """Attach facts that the records offer, by their keys; returns how many are new.

    Raises PermissionDenied; WrongStatus once it was reviewed; Refused when none of them
    stands in the records.
    """
    require(by, Permission.NOMINATE, nomination)
    must_stand_at(nomination.round, R.OPEN, _("已经评审，不能再补事实。"))
    known = set(nomination.facts.values_list("key", flat=True))
    offered = [one for one in offers_for(nomination) if one.key in keys]
    if not offered:
        raise Refused(_("请勾选至少一条档案里的事实。"))
    new = [one for one in offered if one.key not in known]
    Fact.objects.bulk_create(
        Fact(
            nomination=nomination,
            source=one.source[:60],
            key=one.key,
            on=one.on,
            words=one.words[:300],
            url=one.url[:400],
        )
        for one in new
    )
    record(
        by,
        "honour.attach",
        nomination,
        gettext("为%(name)s附上 %(number)s 条事实") % {"name": nomination.name, "number": len(new)},
        after={"facts": [one.words for one in new]},
    )
    return len(new)


@transaction.atomic
def drop_fact(fact: Fact, *, by: Account | None) -> None:
    """Take a fact out before the review. Raises PermissionDenied, WrongStatus."""
    nomination = fact.nomination
    require(by, Permission.NOMINATE, nomination)
    must_stand_at(nomination.round, R.OPEN, _("已经评审，不能再改事实。"))
    record(by, "honour.drop_fact", nomination, gettext("取下事实：%s") % fact.words)
    fact.delete()

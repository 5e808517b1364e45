"""Awards, their money by date, honours from outside, payment (S-106, S-108)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures.words import yuan
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save, write
from lianxin.work.honours.models import Award, Honour, Reward
from lianxin.work.honours.permissions import Permission
from lianxin.work.honours.shipped import AWARDS


@transaction.atomic
def take_over_awards(body: Body, *, by: Account | None) -> list[Award]:
    """Take over the usual awards a body has not got yet. Raises PermissionDenied, Refused."""
    require(by, Permission.KEEP, body)
    known = set(Award.objects.filter(body=body).values_list("name", flat=True))
    made = []
    for name, holder, criteria in AWARDS:
        if str(name) not in known:
            award = Award(body=body, name=str(name), holder=holder, criteria=str(criteria))
            save(award)
            made.append(award)
    if not made:
        raise Refused(_("这些奖项都已经有了，可以直接修改。"))
    record(
        by,
        "honour.take_over",
        body,
        gettext("采用 %s 个参考奖项") % len(made),
        after={"names": [one.name for one in made]},
    )
    return made


@transaction.atomic
def set_award(
    body: Body,
    *,
    by: Account | None,
    award: Award | None = None,
    **values: Any,
) -> Award:
    """Add an award or change it. values: name, holder, criteria, is_active.

    Raises PermissionDenied; Refused for a name that is taken, and for another holder once
    someone was nominated.
    """
    require(by, Permission.KEEP, body)
    if award is None:
        award = Award(body=body, **values)
        save(award)
    else:
        if values.get("holder", award.holder) != award.holder and award.nominations.exists():
            raise Refused(_("这个奖项已经提过名，不能改授予对象。请另设一个奖项。"))
        write(award, values)
    record(
        by,
        "honour.award",
        award,
        gettext("设定奖项：%s") % award.name,
        after={"criteria": award.criteria, "is_active": award.is_active},
    )
    return award


@transaction.atomic
def set_reward(
    award: Award, *, amount: int, since: date, source: str, by: Account | None
) -> Reward:
    """Say how much an award brings from a day on; honours given keep their sum.

    amount: in 分. Raises PermissionDenied; Refused for a day that has one, without source.
    """
    require(by, Permission.KEEP, award)
    reward = Reward(award=award, amount=amount, since=since, source=" ".join(source.split()))
    save(reward)
    record(
        by,
        "honour.reward",
        award,
        gettext("%(award)s自 %(day)s 起奖励 %(sum)s 元")
        % {"award": award.name, "day": since.isoformat(), "sum": yuan(amount)},
        after={"amount": amount, "since": since, "source": reward.source},
    )
    return reward


def reward_on(award: Award, day: date) -> Reward | None:
    """The rule that holds on a day; None before the first."""
    return award.rewards.filter(since__lte=day).order_by("-since").first()


@transaction.atomic
def log_outside(
    body: Body,
    *,
    title: str,
    giver: str,
    granted_on: date,
    by: Account | None,
    today: date,
    amount: int = 0,
    **holder: Any,
) -> Honour:
    """Write down an honour that others gave: 先进集体, 省级文明单位 …

    holder: one of person, group, station, unit. amount: in 分, if any came with it.
    Raises PermissionDenied; Refused for a day to come, without giver, for no holder.
    """
    require(by, Permission.KEEP, body)
    if granted_on > today:
        raise Refused(_("授予日期还没有到。"))
    honour = Honour(
        body=body,
        title=" ".join(title.split()),
        giver=" ".join(giver.split()),
        year=granted_on.year,
        granted_on=granted_on,
        amount=amount,
        **holder,
    )
    save(honour)
    record(
        by,
        "honour.outside",
        honour,
        gettext("登记外来荣誉：%s") % honour,
        after={"giver": honour.giver, "granted_on": granted_on},
    )
    return honour


@transaction.atomic
def pay(honour: Honour, *, paid_on: date, by: Account | None, today: date, note: str = "") -> None:
    """Note that the reward was paid. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.KEEP, honour)
    if not honour.amount:
        raise Refused(_("这项荣誉没有奖金，不用登记发放。"))
    if paid_on > today or paid_on < honour.granted_on:
        raise Refused(_("发放日期应当在授予日期以后、今天以前。"))
    unpaid = Honour.objects.filter(pk=honour.pk, paid_on__isnull=True)
    if not unpaid.update(paid_on=paid_on, paid_note=note.strip()[:120]):
        raise WrongStatus(_("这笔奖金已经登记发放。请刷新页面核对。"))
    honour.paid_on, honour.paid_note = paid_on, note.strip()[:120]
    record(
        by,
        "honour.pay",
        honour,
        gettext("发放奖金 %s 元") % yuan(honour.amount),
        after={"paid_on": paid_on, "note": honour.paid_note},
    )

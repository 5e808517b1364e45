"""The register of linked voters (S-040, S-041): restricted data, on the ledger without names."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save, write
from lianxin.work.links.models import LinkedVoter
from lianxin.work.links.permissions import Permission, home_of, is_its_deputy

LEAST_REASON = 4
"""Characters of a reason: 「核实」 alone explains nothing."""
VOTING_AGE = 18
OLDEST = 130


@transaction.atomic
def register_voter(
    seat: Seat, *, agreed_on: date, by: Account | None, today: date, **values: Any
) -> LinkedVoter:
    """Enter a voter or household whom the deputy keeps in touch with; pressed twice, it is one.

    agreed_on: the day the voter was told what the data are for and agreed.
    values: kind, name, born (year), education, address, workplace, phone, village, persons,
    since; today unless said.
    Raises PermissionDenied; WrongStatus for a deputy who may not act now; Refused for
    someone under age, one entered already, and what does not fit.

    Source: 代表法 (2025), art. 28; 个人信息保护法 art. 13; 选举法 (2020), art. 4.
    """
    require(by, Permission.REGISTER, seat)
    if seat.state != Seat.State.IN_OFFICE:
        raise WrongStatus(gettext("%s现在不能执行代表职务，不能登记联系选民。") % seat.person.name)
    values.setdefault("since", today)
    values = _tidy(values) | {"body": home_of(seat), "seat": seat, "agreed_on": agreed_on}
    if before := LinkedVoter.objects.filter(**values, until=None).first():
        return before
    voter = LinkedVoter(**values)
    _refuse_unfit(voter, today)
    save(voter)
    record(
        by,
        "link.register_voter",
        voter,
        gettext("%(deputy)s登记%(kind)s") % {"deputy": seat.person.name, "kind": _kind_of(voter)},
    )
    return voter


def _kind_of(voter: LinkedVoter) -> str:
    return str(voter.get_kind_display())


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _refuse_unfit(voter: LinkedVoter, today: date) -> None:
    if voter.born is not None:
        age = today.year - voter.born
        if age < VOTING_AGE:
            raise Refused(_("不满 18 周岁的不是选民。请核对年龄；家庭登记请填户主。"))
        if age > OLDEST:
            raise Refused(_("年龄看来不对。请核对。"))
    if voter.since > today:
        raise Refused(_("联系起不能晚于今天。"))
    if voter.agreed_on > today:
        raise Refused(_("告知同意日期不能晚于今天。"))
    if voter.village is not None and not voter.body.contains(voter.village.body):
        raise Refused(_("所选的村（社区）不在本级范围内。请重新选择。"))


@transaction.atomic
def change_voter(voter: LinkedVoter, *, by: Account | None, today: date, **values: Any) -> None:
    """Put right what is registered; the ledger keeps which fields, not what stood in them.

    Raises PermissionDenied; WrongStatus when the link is over; Refused as `register_voter`.
    """
    require(by, Permission.REGISTER, voter)
    if voter.until is not None:
        raise WrongStatus(_("这条联系已经结束，资料已经删除，不能再改。"))
    tidy = _tidy(values)
    changed = [name for name, value in tidy.items() if getattr(voter, name) != value]
    if not changed:
        return
    trial = LinkedVoter(body=voter.body, seat=voter.seat, agreed_on=voter.agreed_on)
    for name in ("born", "since", "village"):
        setattr(trial, name, tidy.get(name, getattr(voter, name)))
    _refuse_unfit(trial, today)
    write(voter, tidy)
    record(
        by,
        "link.change_voter",
        voter,
        gettext("更正%s的资料") % _kind_of(voter),
        after={"fields": changed},
    )


@transaction.atomic
def end_voter(voter: LinkedVoter, *, reason: str, by: Account | None, today: date) -> None:
    """End the link and erase the personal data; the row stays for the counts.

    Raises PermissionDenied; WrongStatus when it is over; Refused without a reason.

    Source: 个人信息保护法 art. 47.
    """
    require(by, Permission.REGISTER, voter)
    if not reason.strip():
        raise Refused(_("请写明为什么不再联系，如“已迁出”。不要写姓名。"))
    emptied: dict[str, Any] = dict.fromkeys(LinkedVoter.PERSONAL, "")
    emptied |= {"born": None, "until": today, "end_reason": reason.strip()[:200]}
    if not LinkedVoter.objects.filter(pk=voter.pk, until__isnull=True).update(**emptied):
        raise WrongStatus(_("这条联系已经结束。请刷新页面核对。"))
    for name, value in emptied.items():
        setattr(voter, name, value)
    record(
        by,
        "link.end_voter",
        voter,
        gettext("结束%s，个人资料已删除") % _kind_of(voter),
        reason=reason.strip(),
    )


@transaction.atomic
def read_voter(voter: LinkedVoter, *, reason: str, by: Account | None) -> LinkedVoter:
    """The voter's personal data, for one who may know them.

    A deputy reads his own without more; everyone else gives a reason, which stays on
    the ledger with the reading.
    Raises PermissionDenied; Refused without a reason, and when the data are erased.

    Source: 个人信息保护法 arts. 6, 25.
    """
    require(by, Permission.READ_VOTER, voter)
    if voter.until is not None:
        raise Refused(_("这条联系已经结束，个人资料已经删除。"))
    if by is not None and is_its_deputy(by, voter):
        return voter
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("查看选民资料要写明事由，如“抽查电话核实”。事由会留痕。"))
    record(
        by,
        "link.personal_data_read",
        voter,
        gettext("查看%(deputy)s的%(kind)s资料")
        % {"deputy": voter.seat.person.name, "kind": _kind_of(voter)},
        reason=reason.strip(),
    )
    return voter

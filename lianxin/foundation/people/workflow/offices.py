"""Handling offices (承办单位): opened, renamed, merged; old papers still find them."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Grant, Office, OfficeName
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused, WrongStatus


@transaction.atomic
def open_office(
    name: str,
    *,
    body: Body,
    by: Account,
    kind: str = Office.Kind.DEPARTMENT,
    leader_in_charge: str = "",
    leader_post: str = "",
    contact: str = "",
    phone: str = "",
    document_prefix: str = "",
) -> Office:
    """Enter an office the body may hand matters to.

    Raises PermissionDenied, or Refused for an empty or taken name.
    """
    require(by, Permission.MANAGE_PEOPLE, body)
    office = Office(
        body=body,
        name=_office_name(name),
        kind=kind,
        leader_in_charge=leader_in_charge,
        leader_post=leader_post,
        contact=contact,
        phone=phone,
        document_prefix=document_prefix,
    )
    _save(office, force_insert=True)
    record(
        by,
        "office.open",
        office,
        gettext("登记承办单位：%(name)s") % {"name": office.name},
        after={"name": office.name, "kind": kind},
    )
    return office


@transaction.atomic
def rename_office(office: Office, name: str, *, by: Account, on: date) -> None:
    """Give an office its new name; the old one is kept with its last day.

    on: first day of the new name.
    """
    require(by, Permission.MANAGE_PEOPLE, office)
    _refuse_closed(office)
    before, after = office.name, _office_name(name)
    if before == after:
        return
    office.name = after
    try:
        _save(office, update_fields=["name"])
    except Refused:
        office.name = before
        raise
    OfficeName.objects.create(office=office, name=before, until=on - timedelta(days=1))
    record(
        by,
        "office.rename",
        office,
        gettext("承办单位更名：%(before)s改为%(after)s") % {"before": before, "after": after},
        before={"name": before},
        after={"name": after, "on": on},
    )


@transaction.atomic
def merge_office(office: Office, into: Office, *, by: Account, on: date, reason: str = "") -> None:
    """Close an office whose work another one takes over.

    What it handled stays under its name; from `on` nothing new is handed to it.
    Its people work for the other one too, and the other one's people may finish
    what it left open.
    Raises PermissionDenied, WrongStatus when either is closed, Refused for an
    office of another body or itself.
    """
    require(by, Permission.MANAGE_PEOPLE, office)
    if office.pk == into.pk or office.body_id != into.body_id:
        raise Refused(_("只能并入本级的另一个承办单位，请重新选择。"))
    # Locked in one order, so that two merges towards each other do not both happen.
    for pk in sorted({office.pk, into.pk}):
        _refuse_closed(Office.objects.select_for_update().get(pk=pk))
    office.closed_on, office.merged_into = on, into
    office.save(update_fields=["closed_on", "merged_into"])
    moved = _share_people(office, into, on) + _share_people(into, office, on)
    record(
        by,
        "office.merge",
        office,
        gettext("承办单位撤并：%(name)s并入%(into)s") % {"name": office.name, "into": into.name},
        reason=reason,
        after={"closed_on": on, "merged_into": into.pk, "also_work_for": moved},
    )


def _share_people(office: Office, other: Office, on: date) -> list[str]:
    """Give those who work for `office` the same roles at `other`; returns who got what."""
    known = set(Grant.objects.in_force(on).filter(office=other).values_list("account_id", "role"))
    shared = [
        Grant(
            account=grant.account,
            role=grant.role,
            body=other.body,
            office=other,
            valid_from=on,
            valid_until=grant.valid_until,
        )
        for grant in Grant.objects.in_force(on).filter(office=office).select_related("account")
        if (grant.account_id, grant.role) not in known
    ]
    Grant.objects.bulk_create(shared)
    return [f"{grant.account.name}·{grant}" for grant in shared]


def _office_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > 80:
        raise Refused(_("单位名称应当是 1 至 80 个字。"))
    return name


def _save(office: Office, **how) -> None:
    try:
        with transaction.atomic():
            office.save(**how)
    except IntegrityError as error:
        raise Refused(_("本级已有同名的承办单位。请核对名称，或者使用已有的单位。")) from error


def _refuse_closed(office: Office) -> None:
    if office.closed_on is not None:
        raise WrongStatus(gettext("%(name)s已经撤并，不能再改动。") % {"name": office.name})

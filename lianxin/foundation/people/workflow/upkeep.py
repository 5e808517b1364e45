"""What is recorded of a seat or an office, put right without a change of state."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, District, Office, Seat
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.people.workflow.lengths import refuse_too_long
from lianxin.foundation.refusals import Refused, WrongStatus

OFFICE_DETAILS = (
    "kind",
    "leader_in_charge",
    "leader_post",
    "contact",
    "phone",
    "document_prefix",
)


@transaction.atomic
def change_seat(
    seat: Seat,
    *,
    by: Account,
    started_on: date,
    district: District | None = None,
    delegation: str = "",
    certificate_no: str = "",
) -> bool:
    """Put right the district, delegation, certificate or first day of a seat.

    Returns whether anything changed. Raises PermissionDenied; Refused for a
    district of another term, a first day after the last, a number that is taken.
    """
    require(by, Permission.MANAGE_PEOPLE, seat)
    if district is not None and district.term_id != seat.term_id:
        raise Refused(_("选区不属于本届，请重新选择。"))
    if seat.ended_on and started_on > seat.ended_on:
        raise Refused(_("任职止不能早于任职起。"))
    after = {
        "started_on": started_on,
        "district": district,
        "delegation": " ".join(delegation.split())[:40],
        "certificate_no": "".join(certificate_no.split())[:40],
    }
    before = {field: getattr(seat, field) for field in after}
    changed = [field for field, value in after.items() if value != before[field]]
    if not changed:
        return False
    for field in changed:
        setattr(seat, field, after[field])
    try:
        with transaction.atomic():
            seat.save(update_fields=changed)
    except IntegrityError as error:
        raise Refused(_("本届已有同号的代表证，请核对。")) from error
    record(
        by,
        "seat.change",
        seat,
        gettext("更正%(name)s的代表资格资料") % {"name": seat.person.name},
        before={field: before[field] for field in changed},
        after={field: after[field] for field in changed},
    )
    return True


@transaction.atomic
def change_office(office: Office, *, by: Account, **details: str) -> bool:
    """Put right what is recorded of an office; its name changes by `rename_office`.

    details: kind, leader_in_charge, leader_post, contact, phone, document_prefix;
        those left out stay as they are. Returns whether anything changed.
    Raises PermissionDenied, WrongStatus when it is closed, Refused for what is too long.
    """
    require(by, Permission.MANAGE_PEOPLE, office)
    _refuse_closed(office)
    before = {field: getattr(office, field) for field in OFFICE_DETAILS}
    kept = {field: " ".join(value.split()) for field, value in details.items()}
    refuse_too_long(Office, kept)
    changed = {field: value for field, value in kept.items() if value != before[field]}
    if changed.get("kind", Office.Kind.OTHER) not in Office.Kind.values:
        raise Refused(_("请从列出的类型中选择。"))
    if not changed:
        return False
    for field, value in changed.items():
        setattr(office, field, value)
    office.save(update_fields=list(changed))
    record(
        by,
        "office.change",
        office,
        gettext("更正承办单位资料：%(name)s") % {"name": office.name},
        before={field: before[field] for field in changed},
        after=changed,
    )
    return True


@transaction.atomic
def close_office(office: Office, *, by: Account, on: date, reason: str) -> None:
    """Close an office that no other takes over; what it handled stays under its name.

    on: day from which nothing new is handed to it.
    Raises PermissionDenied, WrongStatus when it is closed, Refused without a reason.
    """
    require(by, Permission.MANAGE_PEOPLE, office)
    if not reason.strip():
        raise Refused(_("请写明撤销的原因，例如机构改革文件的名称和文号。"))
    # The WHERE clause picks the winner when two clerks press at once.
    if not Office.objects.filter(pk=office.pk, closed_on__isnull=True).update(closed_on=on):
        raise WrongStatus(gettext("%(name)s已经撤并，不必重复操作。") % {"name": office.name})
    office.closed_on = on
    record(
        by,
        "office.close",
        office,
        gettext("撤销承办单位：%(name)s") % {"name": office.name},
        reason=reason.strip(),
        after={"closed_on": on},
    )


def _refuse_closed(office: Office) -> None:
    if office.closed_on is not None:
        raise WrongStatus(gettext("%(name)s已经撤并，不能再改动。") % {"name": office.name})

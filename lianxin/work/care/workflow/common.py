"""What every step shares: the lock on a case, the check of a row, the event without a name."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Body, Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.care.models import RightsCase
from lianxin.work.links.permissions import home_of


def locked(case: RightsCase, *states: str) -> RightsCase:
    """Keep others off the case until the transaction ends; WrongStatus unless in `states`."""
    row = RightsCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    for field in RightsCase._meta.concrete_fields:
        if not field.is_relation:
            setattr(case, field.attname, getattr(row, field.attname))
    if case.state not in states:
        raise WrongStatus(
            _("这件事项现在是“%s”，不能再办这一步。请刷新页面。") % case.get_state_display()
        )
    return case


def save(row) -> None:
    """Check and keep a row; Refused in the words of its constraints."""
    try:
        with transaction.atomic():
            row.full_clean()
            row.save()
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(_("刚刚有人登记了同样的内容。请刷新页面查看。")) from error


def note(by, step: str, subject, words: str, **details):
    """One event. Its words name no deputy and say nothing of the matter."""
    return record(by, f"care.{step}", subject, words, **details)


def check_not_ahead(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise Refused(_("日期还没有到，请核对。"))


def bodies_for(seat: Seat) -> list[Body]:
    """Who may keep a case of this deputy: the own body, and the county's above it."""
    found = {home_of(seat).pk: home_of(seat), seat.body_id: seat.body}
    if seat.body.parent is not None:
        found[seat.body.parent.pk] = seat.body.parent
    return list(found.values())

"""What every step on funds shares: the lock on a year's money, amounts checked."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.refusals import Refused
from lianxin.work.funds.models import Budget

LARGEST = 10**14
"""More 分 than any township's funds: a slip of the pen."""


def locked(budget: Budget) -> Budget:
    """Keep others off a year's money until the transaction ends, and read it anew."""
    row = Budget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    for field in Budget._meta.concrete_fields:
        setattr(budget, field.attname, getattr(row, field.attname))
    return budget


def check_amount(amount: int) -> None:
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise Refused(_("金额应当大于零。"))
    if amount > LARGEST:
        raise Refused(_("金额太大了，请检查是否多打了几位。"))


def checked(record_) -> None:
    try:
        record_.full_clean()
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error


def note(by, step: str, subject, words: str, **details):
    return record(by, f"fund.{step}", subject, words, **details)

"""What the steps of every room begin and end with: the row as it stands, words that are there,
and writing down what fits. What does not is refused in words.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.refusals import Refused


def locked(row):
    """The row as it stands now, kept from others until the transaction ends."""
    return type(row).objects.select_for_update().get(pk=row.pk)


def need_words(typed: str, refusal, *, most: int = 0) -> str:
    """What was typed without blanks around it; Refused with `refusal` where nothing is left.

    most: how many characters are kept; 0 for all.
    """
    kept = (typed or "").strip()
    if not kept:
        raise Refused(refusal)
    return kept[:most] if most else kept


def save(one):
    """Save a record whole; else Refused with all that does not fit. Returns it.

    Raises Refused as well when the same was written a moment ago.
    """
    try:
        one.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(_words(one, error))) from error
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as error:
        raise Refused(_("同样的内容刚刚有人登记过。请刷新页面核对后再办。")) from error
    return one


def write(one, values: dict[str, Any]) -> None:
    """Set and save; what was there stays in memory when it is refused."""
    before = {name: getattr(one, name) for name in values}
    for name, value in values.items():
        setattr(one, name, value)
    try:
        save(one)
    except Refused:
        for name, value in before.items():
            setattr(one, name, value)
        raise


def _words(one, error: ValidationError) -> Iterable[str]:
    for name, messages in error.message_dict.items():
        if name == "__all__":
            yield from messages
        else:
            label = one._meta.get_field(name).verbose_name
            yield from (f"{label}：{message}" for message in messages)

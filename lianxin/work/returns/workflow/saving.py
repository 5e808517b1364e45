"""Writing down what fits; what does not is refused in words."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.refusals import Refused


def save(one) -> None:
    """Save a record whole; else Refused with all that does not fit.

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


def _words(one, error: ValidationError) -> Iterable[str]:
    for name, messages in error.message_dict.items():
        if name == "__all__":
            yield from messages
        else:
            label = one._meta.get_field(name).verbose_name
            yield from (f"{label}：{message}" for message in messages)

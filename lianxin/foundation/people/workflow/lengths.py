"""Text longer than its column: refused in words, before a database does it in its own."""

from collections.abc import Mapping
from typing import cast

from django.db.models import CharField, Model
from django.utils.translation import gettext

from lianxin.foundation.refusals import Refused


def refuse_too_long(model: type[Model], values: Mapping[str, str]) -> None:
    """Raise Refused, naming the field, when one of `values` does not fit into `model`."""
    for field, value in values.items():
        column = cast(CharField, model._meta.get_field(field))
        most = column.max_length
        if most is not None and len(value) > most:
            raise Refused(
                gettext("%(label)s最多 %(most)d 字，现在有 %(chars)d 字。请精简后再保存。")
                % {"label": column.verbose_name, "most": most, "chars": len(value)}
            )

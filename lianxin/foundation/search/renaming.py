"""Names that stand in others' documents: a renamed office is found by its new name everywhere.

The step that renames changes one record; thousands of documents may print its
name. They are written anew behind the pages.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.search.index import BATCH, reindex_ids
from lianxin.foundation.tasks import background, enqueue

Rule = Callable[[Any], QuerySet | None]

_rules: dict[str, Rule] = {}


def register(code: str, rule: Rule) -> None:
    """Say whose documents print a name.

    code: of the kind of document. rule: gets the person, office or body that was
    renamed; gives the records whose documents print it, None for none.
    """
    _rules[code] = rule


def names_changed(record: Any) -> None:
    """Have all documents that print the name of `record` written anew, after this step."""
    enqueue(rewrite, model=record._meta.label_lower, pk=record.pk)


@background(title=_("更新检索中的名称"))
def rewrite(job, *, model: str, pk: int) -> dict[str, int]:
    """Write the documents anew that print the name of this record; twice does no harm."""
    record = apps.get_model(model)._default_manager.filter(pk=pk).first()
    return {code: _rewrite(code, rule(record)) for code, rule in _rules.items() if record}


def _rewrite(code: str, records: QuerySet | None) -> int:
    if records is None:
        return 0
    ids = list(records.order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(ids), BATCH):
        reindex_ids(code, ids[start : start + BATCH])
    return len(ids)

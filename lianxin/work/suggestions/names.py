"""Whose names the documents of suggestions and their answers print, see `search.renaming`."""

from django.db.models import QuerySet

from lianxin.engines.matters.models import Reply
from lianxin.foundation.people.models import Office, Person
from lianxin.foundation.search import renaming
from lianxin.work.suggestions.models import Suggestion


def register_names() -> None:
    renaming.register("suggestion", _suggestions)
    renaming.register("reply", _replies)


def _suggestions(record) -> QuerySet[Suggestion] | None:
    if isinstance(record, Office):
        return Suggestion.objects.filter(lead_office=record)
    if isinstance(record, Person):
        return Suggestion.objects.filter(proposers__person=record)
    return None


def _replies(record) -> QuerySet[Reply] | None:
    return Reply.objects.filter(assignment__office=record) if isinstance(record, Office) else None

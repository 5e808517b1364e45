"""What a broken-off upload leaves behind, and its removal."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone

from lianxin.foundation.files.models import StoredFile


class Swept(NamedTuple):
    """What was found: bytes without a row, rows nothing refers to, rows without bytes."""

    stray: int
    unused: int
    missing: list[int]


def sweep(*, older_than: timedelta, is_real: bool = True) -> Swept:
    """Remove strays and unused files older than `older_than`; missing ones are only told.

    older_than: younger ones may belong to a step that is still running.
    is_real: False only counts.
    """
    unused = _unused(older_than)
    for stored in unused if is_real else ():
        storage, name = stored.file.storage, stored.file.name or ""
        stored.delete()
        storage.delete(name)
    stray = list(_stray(older_than))
    for path in stray if is_real else ():
        path.unlink(missing_ok=True)
    return Swept(len(stray), len(unused), list(_missing()))


def _unused(older_than: timedelta) -> list[StoredFile]:
    """Files uploaded for a record that was never saved, or let go by theirs."""
    found = StoredFile.objects.filter(uploaded_at__lt=timezone.now() - older_than)
    for relation in StoredFile._meta.related_objects:
        users = relation.related_model._base_manager.filter(
            **{relation.field.name: models.OuterRef("pk")}
        )
        found = found.filter(~models.Exists(users))
    return list(found)


def _stray(older_than: timedelta) -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    before = time.time() - older_than.total_seconds()
    known = set(StoredFile.objects.values_list("file", flat=True))
    for path in root.rglob("*"):
        if (
            path.is_file()
            and path.relative_to(root).as_posix() not in known
            and path.stat().st_mtime < before
        ):
            yield path


def _missing() -> Iterator[int]:
    root = Path(settings.MEDIA_ROOT)
    for pk, name in StoredFile.objects.order_by("pk").values_list("pk", "file"):
        if not (root / name).is_file():
            yield pk

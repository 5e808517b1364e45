"""What a broken-off upload leaves behind, and its removal; whether all bytes are still there."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import ForeignObjectRel
from django.utils import timezone

from lianxin.foundation.files.models import PublicCopy, Rendition, StoredFile
from lianxin.foundation.files.storing import names_of

OWN = (Rendition, PublicCopy)
"""Made from a file; they do not keep it alive."""


class Swept(NamedTuple):
    """What was found: bytes without a row, rows nothing refers to, rows without bytes."""

    stray: int
    unused: int
    missing: list[int]


class Verified(NamedTuple):
    """How many files were read, and the keys of those gone or no longer as they were."""

    files: int
    missing: list[int]
    changed: list[int]


def sweep(*, older_than: timedelta, is_real: bool = True) -> Swept:
    """Remove strays and unused files older than `older_than`; missing ones are only told.

    Thumbnails, pages and public copies go with their file. The storage may be
    a folder or an S3 bucket.
    older_than: younger ones may belong to a step that is still running.
    is_real: False only counts.
    """
    unused = _unused(older_than)
    for stored in unused if is_real else ():
        names = names_of(stored)
        stored.delete()
        for name in names:
            default_storage.delete(name)
    known = _known()
    lying = dict(_lying())
    before = timezone.now() - older_than
    stray = [name for name, moment in lying.items() if name not in known and moment < before]
    for name in stray if is_real else ():
        default_storage.delete(name)
    if is_real:
        _forget_lost_drawings(lying)
    kept = StoredFile.objects.order_by("pk").values_list("pk", "file")
    return Swept(len(stray), len(unused), [pk for pk, name in kept if name not in lying])


def _forget_lost_drawings(lying: dict[str, datetime]) -> None:
    """A thumbnail or page whose bytes are gone is drawn again when it is next asked for."""
    drawn = Rendition.objects.exclude(file="").values_list("pk", "file")
    lost = [pk for pk, name in drawn.iterator() if name not in lying]
    for start in range(0, len(lost), 500):
        Rendition.objects.filter(pk__in=lost[start : start + 500]).delete()


def verify() -> Verified:
    """Read every file and compare it with the fingerprint it was kept with."""
    missing, changed, count = [], [], 0
    for stored in StoredFile.objects.order_by("pk").iterator():
        count += 1
        hasher = hashlib.sha256()
        try:
            with stored.file.open("rb") as content:
                for chunk in content.chunks():
                    hasher.update(chunk)
        except FileNotFoundError:
            missing.append(stored.pk)
            continue
        if hasher.hexdigest() != stored.sha256:
            changed.append(stored.pk)
    return Verified(count, missing, changed)


def _unused(older_than: timedelta) -> list[StoredFile]:
    """Files uploaded for a record that was never saved, or let go by theirs."""
    found = StoredFile.objects.filter(uploaded_at__lt=timezone.now() - older_than)
    # Hidden ones too: a record may point at a file without a way back.
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model in OWN:
            continue
        users = relation.related_model._base_manager.filter(
            **{relation.field.name: models.OuterRef("pk")}
        )
        found = found.filter(~models.Exists(users))
    return list(found)


def _known() -> set[str]:
    """Names any room's row gives to bytes in the storage."""
    return {
        name
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
        for name in model._base_manager.exclude(**{field.name: ""}).values_list(
            field.name, flat=True
        )
        if name
    }


def _lying() -> Iterator[tuple[str, datetime]]:
    """What lies in the storage, and since when."""
    bucket = getattr(default_storage, "bucket", None)
    if bucket is not None:
        # One request for a thousand names; asking each for its age would take hours.
        for found in bucket.objects.all():
            yield found.key, found.last_modified
        return
    root = Path(default_storage.path(""))
    for path in root.rglob("*"):
        if path.is_file():
            moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield path.relative_to(root).as_posix(), moment

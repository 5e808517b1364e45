"""Keeping an uploaded file: checked, named, written, or not at all."""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.files.kinds import GIF, JPEG, PDF, PNG, WEBP, Kind, look
from lianxin.foundation.files.models import StoredFile, stored_path
from lianxin.foundation.files.naming import clean_file_name
from lianxin.foundation.files.pdf_safety import refuse_active
from lianxin.foundation.files.pictures import clean_picture
from lianxin.foundation.files.reaching import Unreachable
from lianxin.foundation.files.scanning import scan
from lianxin.foundation.files.uploading import largest_upload
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.refusals import Refused

PICTURES = {JPEG, PNG, GIF, WEBP}
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Prepared:
    """An upload that was looked at, scanned and cleaned: what `store` writes down."""

    content: File
    name: str
    kind: Kind
    sha256: str
    received_sha256: str


def prepare(upload: Any) -> Prepared:
    """Look at, scan and clean an upload; nothing is written yet.

    Takes seconds for a large picture or a slow virus scan: pages call it before
    they open the step's transaction, so that others need not wait for it.
    Raises Refused, in words, as `store` does.
    """
    refuse_trouble(upload)
    kind = look(upload, upload.name or "")
    scan(upload)
    received = digest(upload)
    content: File = File(upload)
    if kind in PICTURES:
        content, kind = clean_picture(upload)
    elif kind is PDF:
        refuse_active(upload.read())
        upload.seek(0)
    return Prepared(
        content=content,
        name=clean_file_name(upload.name or "", kind.extensions),
        kind=kind,
        sha256=digest(content) if kind in PICTURES else received,
        received_sha256=received,
    )


def store(upload: Any, *, by: Account | None, body: Body) -> StoredFile:
    """Keep an uploaded file and return its row.

    upload: what `prepare` made of it; or what Django puts into request.FILES, or
        a `File` with a name, which is prepared here.
    body: whose record it will belong to. Whether `by` may attach it there is
        asked, and written into the ledger, by the step that attaches it.
    Call it inside that step's transaction: when the step is refused later, the
    row goes with it and `lianxin files sweep` removes the bytes.
    Raises Refused, in words, for a kind that is not allowed, a file too large or
    empty, a virus, a full disk and a storage that cannot be reached; nothing is
    kept then.
    """
    prepared = upload if isinstance(upload, Prepared) else prepare(upload)
    stored = StoredFile(
        body=body,
        original_name=prepared.name,
        content_type=prepared.kind.content_type,
        size=prepared.content.size,
        sha256=prepared.sha256,
        received_sha256=prepared.received_sha256,
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    with written(stored_path(stored, ""), prepared.content) as name:
        stored.file.name = name
        with transaction.atomic():
            stored.save(force_insert=True)
    return stored


@contextmanager
def written(name: str, content: File) -> Iterator[str]:
    """Write the bytes; yields their name. They go again when the block raises.

    Raises Refused, in words, for a full disk and an unreachable storage.
    """
    kept = False
    try:
        name = default_storage.save(name, content)
        yield name
        kept = True
    except Unreachable as error:
        raise Refused(str(error)) from error
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        raise _disk_full() from error
    finally:
        if not kept:
            with suppress(Unreachable):
                default_storage.delete(name)


def discard(stored: StoredFile) -> None:
    """Take back a file nothing refers to; its bytes go when the transaction holds."""
    names = names_of(stored)
    stored.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


def names_of(stored: StoredFile) -> list[str]:
    """Where the bytes of a file lie, and of all that was drawn from it."""
    names = [
        stored.file.name,
        *stored.renditions.values_list("file", flat=True),
        *stored.public_copies.values_list("file", flat=True),
    ]
    return [name for name in names if name]


def refuse_trouble(upload: Any) -> None:
    """Raise Refused when the upload did not arrive whole, is too large or is empty.

    For pages that read an upload without keeping it.
    """
    trouble = getattr(upload, "trouble", "")
    if trouble == "no_space":
        raise _disk_full()
    if trouble == "too_large" or upload.size > largest_upload():
        raise Refused(
            _("文件超过 %(most)d MB，没有上传。请压缩图片或者分成几个文件后再上传。")
            % {"most": largest_upload() // (1024 * 1024)}
        )
    if not upload.size:
        raise Refused(_("这个文件是空的，没有上传。请检查后重新选择。"))


def digest(content: Any) -> str:
    """SHA-256 of a file, which is left at its beginning."""
    hasher = hashlib.sha256()
    for chunk in content.chunks():
        hasher.update(chunk)
    content.seek(0)
    return hasher.hexdigest()


def _disk_full() -> Refused:
    return Refused(
        _("服务器的磁盘已满，文件没有保存，其他内容也没有改动。请联系系统管理员清理磁盘后再上传。")
    )

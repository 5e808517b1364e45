"""Keeping an uploaded file: checked, named, written, or not at all."""

import errno
import hashlib
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.files.kinds import look
from lianxin.foundation.files.models import StoredFile, stored_path
from lianxin.foundation.files.naming import clean_file_name
from lianxin.foundation.files.uploading import largest_upload
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.refusals import Refused

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def store(upload: Any, *, by: Account | None, body: Body) -> StoredFile:
    """Keep an uploaded file and return its row.

    upload: what Django puts into request.FILES, or a `File` with a name.
    body: whose record it will belong to. Whether `by` may attach it there is
        asked, and written into the ledger, by the step that attaches it.
    Call it inside that step's transaction: when the step is refused later, the
    row goes with it and `lianxin sweep_files` removes the bytes.
    Raises Refused, in words, for a kind that is not allowed, a file too large or
    empty, and a full disk; nothing is kept then.
    """
    refuse_trouble(upload)
    kind = look(upload, upload.name or "")
    stored = StoredFile(
        body=body,
        original_name=clean_file_name(upload.name or "", kind.extensions),
        content_type=kind.content_type,
        size=upload.size,
        sha256=_digest(upload),
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    storage: Storage = stored.file.storage
    name = stored_path(stored, "")
    kept = False
    try:
        name = storage.save(name, File(upload))
        stored.file.name = name
        with transaction.atomic():
            stored.save(force_insert=True)
        kept = True
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        raise _disk_full() from error
    finally:
        if not kept:
            storage.delete(name)
    return stored


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


def _digest(upload: Any) -> str:
    hasher = hashlib.sha256()
    for chunk in upload.chunks():
        hasher.update(chunk)
    upload.seek(0)
    return hasher.hexdigest()


def _disk_full() -> Refused:
    return Refused(
        _("服务器的磁盘已满，文件没有保存，其他内容也没有改动。请联系系统管理员清理磁盘后再上传。")
    )

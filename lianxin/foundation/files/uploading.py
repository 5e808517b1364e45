"""Receiving an upload: too large a file or a full disk is noticed, not crashed into."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

SURPLUS = 64 * 1024


def largest_upload() -> int:
    """Bytes one uploaded file may have."""
    return settings.LIANXIN_MAX_UPLOAD_MB * 1024 * 1024


class WatchfulUpload(TemporaryFileUploadHandler):
    """Writes to a temporary file until it is too large or the disk is full.

    The rest is read and dropped, so that the browser gets our page instead of a
    broken connection; `storing.store` then refuses in words what is marked here.
    """

    file: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.trouble = ""
        self.received = 0
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            # Not even an empty temporary file could be made.
            self.trouble = "no_space"
            self.file = InMemoryUploadedFile(
                BytesIO(), self.field_name, self.file_name, self.content_type, 0, self.charset
            )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if not self.trouble and self.received > largest_upload() + SURPLUS:
            self.trouble = "too_large"
            self._drop()
        if self.trouble:
            return
        try:
            self.file.write(raw_data)
            self.file.flush()
        except OSError:
            self.trouble = "no_space"
            self._drop()

    def file_complete(self, file_size: int) -> Any:
        self.file.seek(0)
        # Forms refuse an empty file in words that would hide what went wrong.
        self.file.size = self.received if self.trouble else file_size
        self.file.trouble = self.trouble
        return self.file

    def _drop(self) -> None:
        self.file.seek(0)
        self.file.truncate()

"""Attachments in an S3-compatible store, when LIANXIN_S3_BUCKET names one.

Loaded only then: boto3 costs a worker 30 MB. Objects are private and are given
out through our own pages alone, so that permission is asked each time, the
store needs no public address, and a link sent on opens nothing.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage

from lianxin.foundation.files.reaching import Unreachable

log = logging.getLogger(__name__)


class CloudStorage(S3Storage):
    """django-storages' S3 storage: private, patient for seconds only, failing in words."""

    def get_default_settings(self) -> dict[str, Any]:
        config = Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 2, "mode": "standard"},
            # A bucket in the path needs no name of its own in the DNS.
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            # The newer checksums are unknown to many S3-compatible servers; our own
            # fingerprints are compared by `lianxin files verify`.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return super().get_default_settings() | {
            "default_acl": None,
            "file_overwrite": False,
            "client_config": config,
            # Larger files wait on disk while they are given out, not in memory.
            "max_memory_size": 1024 * 1024,
        }

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _in_words():
            file = super()._open(name, mode)
            # Fetched now: a failure half way through an answer could not be told.
            file.open()
            return file

    def _save(self, name: str, content: Any) -> str:
        with _in_words():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _in_words():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _in_words():
            return super().exists(name)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        log.exception("the S3 store does not answer")
        raise Unreachable(
            _("存放附件的服务连接不上，没有办成。请稍后再试；一直不行的，请联系系统管理员。")
        ) from error

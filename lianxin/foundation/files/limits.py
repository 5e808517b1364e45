"""How much may hang on one record, and the same file sent twice."""

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.refusals import Refused

MEGABYTE = 1024 * 1024


def twin_of(stored: StoredFile, attached: "QuerySet[StoredFile]") -> StoredFile | None:
    """The file already attached that was sent with the same bytes: a button pressed twice."""
    same = attached.filter(sha256=stored.sha256, received_sha256=stored.received_sha256)
    return same.exclude(pk=stored.pk).first()


def refuse_too_many(stored: StoredFile, attached: "QuerySet[StoredFile]") -> None:
    """Raise Refused, in words, when one more file is too much for a record.

    attached: the files the record has already.
    LIANXIN_MAX_FILES and LIANXIN_MAX_FILES_MB say how many and how large.
    """
    others = attached.exclude(pk=stored.pk)
    if others.count() >= settings.LIANXIN_MAX_FILES:
        raise Refused(
            _("附件最多 %(most)d 个，这次没有添加。请先删去不需要的，或者合并成一份 PDF。")
            % {"most": settings.LIANXIN_MAX_FILES}
        )
    total = (others.aggregate(total=Sum("size"))["total"] or 0) + stored.size
    if total > settings.LIANXIN_MAX_FILES_MB * MEGABYTE:
        raise Refused(
            _("附件合计不能超过 %(most)d MB，这次没有添加。请先删去不需要的，或者压缩后再上传。")
            % {"most": settings.LIANXIN_MAX_FILES_MB}
        )

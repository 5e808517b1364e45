"""Public copies (公开副本): what a clerk blacks out, approves and takes back.

The copy is drawn anew as pictures: what lies under a box is gone from it, and so
are letters, layers and metadata. The file itself is never changed.
"""

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from lianxin.foundation.files.access import may_open
from lianxin.foundation.files.models import PublicCopy, StoredFile, drawn_path
from lianxin.foundation.files.pdf_child import pixels
from lianxin.foundation.files.pdf_pages import Search, black_out_pdf, find_words
from lianxin.foundation.files.permissions import Permission
from lianxin.foundation.files.pictures import jpeg_of
from lianxin.foundation.files.renditions import pages_of
from lianxin.foundation.files.storing import written
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused, WrongStatus

MOST_PAGES = 60
"""Pages of a PDF that a public copy is made of: half a minute of drawing."""
MOST_BOXES = 500
MOST_WORDS = 20
SMALLEST = 0.1
"""Percent; a box smaller than that covers nothing."""
Box = tuple[int, float, float, float, float]


def may_make(by: Any, stored: StoredFile) -> bool:
    """Whether `by` may make a public copy of the file."""
    return may(by, Permission.PUBLIC_COPY, stored) and may_open(by, stored)


def draft_of(stored: StoredFile) -> PublicCopy:
    """The copy being prepared; one not saved yet begins with the approved one's boxes."""
    if draft := stored.public_copies.filter(state=PublicCopy.State.DRAFT).first():
        return draft
    if approved := approved_of(stored):
        return PublicCopy(stored=stored, boxes=approved.boxes, title=approved.title)
    return PublicCopy(stored=stored)


def approved_of(stored: StoredFile) -> PublicCopy | None:
    return stored.public_copies.filter(state=PublicCopy.State.APPROVED).first()


@transaction.atomic
def add_boxes(stored: StoredFile, boxes: Sequence[Box], *, by: Account) -> PublicCopy:
    """Mark places to be blacked out.

    boxes: page (from 1), left, top, width, height in percent of the page as shown.
    A box already marked is not marked twice. Raises PermissionDenied and Refused.
    """
    require_making(by, stored)
    pages = copied_pages(stored)
    for box in boxes:
        _refuse_misplaced(box, pages)
    draft = _locked_draft(stored)
    new = [list(box) for box in boxes if list(box) not in draft.boxes]
    if len(draft.boxes) + len(new) > MOST_BOXES:
        raise Refused(_("一个附件最多遮盖 %d 处。请先删去多余的，再添加。") % MOST_BOXES)
    return _marked(draft, [*draft.boxes, *new], by=by)


@transaction.atomic
def remove_box(stored: StoredFile, place: int, *, version: int, by: Account) -> PublicCopy:
    """Take one mark away.

    place: its position in the list, from 0, as shown at `version` of the draft.
    """
    require_making(by, stored)
    draft = _locked_draft(stored)
    if draft.version != version or not 0 <= place < len(draft.boxes):
        raise _changed_meanwhile()
    return _marked(draft, draft.boxes[:place] + draft.boxes[place + 1 :], by=by)


def _marked(draft: PublicCopy, boxes: list, *, by: Account) -> PublicCopy:
    before, draft.boxes, draft.made_by = draft.version, boxes, by
    draft.version = before + 1
    draft.save()
    return draft


def _locked_draft(stored: StoredFile) -> PublicCopy:
    """The draft, which nobody else changes until the transaction ends.

    SQLite ignores the row lock, but lets only one transaction write at a time.
    """
    StoredFile.objects.select_for_update().get(pk=stored.pk)
    return draft_of(stored)


def find(stored: StoredFile, words: str, *, by: Account, with_numbers: bool = False) -> Search:
    """Where the listed words stand in a PDF; nothing is marked yet.

    words: as typed, apart by spaces, commas or line ends.
    with_numbers: also numbers of mobile telephones and of identity cards.
    """
    require_making(by, stored)
    wanted = list(dict.fromkeys(_split(words)))
    if not wanted and not with_numbers:
        raise Refused(_("请写出要遮盖的姓名或者词语，用空格隔开；或者勾选查找号码。"))
    if len(wanted) > MOST_WORDS:
        raise Refused(_("一次最多查找 %d 个词。请分几次查找。") % MOST_WORDS)
    with stored.file.open("rb") as pdf:
        return find_words(pdf, wanted, with_numbers=with_numbers)


def _split(words: str) -> list[str]:
    for mark in "，,、；;\n\r\t　":
        words = words.replace(mark, " ")
    return [word for word in words.split(" ") if word]


def approve(stored: StoredFile, *, version: int, title: str, by: Account) -> PublicCopy:
    """Draw the copy as marked and let the public have it when the record is public.

    version: of the draft the clerk looked at; 0 where nothing is marked.
    title: the name the public sees.
    An earlier approved copy is replaced. Raises PermissionDenied and Refused.
    """
    require_making(by, stored)
    title = title.strip()
    if not title:
        raise Refused(_("请填写公开时的名称，例如“附件一”。"))
    copied_pages(stored)
    draft, approved = draft_of(stored), approved_of(stored)
    if draft.version != version or (draft._state.adding and approved):
        raise _changed_meanwhile()
    # Drawn before the transaction: half a minute is too long for others to wait.
    content, content_type = _drawn(stored, draft.boxes)
    with (
        written(drawn_path(draft, ""), ContentFile(content)) as name,
        transaction.atomic(),
    ):
        now = _locked_draft(stored)
        if (now.pk, now.version, approved_of(stored)) != (draft.pk, version, approved):
            raise _changed_meanwhile()
        if approved:
            _take_down(approved)
        draft.state, draft.title = PublicCopy.State.APPROVED, title[:60]
        draft.file.name, draft.content_type, draft.size = name, content_type, len(content)
        draft.sha256 = hashlib.sha256(content).hexdigest()
        draft.made_by = draft.made_by or by
        draft.approved_by, draft.approved_at = by, timezone.now()
        draft.save()
        record(
            by,
            "files.approve_copy",
            stored,
            _("确认公开副本：%(name)s，遮盖 %(count)d 处")
            % {"name": stored.original_name, "count": len(draft.boxes)},
            after={"title": draft.title, "boxes": draft.boxes, "sha256": draft.sha256},
        )
    return draft


@transaction.atomic
def withdraw(stored: StoredFile, *, reason: str, by: Account) -> None:
    """Take the approved copy off the public pages at once; its bytes are removed.

    Copies others have downloaded stay with them.
    """
    require_making(by, stored)
    if not reason.strip():
        raise Refused(_("请写明撤下的理由。"))
    approved = approved_of(stored)
    if approved is None:
        raise WrongStatus(_("现在没有公开副本，不用撤下。"))
    _take_down(approved)
    record(
        by,
        "files.withdraw_copy",
        stored,
        _("撤下公开副本：%s") % stored.original_name,
        reason=reason.strip(),
    )


def _take_down(copy: PublicCopy) -> None:
    name = copy.file.name or ""
    taken = PublicCopy.objects.filter(pk=copy.pk, state=PublicCopy.State.APPROVED).update(
        state=PublicCopy.State.WITHDRAWN, file=""
    )
    if taken:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def require_making(by: Any, stored: StoredFile) -> None:
    """Raise PermissionDenied, in words, unless `by` may make the file's public copy."""
    require(by, Permission.PUBLIC_COPY, stored)
    if not may_open(by, stored):
        raise PermissionDenied(_("这个附件您不能打开，也不能制作它的公开副本。"))


def copied_pages(stored: StoredFile) -> int:
    """Pages of the copy. Raises Refused for what no copy can be made of, with the way out."""
    pages = pages_of(stored)
    if not (stored.is_picture or stored.is_pdf):
        raise Refused(
            _(
                "Word、Excel 等文件里可能藏有批注和修改痕迹，不能直接公开。"
                "请另存为 PDF 上传后，再制作公开副本。"
            )
        )
    if not pages:
        raise Refused(_("这份 PDF 打不开，不能制作公开副本。请重新扫描或者另存后上传。"))
    if pages > MOST_PAGES:
        raise Refused(
            _("这份 PDF 有 %(pages)d 页，超过 %(most)d 页。请拆成几份上传，再制作公开副本。")
            % {"pages": pages, "most": MOST_PAGES}
        )
    return pages


def _refuse_misplaced(box: Box, pages: int) -> None:
    page, x, y, wide, high = box
    fits = 1 <= page <= pages and 0 <= x <= 100 and 0 <= y <= 100
    if not fits or not (SMALLEST <= wide <= 100 and SMALLEST <= high <= 100):
        raise Refused(_("遮盖的位置不在页面上，没有添加。左、上、宽、高都按页面的百分比填写。"))


def _drawn(stored: StoredFile, boxes: Sequence[Any]) -> tuple[bytes, str]:
    with stored.file.open("rb") as file:
        if stored.is_pdf:
            return black_out_pdf(file, boxes), "application/pdf"
        opened = Image.open(io.BytesIO(file.read()), formats=("JPEG", "PNG", "GIF", "WEBP"))
        picture = opened.convert("RGBA" if "A" in opened.getbands() else "RGB")
    pen = ImageDraw.Draw(picture)
    for _page, *box in boxes:
        pen.rectangle(pixels(box, picture.size), fill="black")
    return jpeg_of(picture), "image/jpeg"


def _changed_meanwhile() -> WrongStatus:
    return WrongStatus(_("遮盖的内容刚刚有变化，这一步没有办理。请刷新页面，核对后再办。"))

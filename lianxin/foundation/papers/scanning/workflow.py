"""Scans come in, are read, and are filed once a person has checked them.

Nothing is attached by a code alone: whoever signed may have signed the wrong form.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.files.kinds import PDF
from lianxin.foundation.files.storing import refuse_trouble, store
from lianxin.foundation.ledger.chain import record as note
from lianxin.foundation.papers.models import Paper, Scan
from lianxin.foundation.papers.scanning.codes import Changed, Named, NotOurs, read_code
from lianxin.foundation.papers.scanning.permissions import Permission
from lianxin.foundation.papers.scanning.reading import (
    codes_on,
    cut,
    groups,
    kind_of_scan,
    pages_of,
)
from lianxin.foundation.papers.scanning.targets import (
    Target,
    all_targets,
    target_of,
    target_of_type,
    target_with,
)
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus

R = Scan.Reading
MOST_FILES = 20


class OtherNumber(Refused):
    """The number on paper is not the record's; the person must look again or say so."""


@dataclass(frozen=True)
class Seen:
    """What one page shows: how it was read, and the record that its code names."""

    reading: str
    paper: Paper | None = None
    target: Target | None = None
    record: Any = None
    form: str = ""

    @property
    def key(self) -> tuple:
        """Pages with the same key belong to one form."""
        named = self.record.pk if self.record is not None else None
        return (self.reading, self.paper and self.paper.pk, named, self.form)


def take_in(body, uploads: Iterable[Any], *, by) -> tuple[list[Scan], list[str]]:
    """Keep scanned files, a row for each form in them, with the record its code proposes.

    body: whose forms they are; codes of other bodies' records propose nothing.
    Returns the scans, and in words what was not kept and why: one damaged file
    does not keep the others out. Raises PermissionDenied, or Refused for too many.
    """
    require(by, Permission.SCAN, body)
    uploads = list(uploads)
    if len(uploads) > MOST_FILES:
        raise Refused(_("一次最多上传 %d 个文件。请分几次上传。") % MOST_FILES)
    scans: list[Scan] = []
    refused: list[str] = []
    for upload in uploads:
        try:
            with transaction.atomic():
                scans += _take_in_one(body, upload, by)
        except Refused as refusal:
            refused.append(f"{upload.name}：{refusal}")
    return scans, refused


def _take_in_one(body, upload, by) -> list[Scan]:
    refuse_trouble(upload)
    kind = kind_of_scan(upload, upload.name or "")
    upload.seek(0)
    content = upload.read()
    sha256 = hashlib.sha256(content).hexdigest()
    seen = [_see(codes_on(page), body, by) for page in pages_of(upload, upload.name or "")]
    begins = [one.reading not in (R.NO_CODE, R.FOREIGN) for one in seen]
    forms = groups([one.key for one in seen], begins)
    earlier = list(Scan.objects.filter(body=body, source_sha256=sha256).order_by("pk"))
    scans = []
    for first, last in forms:
        one = seen[first - 1]
        file = upload
        if kind is PDF and len(forms) > 1:
            stem = (upload.name or "").rpartition(".")[0][:60]
            pages = f"{first}-{last}" if last > first else str(first)
            file = ContentFile(cut(content, first, last), f"{stem} 第{pages}页.pdf")
        upload.seek(0)
        scan = Scan(
            body=body,
            file=store(file, by=by, body=body),
            source_name=(upload.name or "")[-200:],
            source_sha256=sha256,
            first_page=first,
            last_page=last,
            reading=one.reading,
            form=one.form,
            paper=one.paper,
            record_type=one.target.record_type if one.target else "",
            record_id=one.record.pk if one.record is not None else None,
            same_as=next((old for old in earlier if old.first_page == first), None),
            title=_title(one),
            number=_number(one.paper, one.target, one.record),
            dated_on=one.paper.issued_on if one.paper else None,
            uploaded_by=by,
        )
        scan.save(force_insert=True)
        words = _("收到扫描件：%s") % scan.source_name
        note(by, "paper.take_in_scan", scan, words, after={"sha256": sha256})
        scans.append(scan)
    return scans


def _see(texts: list[str], body, by) -> Seen:
    """What the codes of one page come to."""
    found: list[Seen] = []
    changed = foreign = False
    for text in texts:
        try:
            found.append(_named(read_code(text), body, by))
        except Changed:
            changed = True
        except NotOurs:
            other = _read_by_room(text, body, by)
            if other is None:
                foreign = True
            else:
                found.append(other)
    known = [one for one in found if one.reading == R.FOUND]
    if len({one.record.pk for one in known}) > 1 or (
        len({one.paper.pk for one in known if one.paper}) > 1
    ):
        return Seen(R.SEVERAL)
    if known:
        # The paper says more than its record alone.
        return max(known, key=lambda one: (one.paper is not None, bool(one.form)))
    if found:
        return found[0]
    return Seen(R.CHANGED if changed else R.FOREIGN if foreign else R.NO_CODE)


def _named(named: Named, body, by) -> Seen:
    paper = None
    target, record_id, form = target_with(named.target), named.record_id, named.form
    if named.paper_id is not None:
        paper = Paper.objects.visible_to(by).filter(pk=named.paper_id, body=body).first()
        if paper is None:
            return Seen(R.UNKNOWN)
        target, record_id, form = target_of_type(paper.about_type), paper.about_id, paper.kind
    record = target.find(by, record_id) if target is not None and record_id else None
    if target is None or record is None or record.body_id != body.pk:
        return Seen(R.UNKNOWN)
    return Seen(R.FOUND, paper, target, record, form)


def _read_by_room(text: str, body, by) -> Seen | None:
    for target in all_targets():
        if (read := target.read(text)) is not None:
            record = target.find(by, read[0].pk)
            if record is None or record.body_id != body.pk:
                return Seen(R.UNKNOWN)
            return Seen(R.FOUND, None, target, record, read[1])
    return None


def _title(seen: Seen) -> str:
    if seen.paper is not None:
        return seen.paper.title.replace("|", "")[:120]
    if seen.target is not None:
        return str(dict(seen.target.forms).get(seen.form, ""))
    return ""


def _number(paper, target, record) -> str:
    if paper is not None and paper.number:
        return paper.number
    return target.number_of(record) if target is not None and record is not None else ""


@transaction.atomic
def confirm(
    scan: Scan,
    record: Any,
    *,
    dated_on: date,
    number: str,
    title: str,
    form: str = "",
    is_other_number: bool = False,
    by,
    today: date,
) -> None:
    """File a scan with `record`, as a person has checked it against the paper.

    record: of a registered target and of the scan's body, visible to `by`.
    dated_on, number: as they stand on the paper.
    is_other_number: the person says that the paper bears another number.
    Raises PermissionDenied; OtherNumber; Refused by the room that owns the record.
    """
    require(by, Permission.SCAN, scan)
    target = target_of(record)
    if target is None or record.body_id != scan.body_id or target.find(by, record.pk) is None:
        raise Refused(_("这件记录不属于本单位，扫描件不能归入。请重新选择。"))
    if dated_on > today:
        raise Refused(_("纸面日期不能晚于今天。请核对。"))
    if not title.strip():
        raise Refused(_("请填写这份材料的名称。"))
    is_proposed = scan.record_id == record.pk and scan.record_type == target.record_type
    paper = scan.paper if is_proposed else None
    expected = _number(paper, target, record)
    if expected and _plain(number) != _plain(expected) and not is_other_number:
        raise OtherNumber(
            _(
                "纸面编号“%(number)s”与系统里的“%(expected)s”不一致。请核对记录是否选对；"
                "纸面确实如此的，请勾选“编号不一致，仍然归入”。"
            )
            % {"number": number.strip() or _("（空）"), "expected": expected}
        )
    values = {
        "state": Scan.State.ATTACHED,
        "record_type": target.record_type,
        "record_id": record.pk,
        "paper": paper,
        "form": form,
        "title": title.strip(),
        "dated_on": dated_on,
        "number": number.strip(),
        "confirmed_by": by,
        "confirmed_at": timezone.now(),
    }
    _leave_waiting(scan, values)
    target.attach(
        record,
        scan.file,
        by=by,
        today=today,
        title=title.strip(),
        dated_on=dated_on,
        number=number.strip(),
        form=form,
    )
    words = _("归入签字件扫描件：%(title)s（%(day)s）") % {"title": title.strip(), "day": dated_on}
    after = {"file": scan.file.sha256, "number": number.strip(), "dated_on": dated_on}
    note(by, "paper.file_scan", record, words, after=after | {"scan": scan.pk})


@transaction.atomic
def discard(scan: Scan, *, reason: str, by) -> None:
    """Leave a scan aside: a blank page, the wrong pile, the same again."""
    require(by, Permission.SCAN, scan)
    if not reason.strip():
        raise Refused(_("请写明为什么不归入，例如“重复扫描”。"))
    _leave_waiting(
        scan,
        {
            "state": Scan.State.DISCARDED,
            "confirmed_by": by,
            "confirmed_at": timezone.now(),
        },
    )
    note(by, "paper.discard_scan", scan, _("扫描件不归入：%s") % scan.source_name, reason=reason)


def _leave_waiting(scan: Scan, values: dict[str, Any]) -> None:
    # The WHERE clause picks the winner when two confirm at once.
    if not Scan.objects.filter(pk=scan.pk, state=Scan.State.WAITING).update(**values):
        raise WrongStatus(_("这份扫描件刚刚已有人办理。请刷新页面查看。"))
    for name, value in values.items():
        setattr(scan, name, value)


def _plain(number: str) -> str:
    """A number without what people type in different ways."""
    table = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "（": "〔", "）": "〕"})
    return "".join(number.split()).translate(table).strip("第号")

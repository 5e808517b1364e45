"""How a paper travels from draft to file.

Nothing else writes `Paper.status`. Each function is one step a person takes,
in one transaction, with one event in the ledger.
"""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record, record_type
from lianxin.foundation.papers import rendering
from lianxin.foundation.papers.kinds import Kind, kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.numbering import take_number
from lianxin.foundation.papers.own_templates.workflow import docx_for
from lianxin.foundation.papers.permissions import Permission
from lianxin.foundation.papers.telling import tell_drafter, tell_signers
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus

S = Paper.Status
MOVES = {
    "send_for_review": ({S.DRAFTING}, S.REVIEW),
    "review": ({S.REVIEW}, S.REVIEW),
    "return_with_reason": ({S.REVIEW, S.SIGNED}, S.DRAFTING),
    "sign": ({S.REVIEW}, S.SIGNED),
    "issue": ({S.SIGNED}, S.ISSUED),
    "issue_unsigned": ({S.DRAFTING}, S.ISSUED),
    "file": ({S.ISSUED}, S.FILED),
    "void": ({S.DRAFTING, S.REVIEW, S.SIGNED, S.ISSUED, S.FILED}, S.VOID),
}
LONGEST_REASON = 300
# Words a drafter adds to what the records say; kept among the paper's values.
REMARKS = "remarks"


@transaction.atomic
def draft(kind: Kind, source, *, by, today, year: int | None = None) -> Paper:
    """Draft a paper of `kind` from `source`, with its values as they are now.

    year: what a yearly paper is about; the current year if not given.
    by: an account that drafts for the issuer; None only for an administrator's command.
    Raises PermissionDenied, or Refused where nothing of this kind can be drawn
    from the record now.
    """
    about = kind.about_of(source)
    body = kind.body_of(source)
    paper = Paper(
        body=body,
        county_id=body.county_id,
        office=kind.office_of(source),
        kind=kind.key,
        about_type=record_type(about),
        about_id=about.pk,
        source_type=record_type(source),
        source_id=source.pk,
        is_confidential=getattr(about, "is_confidential", False),
        year=today.year,
        archive_class=kind.archive_class,
        drafted_by=by,
    )
    require(by, Permission.DRAFT, paper)
    if not kind.fits(source):
        raise Refused(
            _("现在还不能起草“%(kind)s”。请先在办理页面登记这一步，再来起草。")
            % {"kind": kind.name}
        )
    _fill(paper, kind, source, by, year or today.year)
    paper.save()
    _record(by, "draft", paper, _("起草%(kind)s") % {"kind": kind.name})
    return paper


@transaction.atomic
def redraw(paper: Paper, source, *, by) -> None:
    """Take the record's values anew into a draft."""
    require(by, Permission.DRAFT, paper)
    _still(paper, {S.DRAFTING})
    remarks = paper.fields.get(REMARKS, "")
    _fill(paper, kind_of(paper.kind), source, by, paper.fields.get("year", paper.year))
    paper.fields[REMARKS] = remarks
    paper.save()
    _record(by, "redraw", paper, _("按最新记录更新文稿"))


@transaction.atomic
def change(paper: Paper, *, title, addressee, copies, remarks="", by) -> None:
    """Put right the title and who gets it, and add words of one's own, while it is a draft.

    title: "|" says where a line may break. remarks: paragraphs before the closing.
    """
    require(by, Permission.DRAFT, paper)
    _still(paper, {S.DRAFTING})
    before = {"title": paper.title, "addressee": paper.addressee, "copies": paper.copies}
    after = {"title": title.strip(), "addressee": addressee.strip(), "copies": copies.strip()}
    if not after["title"]:
        raise Refused(_("标题不能为空。请填写标题。"))
    paper.title, paper.addressee, paper.copies = after.values()
    before[REMARKS], after[REMARKS] = paper.fields.get(REMARKS, ""), remarks.strip()
    paper.fields[REMARKS] = after[REMARKS]
    paper.save(update_fields=["title", "addressee", "copies", "fields"])
    _record(by, "change", paper, _("修改文稿"), before=before, after=after)


@transaction.atomic
def send_for_review(paper: Paper, *, by) -> None:
    """Lay a draft before whoever reviews and signs it."""
    require(by, Permission.DRAFT, paper)
    _move(paper, "send_for_review", return_reason="")
    tell_signers(paper, _record(by, "send_for_review", paper, _("送核稿签发")))


@transaction.atomic
def review(paper: Paper, *, by) -> None:
    """Note that someone other than its drafter has read it over (核稿)."""
    require(by, Permission.REVIEW, paper)
    if by is not None and by.pk == paper.drafted_by_id:
        raise Refused(_("核稿人不能是拟稿人本人。请另请一位同事核稿，或者直接送签发。"))
    _move(paper, "review", reviewed_by=by)
    _record(by, "review", paper, _("核稿通过"))


@transaction.atomic
def return_with_reason(paper: Paper, *, reason: str, by) -> None:
    """Give it back to its drafter, saying what is to be put right."""
    reason = _reason(reason, _("退回应当写明理由，便于拟稿人修改。"))
    require(by, Permission.SIGN if paper.status == S.SIGNED else Permission.REVIEW, paper)
    _move(
        paper,
        "return_with_reason",
        return_reason=reason,
        reviewed_by=None,
        signed_by=None,
        signatory="",
        signed_on=None,
    )
    tell_drafter(paper, _record(by, "return", paper, _("退回修改"), reason=reason))


@transaction.atomic
def sign(paper: Paper, *, by, today, signatory: str = "") -> None:
    """Sign it off (签发).

    signatory: the leader whose name stands on it, where another account
        records a signature given on paper; by default whoever signs.
    """
    require(by, Permission.SIGN, paper)
    name = signatory.strip() or (by.name if by is not None else "")
    _move(paper, "sign", signed_by=by, signatory=name, signed_on=today)
    tell_drafter(paper, _record(by, "sign", paper, _("%(name)s签发") % {"name": name}))


@transaction.atomic
def issue(paper: Paper, *, by, today) -> None:
    """Give it its number, draw it for good and send it out (印发).

    The number is taken in this transaction: whatever fails afterwards, also
    the drawing, leaves it free for the next paper.
    Raises Refused where the issuer has no 机关代字.
    """
    require(by, Permission.ISSUE, paper)
    kind = kind_of(paper.kind)
    values = {"issued_on": today, "year": today.year}
    _move(paper, "issue" if kind.has_signature else "issue_unsigned", **values)
    if kind.series:
        take_number(paper, kind, today.year)
    sheet = rendering.sheet_of(paper)
    name = file_name(paper)
    paper.pdf = store(ContentFile(rendering.pdf_of(sheet), f"{name}.pdf"), by=by, body=paper.body)
    # The county's own template makes the editable version where there is one.
    docx = docx_for(paper, on=today) or rendering.docx_of(sheet)
    paper.docx = store(ContentFile(docx, f"{name}.docx"), by=by, body=paper.body)
    paper.save()
    words = _("印发%(number)s") % {"number": paper.number} if paper.number else _("印发")
    _record(by, "issue", paper, words, after={"number": paper.number})


@transaction.atomic
def file(paper: Paper, *, by, today, archive_class: str = "") -> None:
    """Put an issued paper on file (归档), for as long as its archive class says."""
    require(by, Permission.FILE, paper)
    kept = archive_class or paper.archive_class
    if kept not in Paper.ArchiveClass.values:
        raise Refused(_("没有这种保管期限。请从列表中选择。"))
    _move(paper, "file", filed_on=today, archive_class=kept)
    words = _("归档，保管期限%(kept)s") % {"kept": paper.get_archive_class_display()}
    _record(by, "file", paper, words)


@transaction.atomic
def void(paper: Paper, *, reason: str, by, today) -> None:
    """Declare it void. Its number stays its own, shown as void, and is never given again."""
    reason = _reason(reason, _("作废应当写明理由。"))
    require(by, Permission.VOID, paper)
    _move(paper, "void", void_reason=reason, voided_on=today)
    _record(by, "void", paper, _("作废"), reason=reason, before={"number": paper.number})


def file_name(paper: Paper) -> str:
    """Under which name its files are kept and given out, without an ending."""
    return f"{paper.number or kind_of(paper.kind).name} {paper.plain_title}"[:80]


STEPS = {
    "send_for_review": gettext_lazy("送核稿签发"),
    "review": gettext_lazy("核稿通过"),
    "return_with_reason": gettext_lazy("退回修改"),
    "sign": gettext_lazy("签发"),
    "issue": gettext_lazy("编号印发"),
    "file": gettext_lazy("归档"),
    "void": gettext_lazy("作废"),
}
"""Steps in the order a paper takes them, as its buttons name them."""


def _fill(paper: Paper, kind: Kind, source, by, year: int) -> None:
    data = kind.data_of(source, by, year) if kind.by_year else kind.data_of(source, by)
    paper.fields = data
    paper.title = data["title"][:300]
    paper.addressee = data.get("addressee", "")[:300]
    paper.copies = data.get("copies", "")[:300]
    paper.number = kind.number_of(source)


def _move(paper: Paper, name: str, **values) -> None:
    sources, target = MOVES[name]
    # The WHERE clause picks the winner when two press at once.
    waiting = Paper.objects.filter(pk=paper.pk, status__in=sources)
    if not waiting.update(status=target, **values):
        raise WrongStatus(
            _("这份文稿的状态刚刚有变化，本次操作未执行。请刷新页面，按当前状态办理。")
        )
    paper.status = target
    for field, value in values.items():
        setattr(paper, field, value)


def _still(paper: Paper, statuses) -> None:
    """Lock the row and refuse if it has moved on meanwhile."""
    row = Paper.objects.select_for_update().filter(pk=paper.pk, status__in=statuses)
    if not row.exists():
        raise WrongStatus(_("只有拟稿中的文稿可以修改。如需修改，请先请签发人退回。"))


def _reason(reason: str, refusal: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(refusal)
    if len(reason) > LONGEST_REASON:
        raise Refused(_("理由请不要超过 %(most)d 个字。") % {"most": LONGEST_REASON})
    return reason


def _record(by, step, paper, words, **details):
    return record(by, f"paper.{step}", paper, words, **details)

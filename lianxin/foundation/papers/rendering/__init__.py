"""Drawing a paper: the same sheet as PDF, as an editable DOCX, and in the browser."""

from django.utils.translation import gettext as _

from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.numbering import number_to_come
from lianxin.foundation.papers.rendering.pdf import pdf_of
from lianxin.foundation.papers.rendering.titles import broken_title
from lianxin.foundation.papers.rendering.word import docx_of
from lianxin.foundation.papers.scanning.codes import paper_code
from lianxin.foundation.papers.sheet import Sheet, day_words, paragraphs

__all__ = ["docx_of", "pdf_of", "sheet_of"]


def sheet_of(paper: Paper) -> Sheet:
    """The paper's sheet: its kept values, with what its steps have added since.

    A draft shows a blank where its number and day will stand.
    """
    kind = kind_of(paper.kind)
    sheet = kind.compose(paper.fields)
    sheet.blocks += paragraphs(paper.fields.get("remarks", ""))
    sheet.title = broken_title(paper.title)
    sheet.addressee = paper.addressee
    sheet.copies = paper.copies
    number = paper.number
    if not number and kind.series and paper.status != Paper.Status.VOID:
        number = number_to_come(paper, kind, paper.year)
    sheet.number = number
    if sheet.head == "file" and paper.signatory:
        sheet.leader = paper.signatory
    sheet.day = day_words(paper.issued_on)
    if sheet.imprint:
        sheet.imprint_on = _("%(day)s印发") % {"day": sheet.day}
    if kind.is_returned and paper.pk:
        sheet.code = paper_code(paper)
    sheet.is_void = paper.status == Paper.Status.VOID
    return sheet

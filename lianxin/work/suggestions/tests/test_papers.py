"""Every kind of paper of a suggestion: drafted, drawn, issued, and read by whom."""

import io
import os
from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from lianxin.foundation.papers import workflow
from lianxin.foundation.papers.kinds import all_kinds, kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.work.suggestions.tests.factories import TODAY
from lianxin.work.suggestions.tests.paper_sources import Sources

pytestmark = pytest.mark.django_db
KINDS = [
    *("handover_sheet", "handover_letter", "return_review", "extension_approval"),
    *("reply_letter", "opinion_letter", "survey_form", "reminder_letter", "supervision_sheet"),
    *("meeting_record", "promise_ledger", "yearly_report", "blank_sheet"),
]


def drafted(sources, key):
    kind = kind_of(key)
    by = sources.drafter(key)
    return workflow.draft(kind, sources.by_kind[key], by=by, today=TODAY, year=2026)


def issued(sources, key):
    paper = drafted(sources, key)
    by = sources.drafter(key)
    if kind_of(key).has_signature:
        workflow.send_for_review(paper, by=by)
        workflow.sign(paper, by=sources.chair, today=TODAY)
    workflow.issue(paper, by=by, today=TODAY)
    return paper


def text_of_pdf(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join(page.extract_text() for page in pdf.pages)


def text_of_docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    lines = [line.text for line in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return "".join(lines)


def test_all_kinds_are_known_in_the_order_of_the_work():
    own = [kind.key for kind in all_kinds() if kind.key in KINDS]

    assert own == KINDS


def test_every_kind_is_issued_as_pdf_and_docx():
    sources = Sources()

    for key in KINDS:
        paper = issued(sources, key)
        pdf, docx = paper.pdf.file.read(), paper.docx.file.read()
        if folder := os.environ.get("LIANXIN_KEEP_PAPERS"):
            Path(folder, f"{key}.pdf").write_bytes(pdf)
            Path(folder, f"{key}.docx").write_bytes(docx)
        words = text_of_pdf(pdf)
        title = paper.title.split("|")[-1]

        assert paper.status == Paper.Status.ISSUED
        assert title[:8] in words, key
        assert title[:8] in text_of_docx(docx), key
        assert paper.number.replace("〔", "").replace("〕", "")[:4] in words, key

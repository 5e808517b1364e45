"""Every kind of paper of a suggestion: drafted, drawn, issued, and read by whom."""

import io
import os
from pathlib import Path

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from lianxin.engines.matters.models import Assignment
from lianxin.foundation.papers import rendering, workflow
from lianxin.foundation.papers.kinds import all_kinds, kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Account, Role
from lianxin.foundation.search.query import search
from lianxin.work.suggestions.papers.reading import reindex_papers
from lianxin.work.suggestions.tests.factories import TODAY, make_account, make_deputy
from lianxin.work.suggestions.tests.paper_sources import HOSTILE, Sources

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
    return sent(sources, drafted(sources, key))


def sent(sources, paper):
    by = sources.drafter(paper.kind)
    if kind_of(paper.kind).has_signature:
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
        assert paper.number in words, key


def test_what_people_wrote_stands_on_every_paper_as_text():
    sources = Sources(HOSTILE)

    for key in ("handover_letter", "return_review", "reply_letter", "meeting_record"):
        sheet = rendering.sheet_of(drafted(sources, key))
        words = text_of_pdf(rendering.pdf_of(sheet)).replace("\n", "").replace(" ", "")

        assert "<script>alert(1)</script>" in words, key
        assert "#setpage(red)" in words, key
        assert HOSTILE in text_of_docx(rendering.docx_of(sheet)), key


def test_the_answer_letter_bears_its_class_its_number_and_each_item():
    sources = Sources()
    sheet = rendering.sheet_of(drafted(sources, "reply_letter"))
    words = [block.get("x", "") for block in sheet.blocks]

    assert sheet.corner == sources.story.answer.letter
    assert sheet.number == sources.story.answer.document_no
    assert any("1．" in text and "采纳" in text for text in words)
    assert any("于2026年9月27日前完成" in text for text in words)
    assert "周经办" in sheet.note
    assert "督查室" in sheet.copies


def test_the_survey_form_has_each_deputys_own_link_and_opens_the_judgement(client):
    sources = Sources()
    paper = drafted(sources, "survey_form")
    code = next(block for block in rendering.sheet_of(paper).blocks if block["t"] == "qr")

    page = client.get(code["url"])

    assert page.status_code == 200
    assert sources.deputy.person.name in page.content.decode()


def test_figures_of_the_report_lead_to_as_many_records(client):
    sources = Sources()
    client.force_login(sources.clerk)
    paper = drafted(sources, "yearly_report")
    pieces = [
        piece
        for block in rendering.sheet_of(paper).blocks
        if block["t"] == "rich"
        for piece in block["pieces"]
        if piece["url"]
    ]

    assert len(pieces) > 15
    for piece in pieces:
        page = client.get(piece["url"])
        if piece["x"] != "0":
            assert f"共 {piece['x']} 件" in page.content.decode(), piece


def readers(sources, paper, may) -> set[str]:
    people = {
        "clerk": sources.clerk,
        "chair": sources.chair,
        "auditor": make_account(Role.AUDITOR, sources.county),
        "office": sources.head,
        "assisting": sources.assisting_head,
        "deputy": sources.deputy,
        "stranger": make_deputy(sources.county),
    }
    return {name for name, one in people.items() if may(Account.objects.get(pk=one.pk), paper)}


def sees(account, paper) -> bool:
    return Paper.objects.visible_to(account).filter(pk=paper.pk).exists()


def finds(account, paper) -> bool:
    page = search(f"「{paper.plain_title}」", user=account, kinds=["paper"], per_page=100)
    return paper.pk in {one.object_id for one in page.documents}


@pytest.mark.parametrize(
    ("key", "who"),
    [
        ("handover_sheet", {"clerk", "chair", "auditor", "office", "assisting"}),
        ("handover_letter", {"clerk", "chair", "auditor", "office"}),
        ("reply_letter", {"clerk", "chair", "auditor", "office", "assisting", "deputy"}),
        ("survey_form", {"clerk"}),
        ("meeting_record", {"clerk", "chair", "auditor", "office", "deputy"}),
        ("promise_ledger", {"clerk", "chair", "auditor"}),
    ],
)
def test_who_reads_an_issued_paper_finds_it(key, who):
    sources = Sources()
    draft = drafted(sources, key)
    before = readers(sources, draft, finds)
    paper = sent(sources, draft)

    assert readers(sources, paper, sees) == who
    assert readers(sources, paper, finds) == who
    assert before == {"clerk", "chair", "auditor"} & who or before == {"office"}


def test_an_office_that_is_relieved_finds_the_papers_no_more():
    sources = Sources()
    paper = issued(sources, "handover_sheet")
    Assignment.objects.filter(pk=sources.assisting.pk).update(status="taken_back")
    sources.story.suggestion.refresh_from_db()
    reindex_papers(sources.story.suggestion)

    found = readers(sources, paper, finds)

    assert "office" in found
    assert "assisting" not in found
    assert found == readers(sources, paper, sees)


def test_the_clerk_drafts_from_the_suggestions_page_and_issues_on_the_papers(client):
    sources = Sources()
    client.force_login(sources.clerk)
    detail = reverse("suggestions:detail", args=[sources.story.suggestion.pk])
    offered = client.get(detail).context["offers"]
    letter = next(offer for offer in offered if offer.kind == "handover_letter")

    made = client.post(reverse("papers:create"), {"kind": letter.kind, "source": letter.source})
    paper = Paper.objects.get()
    preview = client.get(made.url)
    client.post(reverse("papers:step", args=[paper.pk, "send_for_review"]))
    client.force_login(sources.chair)
    client.post(reverse("papers:step", args=[paper.pk, "sign"]))
    client.force_login(sources.clerk)
    client.post(reverse("papers:step", args=[paper.pk, "issue"]))

    paper.refresh_from_db()
    assert made.url == paper.get_absolute_url()
    assert "建议内容" in preview.content.decode()
    assert paper.number == "禾人常交函〔2026〕1号".replace("2026", str(paper.issued_on.year))
    assert client.get(reverse("papers:pdf", args=[paper.pk]), follow=True).status_code == 200
    assert paper.number in client.get(reverse("papers:list")).content.decode()
    assert paper.number in client.get(detail).content.decode()


def test_pages_of_papers_refuse_in_words_and_hide_what_is_not_theirs(client):
    sources = Sources()
    paper = drafted(sources, "handover_letter")
    client.force_login(sources.clerk)
    early = client.post(reverse("papers:step", args=[paper.pk, "issue"]), follow=True)
    void = client.post(reverse("papers:step", args=[paper.pk, "void"]), {"reason": ""})
    client.force_login(sources.deputy)

    assert "请刷新页面" in early.content.decode()
    assert void.status_code == 409
    assert "作废应当写明理由" in void.content.decode()
    for name in ("detail", "pdf", "docx"):
        assert client.get(reverse(f"papers:{name}", args=[paper.pk])).status_code == 404
    made = client.post(
        reverse("papers:create"), {"kind": "handover_letter", "source": paper.source_id}
    )
    assert made.status_code == 403


def test_offices_are_offered_their_own_letters_and_deputies_nothing(client):
    sources = Sources()
    url = reverse("suggestions:detail", args=[sources.story.suggestion.pk])
    offered = {}
    for name in ("clerk", "head", "assisting_head", "deputy"):
        client.force_login(getattr(sources, name))
        offered[name] = {offer.kind for offer in client.get(url).context["offers"]}

    assert offered["clerk"] == {
        *("handover_sheet", "handover_letter", "extension_approval", "reminder_letter"),
        *("supervision_sheet", "survey_form"),
    }
    assert offered["head"] == {"meeting_record", "reply_letter"}
    assert offered["assisting_head"] == {"opinion_letter"}
    assert offered["deputy"] == set()


def test_the_list_costs_the_same_for_one_paper_and_for_twenty(client, django_assert_num_queries):
    sources = Sources()
    client.force_login(sources.clerk)
    drafted(sources, "handover_sheet")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("papers:list"))
    for _place in range(19):
        drafted(sources, "handover_sheet")

    with django_assert_num_queries(len(few)):
        client.get(reverse("papers:list"))

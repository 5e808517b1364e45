"""公文: the list, one paper with its preview and steps, its files."""

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.giving import PDF_VIEWER, SEALED
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers import workflow
from lianxin.foundation.papers.forms import CreateForm, FilterForm, HeadForm, StepForm
from lianxin.foundation.papers.kinds import kind_of, kinds_for
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.permissions import Permission
from lianxin.foundation.papers.rendering import docx_of, pdf_of, sheet_of
from lianxin.foundation.papers.rendering.addresses import for_screen
from lianxin.foundation.papers.steps import open_steps, steps_for
from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import REFUSED, UNFIT, press, step_page, typed
from lianxin.ui.menu import Entry
from lianxin.ui.paging import paginate

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RELATED = ("body", "office", "series", "drafted_by", "reviewed_by", "signed_by", "pdf", "docx")
OF_A_BODY = "people.body"
TABS = [
    ("", gettext_lazy("全部")),
    ("drafting", gettext_lazy("拟稿")),
    ("review", gettext_lazy("待签发")),
    ("signed", gettext_lazy("待印发")),
    ("issued", gettext_lazy("已印发")),
]


@require_safe
def paper_list(request):
    """All papers the reader may see, newest first."""
    filters = FilterForm(request.GET)
    seen = Paper.objects.visible_to(request.user)
    page = paginate(request, filters.apply(seen), rows=Paper.objects.for_list().defer("fields"))
    clerk_at = _clerk_body(request.user)
    context = {
        "filters": filters,
        "page": page,
        "rows": [(paper, _kind_name(paper)) for paper in page],
        "clear": reverse("papers:list"),
        "body": clerk_at,
        "body_kinds": list(kinds_for(OF_A_BODY)) if clerk_at else [],
        "today": localdate(),
        "tabs": _tabs(filters),
    }
    return render(request, "papers/list.html", context)


def _tabs(filters) -> list[Entry]:
    chosen = filters.cleaned_data.get("status", "")
    return [
        Entry(
            words, reverse("papers:list", query={"status": key} if key else {}), key == chosen, None
        )
        for key, words in TABS
    ]


@require_POST
def create_paper(request):
    """Draft a paper from a record, in one click."""
    form = CreateForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind = kind_of(form.cleaned_data["kind"])
    source = get_object_or_404(apps.get_model(kind.model), pk=form.cleaned_data["source"])
    if found := _begun(request.user, kind, source):
        messages.info(request, _("这份文书已经起草，还没有送签或者印发。请在原稿上继续。"))
        return redirect(found)
    about = kind.about_of(source)
    return press(
        request,
        lambda: workflow.draft(
            kind, source, by=request.user, today=localdate(), year=form.cleaned_data["year"]
        ),
        done=_("已起草。请核对下面的预览。"),
        then=lambda paper: paper,
        back=about if hasattr(about, "get_absolute_url") else "papers:list",
    )


def _begun(user, kind, source):
    """One's own draft of the same from the same record: a second press makes no second one."""
    if kind.by_year:
        return None
    drafts = Paper.objects.filter(kind=kind.key, status=Paper.Status.DRAFTING, drafted_by=user.pk)
    return drafts.visible_to(user).drawn_from(source).first()


@require_safe
def paper_detail(request, pk):
    return _show(request, _paper_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_paper(request, pk):
    """Put right title, addressee and copies of a draft."""
    paper = _paper_or_404(request, pk)
    require(request.user, Permission.DRAFT, paper)
    if paper.status != Paper.Status.DRAFTING and request.method != "POST":
        messages.warning(request, _("只有拟稿中的文稿可以修改。如需修改，请先请签发人退回。"))
        return redirect(paper)
    kept = {"title": paper.title, "addressee": paper.addressee, "copies": paper.copies}
    kept["remarks"] = paper.fields.get(workflow.REMARKS, "")
    return step_page(
        request,
        HeadForm(typed(request), initial=kept),
        lambda **values: workflow.change(paper, by=request.user, **values),
        done=_("已保存。"),
        then=paper,
        template="papers/edit.html",
        context={"paper": paper, "kind": kind_of(paper.kind)},
    )


@require_POST
def redraw_paper(request, pk):
    """Take the record's values anew."""
    paper = _paper_or_404(request, pk)
    model = apps.get_model(kind_of(paper.kind).model)
    source = model.objects.filter(pk=paper.source_id).first()
    if source is None:
        messages.error(request, _("原来的办理记录已经不在了，不能更新。可以作废这份文稿。"))
        return redirect(paper)
    return press(
        request,
        lambda: workflow.redraw(paper, source, by=request.user),
        done=_("已按最新的办理记录更新。"),
        then=paper,
    )


@require_POST
def take_step(request, pk, name):
    """One step of the paper; a refusal keeps what was typed."""
    paper = _paper_or_404(request, pk)
    if name not in workflow.STEPS:
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        return _show(request, paper, form=form, at=name, status=UNFIT)
    try:
        _take(request, paper, name, **form.cleaned_data)
    except Refused as refusal:
        fresh = _paper_or_404(request, pk)
        form.add_error("reason" if "reason" in request.POST else None, str(refusal))
        if name not in open_steps(fresh):
            messages.error(request, str(refusal))
            return redirect(fresh)
        return _show(request, fresh, form=form, at=name, status=REFUSED)
    said = {"issue": _("已印发%s。"), "void": _("已作废，文号%s不再使用。")}
    done = said[name] % paper.number if name in said and paper.number else _("已办理。")
    messages.success(request, done)
    return redirect(paper)


def _take(request, paper, name, *, reason, signatory, archive):
    step = getattr(workflow, name)
    more = {
        "return_with_reason": {"reason": reason},
        "sign": {"signatory": signatory, "today": localdate()},
        "issue": {"today": localdate()},
        "file": {"archive_class": archive, "today": localdate()},
        "void": {"reason": reason, "today": localdate()},
    }.get(name, {})
    step(paper, by=request.user, **more)


@require_safe
def paper_pdf(request, pk):
    """The PDF: as issued, or of the draft as it stands."""
    paper = _paper_or_404(request, pk)
    if paper.is_sent and paper.pdf:
        return redirect(reverse("files:download", args=[paper.pdf_id]) + "?view=1")
    return _answer(paper, pdf_of(sheet_of(paper)), PDF, "pdf", PDF_VIEWER)


@require_safe
def paper_docx(request, pk):
    """The DOCX: as issued, or of the draft as it stands."""
    paper = _paper_or_404(request, pk)
    if paper.is_sent and paper.docx:
        return redirect("files:download", pk=paper.docx_id)
    return _answer(paper, docx_of(sheet_of(paper)), DOCX, "docx", SEALED)


def _answer(paper, content: bytes, content_type: str, ending: str, policy: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"{workflow.file_name(paper)}.{ending}"
    disposition = content_disposition_header(ending != "pdf", name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cache-Control"] = "private, no-store"
    return response


def _paper_or_404(request, pk) -> Paper:
    seen = Paper.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related(*RELATED), pk=pk)


def _show(request, paper, *, form=None, at="", status=200):
    sheet = sheet_of(paper)
    may_draft = paper.status == Paper.Status.DRAFTING and may(request.user, Permission.DRAFT, paper)
    context = {
        "paper": paper,
        "kind": kind_of(paper.kind),
        "sheet": sheet,
        "blocks": [for_screen(block) for block in sheet.blocks],
        "title_lines": sheet.title.split("|"),
        "steps": steps_for(request.user, paper),
        "form": form or StepForm(initial={"archive": paper.archive_class}),
        "at": at,
        "may_edit": may_draft,
        "events": events_of(paper).order_by("-seq"),
        "about_url": _about_url(request, paper),
        "scans": paper.scans.filter(state="attached").select_related("file", "confirmed_by"),
    }
    return render(request, "papers/detail.html", context, status=status)


def _about_url(request, paper) -> str:
    """The record in whose folder it lies, where that has a page."""
    model = apps.get_model(paper.about_type)
    if not hasattr(model, "get_absolute_url"):
        return ""
    about = model._base_manager.filter(pk=paper.about_id).first()
    return about.get_absolute_url() if about else ""


def _kind_name(paper) -> str:
    try:
        return str(kind_of(paper.kind).name)
    except KeyError:
        return paper.kind


def _clerk_body(user):
    """The body for whose own papers the reader drafts, if any."""
    return next((grant.body for grant in user.current_grants if grant.role in CLERKS), None)

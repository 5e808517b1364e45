"""The list, one report as it reads, what the checks find, its paper and its picture."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.giving import PDF_VIEWER, SEALED
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers.rendering import docx_of, pdf_of
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.ui.paging import paginate
from lianxin.work.work_reports import outlining, workflow
from lianxin.work.work_reports.checks import Level, findings
from lianxin.work.work_reports.files import DOCX, PDF, as_file
from lianxin.work.work_reports.fixing import changes_by_token, later_changes
from lianxin.work.work_reports.forms import ReportForm, SourceForm
from lianxin.work.work_reports.layout import blocks_of
from lianxin.work.work_reports.models import Comment, Report
from lianxin.work.work_reports.papers import occasion, sheet_of_report
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.picture import picture_of
from lianxin.work.work_reports.queries import BY_PERIOD, bodies_drafted_for
from lianxin.work.work_reports.values import Book
from lianxin.work.work_reports.views.stepping import crumbs, report_for, step_page
from lianxin.work.work_reports.views.steps import open_steps


@require_safe
def listing(request):
    """Reports the reader may see, the newest period first."""
    seen = Report.objects.visible_to(request.user)
    page = paginate(request, seen, order=BY_PERIOD, rows=Report.objects.for_list())
    drafts = bodies_drafted_for(request.user).exists()
    return render(request, "work_reports/list.html", {"page": page, "drafts": drafts})


@require_http_methods(FORM)
def new(request):
    """Begin a report: its first draft is written from the records."""
    if not bodies_drafted_for(request.user).exists():
        raise PermissionDenied(_("起草工作报告的是本级人大工作人员。"))
    form = ReportForm(typed(request), user=request.user)

    def act():
        report = form.report()
        plan = outlining.first_draft(report)
        return workflow.begin(report, plan=plan, by=request.user, today=localdate())

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("起草工作报告"),
            _("生成初稿"),
            reverse("work_reports:list"),
            lead=_("按提纲和已有记录生成初稿，每个数字都能点开。生成后再逐节修改。"),
            crumbs=crumbs(),
        ),
        done=_("初稿已生成。请逐节核对、修改。"),
        then=lambda report: report.get_absolute_url(),
    )


@require_safe
def detail(request, pk):
    """The report as it reads, with remarks beside its sections."""
    report = report_for(request, pk)
    later = list(later_changes(report, request.user)) if report.is_fixed else []
    book = Book(report, changed=changes_by_token(report, later))
    remarks: dict[int, list[Comment]] = {}
    discusses = may(request.user, Permission.COMMENT, report)
    if discusses:
        for one in Comment.objects.filter(section__report=report).select_related(
            "made_by", "resolved_by"
        ):
            remarks.setdefault(one.section_id, []).append(one)
    drafts = may(request.user, Permission.DRAFT, report)
    blocks = blocks_of(report, book, is_finished=report.is_fixed)
    context = {
        "report": report,
        "rows": [(one, remarks.get(one.section.pk, [])) for one in blocks],
        "occasion": occasion(report),
        "writes": drafts and not report.is_fixed,
        "drafts": drafts,
        "discusses": discusses and not report.is_fixed,
        "sees_work": discusses,
        "steps": open_steps(request.user, report),
        "waiting": sum(not one.resolved_at for some in remarks.values() for one in some),
        "later": later,
        "events": events_of(report).reverse()[:20] if discusses else [],
    }
    return render(request, "work_reports/detail.html", context)


@require_safe
def checks(request, pk):
    """What the checks find, and where typed numbers come from."""
    report = report_for(request, pk, Permission.COMMENT)
    return _checks(request, report)


def _checks(request, report, *, form=None, status=200):
    found = findings(report)
    drafts = may(request.user, Permission.DRAFT, report) and not report.is_fixed
    groups = [
        (_("必须改正"), "bad", [one for one in found if one.level == Level.STOP]),
        (_("请核对"), "warn", [one for one in found if one.level == Level.ASK]),
        (_("供了解"), "", [one for one in found if one.level == Level.NOTE]),
    ]
    known = {one.words: one.source for one in report.typed_sources.all()}
    context = {
        "report": report,
        "groups": groups,
        "number": len(found),
        "drafts": drafts,
        "known": known,
        "form": form,
    }
    return render(request, "work_reports/checks.html", context, status=status)


@require_POST
def source(request, pk):
    """Say where a typed number comes from."""
    report = report_for(request, pk, Permission.DRAFT)
    form = SourceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("来源不能超过 200 个字。请写短一些。"))
        return _checks(request, report, form=form, status=422)
    return press(
        request,
        lambda: workflow.give_source(report, by=request.user, **form.cleaned_data),
        done=_("来源已记下。"),
        then=reverse("work_reports:checks", args=[report.pk]),
    )


@require_safe
def changes(request, pk):
    """What changed in the records since it was signed."""
    report = report_for(request, pk)
    context = {"report": report, "later": list(later_changes(report, request.user))}
    return render(request, "work_reports/changes.html", context)


@require_safe
def picture(request, pk):
    """一图读懂: the year on one page."""
    report = report_for(request, pk)
    later = later_changes(report, request.user) if report.is_fixed else ()
    book = Book(report, changed=changes_by_token(report, later))
    context = {"report": report, "picture": picture_of(report, book)}
    return render(request, "work_reports/picture.html", context)


@require_safe
def pdf(request, pk):
    report = report_for(request, pk)
    sheet = sheet_of_report(report, Book(report))
    return as_file(report, pdf_of(sheet), PDF, "pdf", PDF_VIEWER)


@require_safe
def docx(request, pk):
    report = report_for(request, pk)
    sheet = sheet_of_report(report, Book(report))
    return as_file(report, docx_of(sheet), DOCX, "docx", SEALED)


@require_POST
def keep_outline(request, pk):
    """Let the body's next reports begin with this one's sections; or with the shipped ones."""
    report = report_for(request, pk, Permission.DRAFT)
    if "shipped" in request.POST:
        act, done = outlining.forget_outline, _("以后的报告按系统自带的提纲起草。")
    else:
        act, done = outlining.keep_outline, _("以后的报告按本报告的章节起草。")
    return press(request, lambda: act(report, by=request.user), done=done, then=report)

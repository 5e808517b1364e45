"""One section: writing it with figures from a list, remarks on it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.work.work_reports import outlining, tokens, workflow
from lianxin.work.work_reports.forms import CommentForm, NewSectionForm, ResolveForm, SectionForm
from lianxin.work.work_reports.models import Comment, Section
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.values import Book
from lianxin.work.work_reports.views.stepping import crumbs, part_for, report_for, step_page

TURNS = ("", tokens.BEFORE, tokens.COMPARED, tokens.BARE)


def _back(section: Section) -> str:
    return f"{section.report.get_absolute_url()}#{section.anchor}"


@require_http_methods(FORM)
def edit(request, pk):
    """Write a section. A figure picked from the list goes to the end; script puts it in place."""
    section = part_for(request, Section, pk, Permission.DRAFT)
    report = section.report
    known = {"title": section.title, "text": section.text, "seen": section.version}
    data = typed(request)
    if data is not None and "put" in data:
        return _put(request, section, data)
    form = SectionForm(data, initial=known)
    return step_page(
        request,
        form,
        lambda: workflow.write(section, by=request.user, **form.cleaned_data),
        words=Words(
            str(section), _("保存"), _back(section), lead=report.title, crumbs=crumbs(report)
        ),
        done=_("已保存。"),
        then=lambda written: _back(section),
        template="work_reports/section.html",
        section=section,
        report=report,
        rooms=outlining.offered(Book(report)),
        turns=TURNS,
    )


def _put(request, section, data):
    """Without script: the picked figure at the end of what was typed, nothing saved yet."""
    form = SectionForm(data)
    form.full_clean()
    chosen = tokens.TOKEN.fullmatch(data.get("put", "").strip())
    words = data.get("text", "")
    if chosen:
        turn = data.get("turn", "")
        token = chosen[0]
        if turn in TURNS and turn and chosen[1] == tokens.LIVE:
            token = f"{token[:-1]} {turn}〕"
        words = f"{words}{token}"
    kept = data.copy()
    kept["text"] = words
    report = section.report
    context = {
        "form": SectionForm(
            initial={name: kept.get(name, "") for name in ("title", "text", "seen")}
        ),
        "words": Words(
            str(section), _("保存"), _back(section), lead=report.title, crumbs=crumbs(report)
        ),
        "section": section,
        "report": report,
        "rooms": outlining.offered(Book(report)),
        "turns": TURNS,
        "is_put": bool(chosen),
    }
    return render(request, "work_reports/section.html", context)


@require_http_methods(FORM)
def new(request, pk):
    report = report_for(request, pk, Permission.DRAFT)
    form = NewSectionForm(typed(request), initial={"part": Section.Part.PAST})
    return step_page(
        request,
        form,
        lambda: workflow.add_section(report, by=request.user, **form.cleaned_data),
        words=Words(_("增加一节"), _("增加"), report.get_absolute_url(), crumbs=crumbs(report)),
        done=_("已增加。请写正文。"),
        then=lambda made: reverse("work_reports:section", args=[made.pk]),
    )


@require_POST
def remove(request, pk):
    section = part_for(request, Section, pk, Permission.DRAFT)
    return press(
        request,
        lambda: workflow.remove_section(section, by=request.user),
        done=_("已删去这一节。原文还在“历次版本”里。"),
        then=section.report.get_absolute_url(),
    )


@require_http_methods(FORM)
def comment(request, pk):
    section = part_for(request, Section, pk, Permission.COMMENT)
    form = CommentForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.comment(section, by=request.user, **form.cleaned_data),
        words=Words(
            _("对“%s”提意见") % section,
            _("提交意见"),
            _back(section),
            crumbs=crumbs(section.report),
        ),
        done=_("意见已提交。"),
        then=lambda _made: _back(section),
    )


@require_http_methods(FORM)
def resolve(request, pk):
    one = part_for(request, Comment, pk, Permission.DRAFT, through="section.report")
    if one.resolved_at and request.method != "POST":
        return redirect(_back(one.section))
    form = ResolveForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.resolve(one, by=request.user, **form.cleaned_data),
        words=Words(
            _("处理意见"),
            _("处理完毕"),
            _back(one.section),
            lead=one.text,
            crumbs=crumbs(one.section.report),
        ),
        done=_("这条意见已处理。"),
        then=lambda _done: _back(one.section),
    )

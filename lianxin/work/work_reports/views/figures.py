"""Figures that no room records: entered by hand, each with its proof."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.figures import catalogue
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, press
from lianxin.ui.menu import Entry
from lianxin.work.work_reports import tokens, workflow
from lianxin.work.work_reports.checks import parts_fault
from lianxin.work.work_reports.forms import StatedForm
from lianxin.work.work_reports.models import StatedFigure
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.values import Book, full_name, stated_words
from lianxin.work.work_reports.views.stepping import crumbs, part_for, report_for, step_page

MOST_CHOICES = 40


@require_safe
def listing(request, pk):
    report = report_for(request, pk, Permission.COMMENT)
    rows = [
        (one, stated_words(one), tokens.write(one.key, kind=tokens.STATED), parts_fault(one))
        for one in report.stated.select_related("proof")
    ]
    writes = may(request.user, Permission.DRAFT, report) and not report.is_fixed
    return render(
        request, "work_reports/stated.html", {"report": report, "rows": rows, "writes": writes}
    )


@require_safe
def numbers(request, pk):
    """What the records say now, room by room, with the words that put it into the prose.

    With `key`, one figure by its parts. Each figure is asked once for each year.
    """
    report = report_for(request, pk, Permission.DRAFT)
    book = Book(report)
    rooms = list(dict.fromkeys(str(one.room) for one in catalogue.figures()))
    asked = request.GET.get("room", "")
    room = rooms[int(asked)] if asked.isdecimal() and int(asked) < len(rooms) else rooms[0]
    figure = next((one for one in catalogue.figures() if one.key == request.GET.get("key")), None)
    if figure is not None:
        room = str(figure.room)
        found = list(_by_parts(figure, book))
    else:
        found = [(one, full_name(one), {}) for one in catalogue.figures() if str(one.room) == room]
    context = {
        "report": report,
        "figure": figure,
        "place": rooms.index(room),
        "tabs": [
            Entry(
                name,
                reverse("work_reports:numbers", args=[pk], query={"room": place}),
                is_current=name == room,
                count=None,
            )
            for place, name in enumerate(rooms)
        ],
        "rows": [_row(report, book, *one) for one in found],
    }
    return render(request, "work_reports/numbers.html", context)


def _by_parts(figure, book):
    """The figure narrowed to each of its parts' values."""
    for part, (label, choices) in figure.parts.items():
        for value, words in list(choices(book.scope).items())[:MOST_CHOICES]:
            yield figure, f"{label}：{words}", {part: str(value)}


def _row(report, book, figure, name, narrowed):
    token = tokens.write(figure.key, narrowed=narrowed)
    read = [book.read(tokens.tokens_of(token)[0])]
    if report.kind != report.Kind.TERM:
        before = tokens.write(figure.key, tokens.BEFORE, narrowed=narrowed)
        read.append(book.read(tokens.tokens_of(before)[0]))
    has_parts = bool(figure.parts) and not narrowed
    return name, read[0], read[1] if len(read) > 1 else None, token, figure.key if has_parts else ""


@require_http_methods(FORM)
def new(request, pk):
    report = report_for(request, pk, Permission.DRAFT)
    return _form(request, StatedFigure(report=report), _("登记手填数字"))


@require_http_methods(FORM)
def change(request, pk):
    figure = part_for(request, StatedFigure, pk, Permission.DRAFT)
    return _form(request, figure, _("修改手填数字"))


def _form(request, figure, heading):
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StatedForm(*data, instance=figure)
    report = figure.report
    back = reverse("work_reports:stated", args=[report.pk])
    return step_page(
        request,
        form,
        lambda: workflow.state_figure(
            form.figure(), by=request.user, upload=form.cleaned_data["upload"]
        ),
        words=Words(
            heading,
            _("保存"),
            back,
            lead=_("系统里没有记录的数字，如媒体稿件。写进报告后标明“手填”，附上依据。"),
            crumbs=crumbs(report),
        ),
        done=_("已登记。写进正文用：〔手填:代码〕。"),
        then=lambda _made: back,
    )


@require_POST
def drop(request, pk):
    figure = part_for(request, StatedFigure, pk, Permission.DRAFT)
    return press(
        request,
        lambda: workflow.drop_figure(figure, by=request.user),
        done=_("已删去。"),
        then=reverse("work_reports:stated", args=[figure.report_id]),
    )

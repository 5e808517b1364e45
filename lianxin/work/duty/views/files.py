"""The deputies of a body with what each did, one deputy's file, its booklet."""

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.engines.tenure import Duty, days_in_duty
from lianxin.foundation.files.giving import give
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.sheets import exports
from lianxin.ui.menu import Entry
from lianxin.work.duty.booklets import ask_for_booklets
from lianxin.work.duty.entries import sections_for
from lianxin.work.duty.exporting import deputies_export, file_export
from lianxin.work.duty.files import File, counts_words, file_of, tallies_of
from lianxin.work.duty.forms.listing import FilterForm
from lianxin.work.duty.models import Objection
from lianxin.work.duty.norms import norms_of, remarks_of
from lianxin.work.duty.papers.booklet import booklet_of
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.progress import lists_for, progress_of
from lianxin.work.duty.queries import own_seat, period_of, seats_read_by, years_of
from lianxin.work.duty.scoring import score_of

PER_PAGE = 20
RELATED = ("person", "body", "term", "group__body", "district")


@require_safe
def deputy_list(request):
    """The deputies of a body in stroke order, what each did, and where to read it."""
    user = request.user
    if exports.is_asked(request):
        return exports.answer(request, deputies_export)
    filters = FilterForm(request.GET, user=user, today=localdate())
    if filters.body is None:
        if own_seat(user, localdate()):
            return redirect("duty:mine")
        raise PermissionDenied(_("履职档案由本级人大工作人员查看，您的账号没有这项权限。"))
    tallies = tallies_of(filters.body, filters.days)
    page = Paginator(filters.duties, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "body": filters.body,
        "term": filters.chosen_term,
        "period": filters.days,
        "page": page,
        "rows": [(duty, counts_words(duty.seat.person_id, tallies)) for duty in page],
        "asked": request.GET.keys() - {"page"},
        "tabs": sections_for(user, "duty:list"),
        "export": exports.address(request),
        "prints": may(user, Permission.KEEP, filters.body),
    }
    return render(request, "duty/list.html", context)


@require_safe
def mine(request):
    """我的履职: one's own file, made for a phone."""
    seat = own_seat(request.user, localdate())
    if seat is None:
        raise Http404(_("您的账号没有对应的代表资格。"))
    return _file_page(request, seat.pk, is_own=True)


@require_safe
def detail(request, pk):
    """One deputy's file."""
    return _file_page(request, pk, is_own=False)


def _file_page(request, pk: int, *, is_own: bool) -> HttpResponse | FileResponse:
    if exports.is_asked(request):
        return exports.answer(request, file_export)
    file = _file(request, pk)
    seat, user, today = file.seat, request.user, localdate()
    own = user.person_id == seat.person_id
    office = may(user, Permission.READ_OFFICE, seat)
    context = {
        "file": file,
        "seat": seat,
        "is_own": own,
        "is_office": office,
        "tabs": _periods(request, file),
        "today": today,
        "export": f"?as=xlsx&seat={seat.pk}&period={file.period.value}",
        "objections": Objection.objects.filter(seat=seat) if own or office else [],
        "others": _other_terms(user, seat) if file.other_seats else [],
        "tasks": _tasks(file) if own or office else [],
        "norms": norms_of(file) if own or office else [],
        "score": score_of(file) if own or office else None,
        "remarks": remarks_of(file) if office and not own else [],
    }
    return render(request, "duty/mine.html" if is_own else "duty/file.html", context)


def _file(request, pk: int) -> File:
    seat = get_object_or_404(seats_read_by(request.user).select_related(*RELATED), pk=pk)
    require(request.user, Permission.READ_FILE, seat)
    today = localdate()
    return file_of(seat, period_of(seat.term, request.GET.get("period", ""), today), today=today)


def _periods(request, file: File) -> list[Entry]:
    """Years of the seat, newest first, then the whole term."""
    seat, today = file.seat, localdate()
    last = seat.ended_on.year if seat.ended_on else today.year
    found = [
        Entry(_("%d 年") % year, f"?period={year}", year == file.period.year, None)
        for year in years_of(seat.term, today)
        if seat.started_on.year <= year <= last
    ]
    return [
        *found,
        Entry(_("本届以来"), "?period=term", file.period.year is None, None),
    ]


def _tasks(file: File):
    """Tasks of the lists in force on the file's days; for the deputy and the office."""
    seat = file.seat
    return [
        progress_of(one, Duty(seat, days_in_duty(seat, one.since, one.until)))
        for one in lists_for(seat, file.period.since, file.period.until)
    ]


def _other_terms(user, seat: Seat):
    """Further files of the same person that the reader may open."""
    return (
        seats_read_by(user)
        .filter(person=seat.person_id)
        .exclude(pk=seat.pk)
        .select_related("body", "term")
        .order_by("-started_on")
    )


@require_safe
def booklet(request, pk) -> FileResponse:
    """The file as a booklet to print."""
    file = _file(request, pk)
    name = _("%(name)s履职档案%(period)s.pdf") % {
        "name": file.seat.person.name,
        "period": file.period.words.replace(" ", ""),
    }
    content = ContentFile(b"" if request.method == "HEAD" else booklet_of(file))
    return give(content, content_type="application/pdf", name=name, is_shown=True)


@require_POST
def booklets(request):
    """Booklets of all deputies of a body, made behind the pages."""
    filters = FilterForm(request.POST, user=request.user, today=localdate())
    if filters.body is None:
        raise Http404
    require(request.user, Permission.KEEP, filters.body)
    job = ask_for_booklets(filters.body, filters.chosen_term, filters.days, by=request.user)
    return redirect(reverse("tasks:job", args=[job.pk]))

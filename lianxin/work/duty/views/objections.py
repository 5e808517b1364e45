"""Objections to the file: raised by the deputy, answered by the office."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, Words, typed
from lianxin.ui.paging import paginate
from lianxin.work.duty import workflow
from lianxin.work.duty.entries import keeps_duty, sections_for
from lianxin.work.duty.files import Line, file_of
from lianxin.work.duty.forms.objections import ObjectionForm, SettleForm
from lianxin.work.duty.models import Objection
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.queries import Period, seats_read_by
from lianxin.work.duty.views.stepping import step_page

RELATED = ("person", "body", "term", "group__body", "district")


@require_safe
def objection_list(request):
    """Those waiting first, for the office."""
    user = request.user
    if not keeps_duty(user):
        raise PermissionDenied(_("异议由本级人大工作人员处理，您的账号没有这项权限。"))
    found = Objection.objects.filter(seat__in=seats_read_by(user))
    waiting = found.filter(settled_on__isnull=True).select_related("seat__person", "seat__body")
    context = {
        "waiting": waiting.order_by("raised_on", "pk")[:100],
        "page": paginate(
            request,
            found.filter(settled_on__isnull=False),
            rows=Objection.objects.select_related("seat__person", "seat__body"),
        ),
        "tabs": sections_for(user, "duty:objections"),
    }
    return render(request, "duty/objections.html", context)


@require_http_methods(FORM)
def object_to(request, pk):
    """The deputy says what is wrong with a line of the own file, or what is missing."""
    seat = get_object_or_404(seats_read_by(request.user).select_related(*RELATED), pk=pk)
    require(request.user, Permission.OBJECT, seat)
    line = _line(seat, request.GET)
    form = ObjectionForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.object_to(
            seat,
            words=form.cleaned_data["words"],
            line=line,
            by=request.user,
            today=localdate(),
        ),
        words=Words(
            _("这一条不对") if line else _("少记了、记错了"),
            _("交人大办核实"),
            reverse("duty:mine"),
            lead=f"{line.deed.on.isoformat()} {line.source.label}：{line.deed.words}"
            if line
            else "",
            crumbs=[(_("我的履职"), reverse("duty:mine"))],
        ),
        done=_("已告诉人大办，核实后答复您。"),
        then=lambda _objection: reverse("duty:mine"),
    )


def _line(seat: Seat, asked) -> Line | None:
    """The line of the file that the address names, if it is there."""
    try:
        day = date.fromisoformat(asked.get("on", ""))
    except ValueError:
        return None
    file = file_of(seat, Period(day, day), today=localdate())
    return next(
        (
            line
            for line in file.lines
            if line.source.key == asked.get("source") and line.deed.words == asked.get("words")
        ),
        None,
    )


@require_http_methods(FORM)
def detail(request, pk):
    """One objection: for the deputy to read, for the office to answer."""
    seen = Objection.objects.filter(seat__in=seats_read_by(request.user))
    objection = get_object_or_404(
        seen.select_related("seat__person", "seat__body", "seat__group__body", "settled_by"), pk=pk
    )
    settles = objection.is_open and may(request.user, Permission.SETTLE, objection)
    if not settles:
        if request.method == "POST":
            require(request.user, Permission.SETTLE, objection)
        return render(request, "duty/objection.html", {"objection": objection})
    form = SettleForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.settle(
            objection, words=form.cleaned_data["words"], by=request.user, today=localdate()
        ),
        words=Words(
            _("处理%s的异议") % objection.seat.person.name,
            _("答复代表"),
            reverse("duty:objections"),
            crumbs=[(_("异议"), reverse("duty:objections"))],
        ),
        done=_("已处理，代表在“我的履职”里能看到。"),
        then=lambda _objection: reverse("duty:objections"),
        template="duty/settle.html",
        objection=objection,
    )

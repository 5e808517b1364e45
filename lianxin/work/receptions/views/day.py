"""The reception's own page and its steps, made for the organiser's phone."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.giving import PDF_VIEWER
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.rendering import pdf_of
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, UNFIT, Words, press, tried, typed
from lianxin.work.receptions import workflow
from lianxin.work.receptions.forms.holding import (
    CheckInForm,
    LeaveForm,
    PutOnForm,
    QuietForm,
    ReasonForm,
    SwapForm,
    VisitorForm,
)
from lianxin.work.receptions.models import Duty, Reception, VisitorRecord
from lianxin.work.receptions.permissions import Permission
from lianxin.work.receptions.queries import duties_of
from lianxin.work.receptions.views.roster import steps_of
from lianxin.work.receptions.views.stepping import duty_for, reception_for, step_page


@require_safe
def detail(request, pk):
    """Who is on duty, who came, what may be done now."""
    return _detail(request, reception_for(request, pk))


def _detail(request, reception, *, status=200):
    user, today = request.user, localdate()
    duties = list(reception.duties.select_related("seat__person", "staff", "stands_for"))
    steps = steps_of(user, reception)
    is_due = today >= reception.on
    records = VisitorRecord.objects.visible_to(user).filter(reception=reception)
    context = {
        "reception": reception,
        "duties": [(duty, may(user, Permission.OWN_DUTY, duty)) for duty in duties],
        "check_in": CheckInForm(reception=reception) if steps["keeps"] and is_due else None,
        "records": records.for_list(),
        "visits": reception.visitors.count(),
        "papers": _papers(user, reception),
        "is_due": is_due,
        "is_past": today > reception.on,
        "events": events_of(reception).reverse()[:20] if steps["keeps"] else [],
        **steps,
    }
    return render(request, "receptions/detail.html", context, status=status)


def _papers(user, reception):
    """The notice's paper, for those who may read it."""
    if reception.announcement_id is None:
        return []
    return Paper.objects.visible_to(user).about(reception.announcement)


@require_POST
def check_in(request, pk):
    reception = reception_for(request, pk, Permission.KEEP)
    form = CheckInForm(request.POST, reception=reception)
    if not form.is_valid():
        return _detail(request, reception, status=UNFIT)
    return press(
        request,
        lambda: workflow.check_in(
            form.attendances(), reception=reception, by=request.user, today=localdate()
        ),
        done=_("签到已保存。"),
        then=reception,
    )


@require_http_methods(FORM)
def visitor(request, pk):
    """登记来访: words first; the answer page shows the number and the code to hand over."""
    reception = reception_for(request, pk, Permission.RECEIVE)
    form = VisitorForm(
        typed(request),
        request.FILES if request.method == "POST" else None,
        reception=reception,
        initial={"post_key": uuid4().hex, "received_by": _own_duty(request.user, reception)},
    )
    outcome = tried(
        request,
        form,
        lambda: workflow.record_visitor(
            reception, by=request.user, today=localdate(), **form.values()
        ),
    )
    if outcome.is_done:
        return _recorded(request, reception, outcome.result)
    context = {"form": form, "reception": reception}
    return render(request, "receptions/visitor.html", context, status=outcome.status)


def _recorded(request, reception, made):
    """Shown by the answer itself, not by a redirect: the code is shown this once."""
    context = {"reception": reception, "record": made.record, "code": made.code, "made": made}
    response = render(request, "receptions/recorded.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _own_duty(user, reception):
    if user.person_id is None:
        return None
    own = reception.duties.filter(seat__person=user.person_id, state=Duty.State.PLANNED)
    return own.values_list("pk", flat=True).first()


@require_POST
def close(request, pk):
    reception = reception_for(request, pk, Permission.KEEP)
    return press(
        request,
        lambda: workflow.close(reception, by=request.user, today=localdate()),
        done=_("接待已结束。需要办理的来访，请在留言里继续分流。"),
        then=reception,
    )


def _step(request, reception, form, act, *, heading, button, done, lead="", is_grave=False):
    back = reception.get_absolute_url()
    return step_page(
        request,
        form,
        act,
        words=Words(
            heading,
            button,
            back,
            lead=lead or str(reception),
            is_grave=is_grave,
            crumbs=[(_("接待"), reverse("receptions:list")), (str(reception), back)],
        ),
        done=done,
        then=lambda _made: back,
    )


@require_http_methods(FORM)
def quiet(request, pk):
    reception = reception_for(request, pk, Permission.KEEP)
    form = QuietForm(typed(request))
    return _step(
        request,
        reception,
        form,
        lambda: workflow.quiet(reception, by=request.user, today=localdate(), **form.cleaned_data),
        heading=_("今日无人来访"),
        button=_("登记并结束"),
        done=_("已登记：今日无人来访。"),
    )


@require_http_methods(FORM)
def cancel(request, pk):
    reception = reception_for(request, pk, Permission.KEEP)
    form = ReasonForm(typed(request))
    return _step(
        request,
        reception,
        form,
        lambda: workflow.cancel(reception, by=request.user, today=localdate(), **form.cleaned_data),
        heading=_("取消接待"),
        button=_("取消这次接待"),
        done=_("已取消，值班人员会收到通知，公开页面会说明。"),
        is_grave=True,
    )


@require_http_methods(FORM)
def reopen(request, pk):
    reception = reception_for(request, pk, Permission.KEEP)
    form = ReasonForm(typed(request))
    return _step(
        request,
        reception,
        form,
        lambda: workflow.reopen(reception, by=request.user, today=localdate(), **form.cleaned_data),
        heading=_("重新打开"),
        button=_("重新打开"),
        done=_("已重新打开，可以补登来访。补登完请再结束。"),
    )


@require_http_methods(FORM)
def put_on(request, pk):
    reception = reception_for(request, pk, Permission.KEEP)
    form = PutOnForm(typed(request), reception=reception)
    return _step(
        request,
        reception,
        form,
        lambda: workflow.put_on(reception, by=request.user, today=localdate(), **form.cleaned_data),
        heading=_("安排值班"),
        button=_("安排"),
        done=_("已安排，本人会收到通知。"),
    )


@require_http_methods(FORM)
def leave(request, pk):
    duty = duty_for(request, pk, Permission.OWN_DUTY)
    done = _("已请假，组织人会收到通知。")
    if _left_already(duty, request.POST):
        return _done(request, duty, done)
    form = LeaveForm(typed(request), duty=duty)

    def act():
        try:
            workflow.ask_leave(duty, by=request.user, today=localdate(), **form.cleaned_data)
        except Refused:
            if not _left_already(duty, request.POST):
                raise

    return _step(
        request,
        duty.reception,
        form,
        act,
        heading=_("%s请假") % duty.name,
        button=_("请假"),
        done=done,
    )


def _left_already(duty: Duty, said) -> bool:
    """Pressed twice: the first press has written down the same leave and substitute."""
    reason = said.get("reason", "").strip()
    left = Duty.objects.filter(pk=duty.pk, state=Duty.State.LEAVE, reason=reason)
    if not reason or not left.exists():
        return False
    stands_in = Duty.objects.filter(stands_for=duty.pk).values_list("seat", flat=True).first()
    return str(stands_in or "") == said.get("substitute", "")


@require_http_methods(FORM)
def swap(request, pk):
    duty = duty_for(request, pk, Permission.OWN_DUTY)
    done = _("已换班，双方会收到通知。")
    if _swapped_already(duty, request.POST):
        return _done(request, duty, done)
    form = SwapForm(typed(request), others=_to_swap_with(duty))

    def act():
        try:
            workflow.swap(duty, form.cleaned_data["other"], by=request.user, today=localdate())
        except Refused:
            if not _swapped_already(duty, request.POST):
                raise

    return _step(
        request,
        duty.reception,
        form,
        act,
        heading=_("%s换班") % duty.name,
        button=_("换班"),
        done=done,
    )


def _swapped_already(duty: Duty, said) -> bool:
    """Pressed twice: the first press has made the same swap."""
    other = said.get("other", "")
    if not other.isdecimal():
        return False
    swapped = Duty.objects.filter(stands_for=duty.pk, stands_for__state=Duty.State.SWAPPED)
    theirs = Duty.objects.filter(pk=int(other), state=Duty.State.SWAPPED).values("seat")
    return swapped.filter(seat__in=theirs).exists()


def _done(request, duty: Duty, words: str):
    messages.success(request, words)
    return redirect(duty.reception)


def _to_swap_with(duty: Duty):
    """Other deputies' turns at the same place, still to come."""
    reception = duty.reception
    return (
        Duty.objects.filter(
            reception__body=reception.body_id,
            reception__station=reception.station_id,
            reception__on__gte=localdate(),
            reception__state__in=Reception.OPEN,
            state=Duty.State.PLANNED,
            seat__isnull=False,
        )
        .exclude(reception=reception.pk)
        .exclude(seat=duty.seat_id)
        .select_related("seat__person", "staff", "reception")
        .order_by("reception__on", "pk")
    )


@require_safe
def mine(request):
    """My duties: coming ones with leave and swap, past ones with what was recorded."""
    today = localdate()
    found = list(duties_of(request.user, today.replace(month=1, day=1)))
    context = {
        "coming": [
            (one, one.is_deputy and one.state == Duty.State.PLANNED and one.reception.is_open)
            for one in found
            if one.reception.on >= today
        ],
        "past": [one for one in reversed(found) if one.reception.on < today],
        "today": today,
    }
    return render(request, "receptions/mine.html", context)


def _record_or_404(request, pk) -> VisitorRecord:
    seen = VisitorRecord.objects.visible_to(request.user).for_list()
    return get_object_or_404(seen, pk=pk)


@require_safe
def record(request, pk):
    """One visit: the words, what was answered, where it went."""
    found = _record_or_404(request, pk)
    message = found.message
    contact = getattr(message, "contact", None)
    context = {
        "record": found,
        "message": message,
        "contact": contact,
        "answers": message.answers.all(),
        "message_url": message.get_absolute_url(),
    }
    return render(request, "receptions/record.html", context)


@require_safe
def record_sheet(request, pk):
    """接待选民记录表, drawn from the record as it stands."""
    found = _record_or_404(request, pk)
    return _drawn("visitor_record", found, f"{_('接待选民记录表')}{found.number}", request.user)


@require_safe
def blank_sheet(request, pk):
    """Blank pages of the paper book, with the reception's QR."""
    reception = reception_for(request, pk)
    require(request.user, Permission.RECEIVE, reception)
    return _drawn("blank_visitor_record", reception, f"{_('空白记录表')}{reception}", request.user)


def _drawn(key: str, source, name: str, user) -> HttpResponse:
    kind = kind_of(key)
    values = kind.data_of(source, user)
    sheet = kind.compose(values)
    sheet.title = values["title"]
    response = HttpResponse(pdf_of(sheet), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_VIEWER
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def today(request):
    """The reception of today that the reader keeps: where a liaison's phone begins."""
    found = Reception.objects.visible_to(request.user).filter(on=localdate()).order_by("from_time")
    first = found.first()
    return redirect(first or "receptions:list")

"""After the day: the record in one form, the signed sheet, corrections, what was said, files."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.models import Seat
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, press, typed, words_of
from lianxin.work.activities import workflow
from lianxin.work.activities.forms.recording import (
    AddFilesForm,
    CorrectForm,
    MarksForm,
    OpinionForm,
    RaiseForm,
    RecordForm,
    SheetForm,
)
from lianxin.work.activities.kinds import kind_of
from lianxin.work.activities.models import Activity, ActivityFile, Attendance, Opinion
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.results import changes, facts
from lianxin.work.activities.views.stepping import (
    activity_for,
    own_attendance,
    step_page,
    uploaded,
    words_for,
)

VIA = Attendance.Via


def _keep(request, activity: Activity, uploads, kind: str) -> None:
    """Attach what was uploaded at once: a fault elsewhere in the form must not lose it.

    A browser forgets chosen files when it shows a form again. Raises Refused for a file
    that is not allowed; those before it stay.
    """
    for upload in uploads:
        # Looked at before the step's transaction is opened: pictures take seconds.
        workflow.add_file(activity, prepare(upload), kind=kind, by=request.user)


@require_http_methods(FORM)
def record(request, pk):
    """登记活动情况: one form; what was typed and the pictures stay whatever is refused."""
    activity = activity_for(request, pk, Permission.RECORD)
    if activity.state not in Activity.OPEN:
        messages.info(request, _("这次活动已经不在待记录的状态。要改的，请用“更正”。"))
        return redirect(activity)
    kind = kind_of(activity.body, activity.kind)
    form = RecordForm(
        typed(request),
        uploaded(request),
        activity=activity,
        kind=kind,
        initial=_likely(activity, kind),
    )
    status = 200
    if request.method == "POST":
        status = UNFIT
        is_fit = form.is_valid()
        try:
            _keep(
                request,
                activity,
                form.cleaned_data.get("pictures") or [],
                ActivityFile.Kind.PICTURE,
            )
            if is_fit:
                write_down(activity, form, by=request.user)
        except Refused as refusal:
            form.add_error(None, words_of(refusal))
            status = REFUSED
        else:
            if is_fit:
                messages.success(request, _("已记录。到会和缺席的代表会收到通知，可以核对。"))
                return redirect(activity)
    context = {
        "activity": activity,
        "kind": kind,
        "form": form,
        "pictures": pictures_of(activity),
        "draft": f"record-{activity.pk}",
    }
    return render(request, "activities/record.html", context, status=status)


def _likely(activity: Activity, kind) -> dict:
    """What will usually be right: how long it was planned to take."""
    length = int((activity.ends_at - activity.starts_at).total_seconds()) // 60
    return {"minutes": length} if kind.credits_minutes and length <= 24 * 60 else {}


@transaction.atomic
def write_down(
    activity: Activity, form: RecordForm, *, by, via: str = VIA.LIST, post_key: str = ""
) -> None:
    """All of the record or nothing: marks, opinions, expenses, what was done."""
    today = localdate()
    # Rows that say nothing new stay as they were: who scanned the code stays so marked.
    workflow.mark(activity, form.marks(), via=via, by=by, today=today)
    for said in form.opinions():
        workflow.add_opinion(activity, by=by, **said)
    for what, amount in form.expenses():
        workflow.add_expense(activity, what=what, amount=amount, by=by)
    workflow.record(activity, by=by, today=today, post_key=post_key, **form.facts())


def pictures_of(activity: Activity):
    return activity.files.filter(kind=ActivityFile.Kind.PICTURE).select_related("file")


@require_http_methods(FORM)
def paper(request, pk):
    """The sheet on paper: printed here, photographed back, its marks entered from it."""
    activity = activity_for(request, pk, Permission.RECORD)
    is_sheet = "send-sheet" in request.POST
    sheet_form = SheetForm(
        request.POST if is_sheet else None, request.FILES if is_sheet else None, prefix="sheet"
    )
    is_marks = request.method == "POST" and not is_sheet
    form = MarksForm(request.POST if is_marks else None, activity=activity)
    status = 200
    if request.method == "POST":
        asked = sheet_form if is_sheet else form
        status = UNFIT
        if asked.is_valid():
            try:
                if is_sheet:
                    uploads = sheet_form.cleaned_data["sheets"]
                    _keep(request, activity, uploads, ActivityFile.Kind.SHEET)
                    done = _("签到表已存好。请对照它登记到会情况。")
                else:
                    workflow.mark(
                        activity,
                        form.marks(),
                        via=VIA.PAPER,
                        by=request.user,
                        today=localdate(),
                    )
                    done = _("到会情况已按签到表登记。")
            except Refused as refusal:
                asked.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                messages.success(request, done)
                there = reverse("activities:paper", args=[activity.pk])
                return redirect(there if is_sheet else activity.get_absolute_url())
    context = {
        "activity": activity,
        "form": form,
        "sheet_form": sheet_form,
        "sheets": activity.files.filter(kind=ActivityFile.Kind.SHEET).select_related("file"),
        "is_open": activity.state in Activity.OPEN,
    }
    return render(request, "activities/paper.html", context, status=status)


@require_http_methods(FORM)
def correct(request, pk):
    """更正: first what stands beside what will stand, then the button that writes it."""
    activity = activity_for(request, pk, Permission.RECORD)
    kind = kind_of(activity.body, activity.kind)
    form = CorrectForm(typed(request), activity=activity, kind=kind, initial=facts(activity))
    status, found = 200, []
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            found = changes(activity, form.facts()) + form.changed_marks()
            status = 200
            if not found:
                form.add_error(None, _("和原来的记录一样，没有要更正的。请改好再看对照。"))
                status = UNFIT
            elif "sure" in request.POST:
                try:
                    workflow.correct(
                        activity,
                        reason=form.cleaned_data["reason"],
                        marks=form.marks(),
                        by=request.user,
                        today=localdate(),
                        **form.facts(),
                    )
                except Refused as refusal:
                    form.add_error(None, words_of(refusal))
                    found, status = [], REFUSED
                else:
                    messages.success(request, _("已更正，前后内容都留在经过里。"))
                    return redirect(activity)
    context = {
        "activity": activity,
        "form": form,
        "changes": found,
        "words": words_for(activity, _("更正记录"), _("看前后对照"), lead=activity.title),
    }
    return render(request, "activities/correct.html", context, status=status)


@require_http_methods(FORM)
def opinion_new(request, pk):
    activity = activity_for(request, pk, Permission.SPEAK)
    form = OpinionForm(typed(request), seats=_seats_of(activity))
    return step_page(
        request,
        form,
        lambda: workflow.add_opinion(activity, by=request.user, **form.cleaned_data),
        words=words_for(activity, _("加一条意见"), _("保存"), lead=activity.title),
        done=_("已记下。要办理的，请点“转为选民留言”或者“转为代表建议”。"),
        then=lambda _made: f"{activity.get_absolute_url()}#said",
    )


def _opinion(request, pk) -> Opinion:
    found = get_object_or_404(Opinion.objects.select_related("seat__person", "matter"), pk=pk)
    found.activity = activity_for(request, found.activity_id)
    return found


@require_POST
def opinion_to_message(request, pk):
    """The opinion as a voter's message, for the usual way of answering."""
    opinion = _opinion(request, pk)
    return press(
        request,
        lambda: workflow.opinion_to_message(opinion, by=request.user, today=localdate()),
        done=_("已转为选民留言，请分流办理。"),
        then=f"{opinion.activity.get_absolute_url()}#said",
    )


@require_http_methods(FORM)
def opinion_to_suggestion(request, pk):
    """The opinion as the draft of a suggestion: by who raised it, or by whom one chooses."""
    opinion = _opinion(request, pk)
    person = _raised_by(request, opinion)
    form = RaiseForm(typed(request), seats=_seats_of(opinion.activity))
    if person is not None and request.method == "POST":
        return press(
            request,
            lambda: workflow.opinion_to_suggestion(
                opinion, person=person, by=request.user, today=localdate()
            ),
            done=_("已转为代表建议的草稿，请补充后提交。"),
            then=f"{opinion.activity.get_absolute_url()}#said",
        )
    return step_page(
        request,
        form,
        lambda: workflow.opinion_to_suggestion(
            opinion,
            person=form.cleaned_data["seat"].person,
            by=request.user,
            today=localdate(),
        ),
        words=words_for(
            opinion.activity, _("转为代表建议"), _("转为代表建议"), lead=opinion.text[:60]
        ),
        done=_("已转为代表建议的草稿，请补充后提交。"),
        then=lambda _made: f"{opinion.activity.get_absolute_url()}#said",
    )


def _raised_by(request, opinion: Opinion):
    """Who is plainly its author: the deputy who said it, or the deputy who presses."""
    if opinion.seat is not None:
        return opinion.seat.person
    own = own_attendance(request.user, opinion.activity)
    return own.seat.person if own else None


def _seats_of(activity: Activity):
    return Seat.objects.filter(attendances__activity=activity).select_related("person")


@require_http_methods(FORM)
def files_new(request, pk):
    """Pictures, materials, receipts: also after the record is made."""
    activity = activity_for(request, pk, Permission.RECORD)
    chosen = [one for one in ActivityFile.Kind.choices if one[0] != ActivityFile.Kind.SHEET]
    form = AddFilesForm(
        typed(request),
        uploaded(request),
        kinds=chosen,
        initial={"kind": request.GET.get("kind", "")},
    )
    return step_page(
        request,
        form,
        lambda: _keep(request, activity, form.cleaned_data["uploads"], form.cleaned_data["kind"]),
        words=words_for(activity, _("加照片和材料"), _("上传"), lead=activity.title),
        done=_("已存好。"),
        then=lambda _made: activity.get_absolute_url(),
    )

"""The report: written by the deputy on a phone, read by the clerk."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, found_for, press, tried, typed
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.forms.meetings import ReportForm, ReviewForm
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.appraisals.permissions import Permission, is_reporting
from lianxin.work.appraisals.results import results_of

RELATED = ("body", "batch", "meeting__body", "seat__person", "seat__district", "office")


@require_safe
def mine(request):
    """One's own reports, the newest first."""
    found = Subject.objects.own_of(request.user).for_list().order_by("-until", "-pk")
    return render(request, "appraisals/mine.html", {"subjects": found, "today": localdate()})


@require_http_methods(FORM)
def subject(request, pk):
    """The report, to be written where it may be; beside it what it was drafted from."""
    found = found_for(request, Subject, pk, related=RELATED)
    writes = may(request.user, Permission.WRITE, found) and found.report_state in Subject.WRITABLE
    form = ReportForm(typed(request), initial={"text": found.report})
    outcome = tried(request, form, lambda: _keep(request, found, form.cleaned_data["text"]))
    if outcome.is_done:
        messages.success(request, outcome.result)
        return redirect(found)
    told = (
        found.meeting is not None
        and found.meeting.state in Meeting.TOLD
        and (found.feedback_on is not None or not is_reporting(request.user, found))
    )
    context = {
        "subject": found,
        "form": form if writes else None,
        "review_form": ReviewForm()
        if found.report_state == Subject.Report.SENT and may(request.user, Permission.REVIEW, found)
        else None,
        "results": results_of(found.meeting, [found]) if told and found.meeting else [],
        "is_own": is_reporting(request.user, found),
        "plans": may(request.user, Permission.PLAN, found),
    }
    return render(request, "appraisals/subject.html", context, status=outcome.status)


def _keep(request, found: Subject, text: str) -> str:
    if "send" in request.POST:
        workflow.send_report(found, text=text, by=request.user, today=localdate())
        return _("已报送。人大办审阅以后，在这里看到意见。")
    workflow.write_report(found, text=text, by=request.user)
    return _("已保存，还没有报送。")


@require_POST
def draft(request, pk):
    found = found_for(request, Subject, pk, Permission.WRITE, related=RELATED)
    return press(
        request,
        lambda: workflow.draft_report(found, by=request.user, today=localdate()),
        done=_("已由履职记录生成初稿。请核对、修改，补上不足和打算。"),
        then=found,
    )


@require_POST
def review(request, pk):
    found = found_for(request, Subject, pk, Permission.REVIEW, related=RELATED)
    accepts = "accept" in request.POST
    form = ReviewForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    return press(
        request,
        lambda: workflow.review_report(found, accepts=accepts, words=words, by=request.user),
        done=_("已审阅。") if accepts else _("已退回修改。"),
        then=found,
    )

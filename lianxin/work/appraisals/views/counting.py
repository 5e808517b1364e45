"""Typing the paper ballots, by two people; what differs; the count."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, form_page, typed
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.forms.meetings import CountForm, EntryForm
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.views.meetings import crumbs_of, meeting_for
from lianxin.work.appraisals.views.stepping import step_page


@require_http_methods(FORM)
def enter(request, pk):
    """One's own entry only; the other's numbers are not on this page."""
    meeting = meeting_for(request, pk, Permission.ENTER)
    own = meeting.entries.filter(by=request.user).first()
    form = EntryForm(typed(request), meeting=meeting, own=own)
    return form_page(
        request,
        form,
        lambda: workflow.enter(
            meeting, form.lines(), by=request.user, reason=form.cleaned_data.get("reason", "")
        ),
        done=_("已录入。两个人都录完以后，系统比对两次录入。"),
        then=meeting,
        template="appraisals/enter.html",
        meeting=meeting,
        own=own,
        crumbs=crumbs_of(meeting),
    )


@require_safe
def differences(request, pk):
    """Where the two entries disagree, for those who typed and the clerk."""
    meeting = meeting_for(request, pk, Permission.ENTER)
    entries = list(meeting.entries.select_related("by").order_by("place"))
    context = {
        "meeting": meeting,
        "entries": entries,
        "found": workflow.differences(meeting),
        "typed_here": any(one.by_id == request.user.pk for one in entries),
        "plans": may(request.user, Permission.PLAN, meeting),
        "crumbs": crumbs_of(meeting),
    }
    return render(request, "appraisals/differences.html", context)


@require_http_methods(FORM)
def count(request, pk):
    meeting = meeting_for(request, pk, Permission.PLAN)
    form = CountForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.count(meeting, by=request.user, today=localdate(), **form.cleaned_data),
        words=Words(
            _("计票"),
            _("计票"),
            meeting.get_absolute_url(),
            lead=_(
                "两次录入一致才能计票。发出≥收回＝有效＋废票，各等次和弃权相加等于有效票；计票以后不能再改。"
            ),
            crumbs=crumbs_of(meeting),
        ),
        done=_("已计票。请打印结果单，逐个反馈。"),
        then=meeting.get_absolute_url(),
    )

"""The meeting from its plan to its file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.papers.giving import pdf_page
from lianxin.foundation.papers.sheet import Block, Sheet, new_page
from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import may
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.stepping import FORM, Words, found_for, press, typed
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.forms.fields import body_chosen
from lianxin.work.appraisals.forms.meetings import (
    CloseForm,
    CodesForm,
    FeedbackForm,
    OpinionForm,
    ReasonForm,
)
from lianxin.work.appraisals.forms.plans import MeetingForm
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.appraisals.models.meetings import Raters
from lianxin.work.appraisals.papers import (
    ballot_sheet,
    codes_sheet,
    compose_result,
    result_data,
)
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.results import outcome_words, results_of
from lianxin.work.appraisals.views.stepping import room_crumb, step_page


def meeting_for(request, pk, permission: str = "") -> Meeting:
    return found_for(request, Meeting, pk, permission, related=("body",))


def crumbs_of(meeting: Meeting):
    return [room_crumb(), (str(meeting), meeting.get_absolute_url())]


@require_http_methods(FORM)
def new(request):
    body = body_chosen(request)
    if body is None:
        raise PermissionDenied(_("述职测评会由本级人大工作人员安排。"))
    initial = {"on": localdate(), "from_time": "09:00", "raters": [Raters.VOTERS]}
    form = MeetingForm(typed(request), body=body, initial=initial)
    return step_page(
        request,
        form,
        lambda: workflow.plan_meeting(body, by=request.user, today=localdate(), **form.values()),
        words=Words(
            _("安排述职测评会"),
            _("保存"),
            reverse("appraisals:list"),
            lead=body.short_name,
            crumbs=[room_crumb()],
        ),
        done=_("已安排。可以打印测评票；用手机测评的，打印测评码。"),
        then=lambda meeting: meeting.get_absolute_url(),
        bodies=bodies_clerked_by(request.user),
        body=body,
    )


@require_safe
def detail(request, pk):
    """What to do next, who reports, how ballots stand; results once counted and told."""
    meeting = meeting_for(request, pk)
    plans = may(request.user, Permission.PLAN, meeting)
    sees_all = plans or request.user.oversees(
        meeting.body, *CLERKS, "chair", "presidium_member", "auditor"
    )
    subjects = meeting.subjects.for_list()
    told = meeting.state in Meeting.TOLD
    shown = subjects
    if not sees_all:
        own = Subject.objects.own_of(request.user).values("pk")
        shown = subjects.filter(pk__in=own, feedback_on__isnull=False)
    entries = list(meeting.entries.select_related("by").order_by("place"))
    context = {
        "meeting": meeting,
        "subjects": subjects,
        "results": results_of(meeting, shown) if told else [],
        "turnouts": list(meeting.turnouts.order_by("pk")),
        "entries": entries,
        "own_entry": next((one for one in entries if one.by_id == request.user.pk), None),
        "plans": plans,
        "enters": may(request.user, Permission.ENTER, meeting),
        "codes": _codes(meeting) if plans else None,
        "opinions": meeting.opinions.select_related(
            "message", "subject__seat__person", "subject__office"
        )
        if sees_all
        else [],
        "sees_all": sees_all,
        "address": request.build_absolute_uri(meeting.rate_url),
        "today": localdate(),
    }
    return render(request, "appraisals/meeting.html", context)


def _codes(meeting: Meeting) -> dict | None:
    """How many codes there are; while rating, how many are used tells only how many came."""
    if not meeting.uses_codes:
        return None
    return {
        "made": meeting.tickets.count(),
        "used": meeting.tickets.filter(is_used=True).count(),
    }


def _step(request, meeting, form, act, *, heading, button, done, lead="", then=None):
    return step_page(
        request,
        form,
        act,
        words=Words(
            heading,
            button,
            meeting.get_absolute_url(),
            lead=lead or str(meeting),
            crumbs=crumbs_of(meeting),
        ),
        done=done,
        then=then or meeting.get_absolute_url(),
    )


@require_http_methods(FORM)
def cancel(request, pk):
    meeting = meeting_for(request, pk, Permission.PLAN)
    form = ReasonForm(typed(request))
    return _step(
        request,
        meeting,
        form,
        lambda: workflow.cancel(meeting, by=request.user, **form.cleaned_data),
        heading=_("取消会议"),
        button=_("取消会议"),
        done=_("已取消。述职的代表可以安排到别的会议。"),
    )


@require_http_methods(FORM)
def codes(request, pk):
    """Print one-time codes: they leave on the sheet and cannot be shown again."""
    meeting = meeting_for(request, pk, Permission.PLAN)
    form = CodesForm(typed(request), meeting=meeting)

    def printed(made: list[str]):
        raters = str(Raters(form.cleaned_data["raters"]).label)
        return pdf_page(codes_sheet(meeting, raters, made), _("测评码"))

    return _step(
        request,
        meeting,
        form,
        lambda: workflow.print_codes(meeting, by=request.user, **form.cleaned_data),
        heading=_("打印测评码"),
        button=_("生成并打印"),
        done=_("测评码已生成。"),
        then=printed,
        lead=_("一码一票，剪开发给参评人。系统只存校验值，这一页关了就不能再看，请当场打印。"),
    )


@require_safe
def ballots(request, pk):
    """Blank paper ballots, one page for each kind of raters."""
    meeting = meeting_for(request, pk, Permission.PLAN)
    sheets = [
        ballot_sheet(meeting, one.get_raters_display()) for one in meeting.turnouts.order_by("pk")
    ]
    first = sheets[0]
    blocks: list[Block] = list(first.blocks)
    for one in sheets[1:]:
        blocks += [new_page(one.title), *one.blocks]
    whole = Sheet(title=first.title, blocks=blocks, issuer=first.issuer, has_closing=False)
    return pdf_page(whole, _("测评票"))


@require_safe
def result_sheet(request, pk):
    """The result sheet drawn now; the official one is a paper of its own."""
    meeting = meeting_for(request, pk, Permission.PLAN)
    if meeting.state not in Meeting.TOLD:
        raise Http404
    sheet = compose_result(result_data(meeting, request.user))
    return pdf_page(sheet, sheet.plain_title)


@require_POST
def open_rating(request, pk):
    meeting = meeting_for(request, pk, Permission.PLAN)
    return press(
        request,
        lambda: workflow.open_rating(meeting, by=request.user, today=localdate()),
        done=_("已开始测评。"),
        then=meeting,
    )


@require_http_methods(FORM)
def close(request, pk):
    meeting = meeting_for(request, pk, Permission.PLAN)
    form = CloseForm(typed(request), meeting=meeting)
    return _step(
        request,
        meeting,
        form,
        lambda: workflow.close_rating(meeting, by=request.user, today=localdate(), **form.values()),
        heading=_("收票"),
        button=_("收票"),
        done=_("已收票。纸质票请两个人分别录入。"),
        lead=_("填写到会参评的人数和发出的票数。收票以后不再接受手机测评。"),
    )


@require_http_methods(FORM)
def opinion(request, pk):
    meeting = meeting_for(request, pk, Permission.PLAN)
    form = OpinionForm(typed(request), meeting=meeting)
    return _step(
        request,
        meeting,
        form,
        lambda: workflow.record_opinion(
            meeting, by=request.user, today=localdate(), **form.cleaned_data
        ),
        heading=_("记一条意见"),
        button=_("保存"),
        done=_("已记下，编入选民留言，会有人答复。"),
    )


@require_POST
def publish(request, pk):
    meeting = meeting_for(request, pk, Permission.PLAN)
    shows = request.POST.get("public") == "1"
    return press(
        request,
        lambda: workflow.publish(meeting, is_public=shows, by=request.user),
        done=_("结果已公开。") if shows else _("结果已撤下。"),
        then=meeting,
    )


@require_POST
def file(request, pk):
    meeting = meeting_for(request, pk, Permission.PLAN)
    return press(
        request,
        lambda: workflow.file(meeting, by=request.user, today=localdate()),
        done=_("已归档。"),
        then=meeting,
    )


@require_http_methods(FORM)
def feedback(request, pk):
    subject = found_for(
        request,
        Subject,
        pk,
        Permission.PLAN,
        related=("body", "meeting__body", "seat__person", "office"),
    )
    if subject.meeting is None or subject.meeting.state not in Meeting.TOLD:
        raise Http404
    meeting = subject.meeting
    form = FeedbackForm(typed(request), initial={"words": subject.feedback})
    outcome = "".join(outcome_words(one) for one in results_of(meeting, [subject]))
    return _step(
        request,
        meeting,
        form,
        lambda: workflow.feed_back(
            subject, by=request.user, today=localdate(), **form.cleaned_data
        ),
        heading=_("向%s反馈") % subject.name,
        button=_("反馈"),
        done=_("已反馈，本人可以看到自己的结果。"),
        lead=outcome,
    )

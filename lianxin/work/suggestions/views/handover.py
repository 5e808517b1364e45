"""Handing over: one by one, many at a meeting; returns, extensions, taking back."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.kinds import reply_base
from lianxin.engines.matters.models import (
    Extension,
    Matter,
    ReturnRequest,
)
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.rules import Due, NoRule, due
from lianxin.foundation.stepping import REFUSED, UNFIT, typed, words_of
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.forms.handover import (
    AssistingForm,
    DecisionForm,
    ExtensionDecisionForm,
    HandOverForm,
    ManyForm,
    RowForm,
    TakeBackForm,
    meetings_of,
    offices_of,
)
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.views.clerking import (
    assignment_or_404,
    clerk_page,
    staff_bodies,
    step_methods,
    suggestion_or_404,
)
from lianxin.work.suggestions.views.likeness import office_advice, topic_advice

MOST_AT_ONCE = 50
"""Each with a list of all offices: more would be a page of a megabyte."""
# Purpose in words, its rulebook key, and whether it counts from the place's own base day.
PERIODS = [
    (gettext_lazy("书面答复"), "suggestion.reply", True),
    (gettext_lazy("书面答复（难度大的）"), "suggestion.reply_complex", True),
    (gettext_lazy("协办意见"), "suggestion.assist", False),
    (gettext_lazy("首次联系代表"), "suggestion.contact_deputy", False),
    (gettext_lazy("提出退办"), "suggestion.return", False),
]


@dataclass(frozen=True)
class Period:
    """A due date that handing over today would set, with its article."""

    words: str
    due: Due


def periods(suggestion, today) -> list[Period]:
    """All clocks that start when `suggestion` is handed over today."""
    found = []
    for words, key, has_base in PERIODS:
        start = reply_base(suggestion, today) if has_base else today
        try:
            found.append(Period(str(words), due(key, start, body=suggestion.body)))
        except NoRule:
            continue
    return found


@step_methods
def hand_over(request, pk):
    """交办, with the due dates and their articles before the button is pressed."""
    suggestion = suggestion_or_404(request, pk)
    today, by = localdate(), request.user
    form = HandOverForm(
        typed(request),
        suggestion=suggestion,
        offices=offices_of(suggestion.body),
        meetings=meetings_of(suggestion.body),
        # A proposal taken over by its link; the form is still sent by the clerk.
        initial={"lead": request.GET.get("lead", "")},
    )

    def act(**wanted):
        if "number" in wanted:
            workflow.give_number(suggestion, number=wanted["number"], by=by, today=today)
        if "call_back_note" in wanted:
            note = wanted["call_back_note"]
            workflow.call_back(suggestion, note_text=note, by=by, today=today)
        return handling.assign(
            suggestion,
            by=by,
            today=today,
            is_complex=wanted["is_complex"],
            meeting=wanted["meeting"],
            **form.plan,
        )

    return clerk_page(
        request,
        suggestion,
        "hand_over",
        form,
        act,
        done=partial(_handed_over, suggestion),
        template="suggestions/clerk/hand_over.html",
        periods=periods(suggestion, today),
        offices=office_advice(suggestion),
        topics=topic_advice(suggestion),
        chosen_lead=request.GET.get("lead", ""),
        shows_text=True,
        shows_phones=True,
    )


def _handed_over(suggestion, assignments) -> str:
    names = "、".join(
        item.office.name
        if len(assignments) == 1
        else f"{item.office.name}（{item.get_role_display()}）"
        for item in assignments
    )
    if suggestion.due_on is None:
        return _("已交办%s。") % names
    return _("已交办%(names)s，答复期限 %(day)s。") % {"names": names, "day": suggestion.due_on}


@step_methods
def add_offices(request, pk):
    suggestion = suggestion_or_404(request, pk)
    engaged = suggestion.assignments.active().values("office_id")
    form = AssistingForm(
        typed(request), offices=offices_of(suggestion.body).exclude(pk__in=engaged)
    )

    def act(offices):
        return handling.add_offices(
            suggestion, offices=list(offices), by=request.user, today=localdate()
        )

    def done(added):
        return _("已增加承办单位%s。") % "、".join(item.office.name for item in added)

    return clerk_page(request, suggestion, "add_offices", form, act, done=done, picks=True)


@step_methods
def take_back(request, pk):
    """收回改派: with nobody left to answer, the suggestion waits for handing over again."""
    assignment = assignment_or_404(request, pk)
    suggestion = assignment.matter

    def act(reason):
        handling.take_back(assignment, reason=reason, by=request.user, today=localdate())

    def done(_result):
        if suggestion.status == Matter.Status.ACCEPTED:
            return _("已从%s收回，回到“待交办”，请另行交办。") % assignment.office
        return _("已从%s收回。") % assignment.office

    return clerk_page(
        request,
        suggestion,
        "take_back",
        TakeBackForm(typed(request)),
        act,
        done=done,
        permission=Permission.ASSIGN,
        heading=_("从%s收回改派") % assignment.office,
        button=_("收回"),
        is_grave=True,
        explained=_("收回以后由人大办另行交办。承办单位已经做的记录都保留。"),
    )


@step_methods
def decide_return(request, pk):
    assignment = assignment_or_404(request, pk)
    suggestion = assignment.matter
    asked = assignment.return_requests.filter(decision=ReturnRequest.Decision.PENDING).last()

    def act(agree, note_text):
        handling.decide_return(
            asked or _last(assignment.return_requests),
            agree=agree,
            note_text=note_text,
            by=request.user,
            today=localdate(),
        )
        return agree

    def done(agree):
        if not agree:
            return _("已答复%s：不同意退办，继续办理。") % assignment.office
        return _("已同意%s退办，请另行交办。") % assignment.office

    form = DecisionForm(typed(request), words=(_("同意退办"), _("不同意，继续办理")))
    return clerk_page(
        request,
        suggestion,
        "decide_return",
        form,
        act,
        done=done,
        permission=Permission.ASSIGN,
        heading=_("审核%s的退办申请") % assignment.office,
        button=_("提交审核意见"),
        asked_return=asked,
        is_open=asked is not None,
    )


@step_methods
def decide_extension(request, pk):
    assignment = assignment_or_404(request, pk)
    suggestion = assignment.matter
    asked = assignment.extensions.filter(decision=Extension.Decision.PENDING).last()

    def act(**wanted):
        handling.decide_extension(
            asked or _last(assignment.extensions),
            by=request.user,
            today=localdate(),
            **wanted,
        )
        return wanted["agree"]

    def done(agree):
        if not agree:
            return _("已答复%s：不同意延期。") % assignment.office
        return _("已同意%(office)s延期，新的答复期限 %(day)s。") % {
            "office": assignment.office,
            "day": suggestion.assignments.get(pk=assignment.pk).due_on,
        }

    form = ExtensionDecisionForm(typed(request), words=(_("同意延期"), _("不同意延期")))
    return clerk_page(
        request,
        suggestion,
        "decide_extension",
        form,
        act,
        done=done,
        permission=Permission.ASSIGN,
        heading=_("审批%s的延期申请") % assignment.office,
        button=_("提交审批意见"),
        asked_extension=asked,
        is_open=asked is not None,
    )


def _last(requests):
    """The one decided last, so that the workflow can say who was quicker."""
    found = requests.order_by("pk").last()
    if found is None:
        raise Refused(_("没有等待审核的申请。请刷新页面。"))
    return found


@step_methods
def hand_over_many(request):
    """Many at once: each row is handed over or refused for itself.

    chosen: ids in the address; without any, all that wait in the clerk's bodies.
    """
    bodies = staff_bodies(request.user)
    today = localdate()
    suggestions = _chosen(request, bodies)
    waiting = [one for one in suggestions if one.status == Matter.Status.ACCEPTED]
    if not waiting:
        messages.warning(request, _("选中的建议里没有待交办的。请先受理、编号。"))
        return redirect("suggestions:list")
    meetings = [meeting for body in bodies for meeting in meetings_of(body)]
    form = ManyForm(typed(request), meetings=meetings, initial={"held_on": today})
    by_body = {body.pk: list(offices_of(body)) for body in bodies}
    rows = [
        (
            one,
            RowForm(typed(request), prefix=f"row{one.pk}", offices=by_body[one.body_id]),
        )
        for one in waiting
    ]
    status = 200
    if request.method == "POST":
        status = UNFIT
        checked = [form.is_valid(), *(row.is_valid() for _one, row in rows)]
        if all(checked):
            try:
                results = _hand_over_rows(request.user, form, rows, today)
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                return render(request, "suggestions/clerk/done_many.html", results)
    context = {
        "form": form,
        "rows": rows,
        "left": [one for one in suggestions if one.status != Matter.Status.ACCEPTED],
        "periods": periods(waiting[0], today),
    }
    return render(request, "suggestions/clerk/hand_over_many.html", context, status=status)


def _chosen(request, bodies) -> list[Suggestion]:
    own = Suggestion.objects.visible_to(request.user).filter(body__in=bodies)
    ids = [int(pk) for pk in request.GET.getlist("chosen") if pk.isdecimal() and len(pk) < 19]
    if ids:
        own = own.filter(pk__in=ids[:MOST_AT_ONCE])
    else:
        own = own.filter(status=Matter.Status.ACCEPTED)
    related = own.select_related("body", "session__term").prefetch_related("proposers__person")
    return list(related.order_by("body", "pk")[:MOST_AT_ONCE])


def _hand_over_rows(by, form, rows, today) -> dict:
    wanted = form.cleaned_data
    chosen = [(one, row) for one, row in rows if not row.is_left_out]
    if not chosen:
        raise Refused(_("还没有给任何一件选择承办单位。"))
    meeting = form.meetings.get(wanted["meeting"])
    if wanted["meeting"] == ManyForm.NEW:
        meeting = handling.hold_handover_meeting(
            chosen[0][0].body,
            held_on=wanted["held_on"],
            place=wanted["place"],
            host=wanted["host"],
            attendees=wanted["attendees"],
            by=by,
        )
    call_back = None
    if wanted["is_called_back"]:
        note = wanted["call_back_note"]
        call_back = partial(workflow.call_back, note_text=note, by=by, today=today)
    plans = [
        (
            one,
            row.plan
            | {
                "is_complex": row.cleaned_data["is_complex"],
                # A meeting is of one body; what others hand over that day is their own.
                "meeting": meeting if meeting and meeting.body_id == one.body_id else None,
            },
        )
        for one, row in chosen
    ]
    done, refused = handling.hand_over_many(plans, by=by, today=today, called_back=call_back)
    return {
        "heading": _("交办结果"),
        "done": done,
        "refused": refused,
        "meeting": meeting,
        "shows_offices": True,
    }

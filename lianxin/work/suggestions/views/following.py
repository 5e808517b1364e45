"""Around the handling: urging, pressing, judging for a deputy, closing, publicity, looking back."""

from functools import partial

from django.contrib import messages
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.judges import judges_of
from lianxin.engines.matters.models import LookBack, Matter, Promise, Reminder, Reply
from lianxin.engines.matters.workflow.following import missing_papers
from lianxin.foundation.people.models import Person
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import step_page, typed
from lianxin.work.suggestions.forms.following import (
    ArchiveForm,
    ConciliateForm,
    DrawForm,
    FindingForm,
    JudgeForForm,
    JudgePromiseForForm,
    KeyForm,
    NoteForm,
    PublicityForm,
    RemindForm,
    SuperviseForm,
    WordsForm,
)
from lianxin.work.suggestions.links import judgements_wanted
from lianxin.work.suggestions.steps.clerk import OWED
from lianxin.work.suggestions.supervision_exporting import look_backs_export, look_backs_of
from lianxin.work.suggestions.views.clerking import (
    clerk_page,
    staff_bodies,
    step_methods,
    suggestion_or_404,
)

S = Matter.Status


@step_methods
def remind(request, pk):
    """催办 those offices that owe something; one refused does not keep the others."""
    suggestion = suggestion_or_404(request, pk)
    today = localdate()
    owing = suggestion.assignments.active().select_related("office")
    if suggestion.status != S.TRACKING:
        owing = owing.filter(status__in=OWED)
    chosen = list(owing)
    form = RemindForm(typed(request), assignments=owing, initial={"offices": chosen})

    def act(offices, words):
        reminded, refused = [], []
        for assignment in offices:
            # So that the status is read of the record the page holds.
            assignment.matter = suggestion
            try:
                handling.remind(assignment, by=request.user, today=today, words=words)
            except Refused as refusal:
                refused.append(str(refusal))
            else:
                reminded.append(assignment.office.name)
        if not reminded:
            raise Refused("".join(refused))
        for words_of_one in refused:
            messages.warning(request, words_of_one)
        return reminded

    def done(reminded):
        return _("已催办%s。") % "、".join(reminded)

    return clerk_page(
        request,
        suggestion,
        "remind",
        form,
        act,
        done=done,
        reminders=_reminders(suggestion).exclude(assignment=None),
    )


@step_methods
def remind_deputies(request, pk):
    """提醒代表评价, with the link each deputy can judge by, to be sent or printed."""
    suggestion = suggestion_or_404(request, pk)
    links = [
        (one, request.build_absolute_uri(reverse("suggestions:judge_by_link", args=[one.token])))
        for one in judgements_wanted(suggestion)
    ]

    def act(words):
        handling.remind_deputies(suggestion, by=request.user, today=localdate(), words=words)

    return clerk_page(
        request,
        suggestion,
        "remind_deputies",
        WordsForm(typed(request)),
        act,
        done=_("已登记提醒代表评价。"),
        template="suggestions/clerk/remind_deputies.html",
        links=links,
        reminders=_reminders(suggestion).filter(assignment=None),
        shows_phones=True,
    )


def _reminders(suggestion):
    return (
        Reminder.objects.filter(matter=suggestion)
        .select_related("assignment__office", "reminded_by")
        .order_by("-reminded_on", "-pk")
    )


@step_methods
def supervise(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(**wanted):
        handling.supervise(suggestion, by=request.user, today=localdate(), **wanted)

    form = SuperviseForm(typed(request), initial={"pressed_on": localdate()})
    return clerk_page(request, suggestion, "supervise", form, act, done=_("督办记录已登记。"))


@step_methods
def set_key(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(leader, basis):
        handling.set_key(suggestion, leader=leader, basis=basis, by=request.user, today=localdate())

    def done(_result):
        return _("已列为重点督办，由%s领衔。") % suggestion.key_leader

    form = KeyForm(
        typed(request),
        initial={"leader": suggestion.key_leader, "basis": suggestion.key_basis},
    )
    return clerk_page(request, suggestion, "set_key", form, act, done=done)


@step_methods
def conciliate(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(**wanted):
        handling.conciliate(suggestion, by=request.user, today=localdate(), **wanted)
        return wanted["redo"]

    def done(redo):
        if redo:
            return _("已登记。承办单位再次重新办理。")
        return _("已登记。不再重办，按代表的评价如实记录。")

    return clerk_page(
        request, suggestion, "conciliate", ConciliateForm(typed(request)), act, done=done
    )


@step_methods
def close(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(note_text):
        handling.close(suggestion, by=request.user, today=localdate(), note_text=note_text)

    return clerk_page(
        request,
        suggestion,
        "close",
        NoteForm(typed(request)),
        act,
        done=_("已办结。材料齐全后可以归档。"),
        explained=_("办结前请核对：答复已送每位代表，代表已评价，没有未兑现的承诺。"),
    )


@step_methods
def close_without_feedback(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(note_text):
        handling.close_without_feedback(
            suggestion, by=request.user, today=localdate(), note_text=note_text
        )

    def done(_result):
        if suggestion.status == S.TRACKING:
            return _("已按未反馈处理，转入承诺跟踪。")
        return _("已按未反馈处理并办结，不计入满意率。")

    return clerk_page(
        request,
        suggestion,
        "close_without_feedback",
        NoteForm(typed(request)),
        act,
        done=done,
        explained=_("代表经提醒、期满仍未评价的，才能按未反馈处理。处理后不计入满意率的分母。"),
        reminders=_reminders(suggestion).filter(assignment=None),
    )


@step_methods
def archive(request, pk):
    """归档, with what the file still lacks."""
    suggestion = suggestion_or_404(request, pk)
    missing = missing_papers(suggestion)
    form = ArchiveForm(typed(request))
    if missing:
        form.fields["leave_out_reason"].required = True
    else:
        del form.fields["leave_out_reason"]

    def act(leave_out_reason=""):
        handling.archive(
            suggestion, by=request.user, today=localdate(), leave_out_reason=leave_out_reason
        )

    return clerk_page(
        request,
        suggestion,
        "archive",
        form,
        act,
        done=_("已归档。"),
        missing=missing,
        is_complete=not missing,
    )


@step_methods
def publicity(request, pk):
    suggestion = suggestion_or_404(request, pk)
    initial = {"publicity": suggestion.publicity, "reason": suggestion.publicity_reason}
    form = PublicityForm(typed(request), initial=initial)

    def act(publicity, reason):
        if publicity == Matter.Publicity.PUBLIC:
            handling.publish(suggestion, by=request.user, today=localdate())
        else:
            handling.withhold(suggestion, reason=reason, by=request.user, today=localdate())
        return publicity

    def done(publicity):
        if publicity == Matter.Publicity.PUBLIC:
            return _("已公开，公众可以看到本件的进展和答复。")
        return _("已登记为不公开。")

    explained = _("依法以公开为原则。涉及国家秘密、商业秘密、个人隐私的不公开，并写明理由。")
    if suggestion.is_confidential:
        explained = _("提出人要求保密，本件不能公开。")
    elif not suggestion.agrees_public:
        explained = _("代表没有勾选同意公开。公开以前请先征求代表意见。")
    return clerk_page(request, suggestion, "publicity", form, act, done=done, explained=explained)


@step_methods
def judge_for(request, pk):
    """A deputy's judgement made by phone or on paper (代录)."""
    suggestion = suggestion_or_404(request, pk)
    judges = judges_of(suggestion)
    replies = (
        Reply.objects.filter(
            assignment__in=suggestion.assignments.answering(), state=Reply.State.ISSUED
        )
        .select_related("assignment__office")
        .prefetch_related("evaluations__person")
    )
    current = [reply for reply in replies if reply.round == reply.assignment.round]
    form = JudgeForForm(
        typed(request),
        people=_people(judges),
        replies=replies.filter(pk__in=[reply.pk for reply in current]),
    )

    def act(reply, person, **wanted):
        reply.assignment.matter = suggestion
        return handling.judge(reply, person=person, by=request.user, today=localdate(), **wanted)

    def done(evaluation):
        return _("已代录%(person)s的评价：办理态度%(attitude)s，办理结果%(result)s。") % {
            "person": evaluation.person.name,
            "attitude": evaluation.get_attitude_display(),
            "result": evaluation.get_result_display(),
        }

    return clerk_page(
        request,
        suggestion,
        "judge_for",
        form,
        act,
        done=done,
        template="suggestions/clerk/judge_for.html",
        replies=current,
        shows_phones=True,
    )


@step_methods
def judge_promise_for(request, pk):
    """A deputy's second judgement, of a promise said to be kept (代录)."""
    suggestion = suggestion_or_404(request, pk)
    kept = Promise.objects.filter(reply__assignment__matter=suggestion, state=Promise.State.KEPT)
    form = JudgePromiseForForm(typed(request), people=_people(judges_of(suggestion)), promises=kept)

    def act(promise, person, **wanted):
        handling.judge_promise(promise, person=person, by=request.user, today=localdate(), **wanted)
        return person

    def done(person):
        return _("已代录%s对承诺兑现的评价。") % person.name

    return clerk_page(
        request,
        suggestion,
        "judge_promise_for",
        form,
        act,
        done=done,
        shows_phones=True,
    )


def _people(judges):
    return Person.objects.filter(pk__in=[judge.person_id for judge in judges])


@step_methods
def look_backs(request):
    """回头看: draw closed suggestions for a visit; those drawn, and what was found."""
    if exports.is_asked(request):
        return exports.answer(request, look_backs_export)
    bodies = staff_bodies(request.user)
    today = localdate()
    form = DrawForm(typed(request), bodies=bodies, initial={"year": today.year, "body": bodies[0]})
    found = look_backs_of(request.user)[:200]
    return step_page(
        request,
        form,
        partial(handling.draw_look_backs, by=request.user, today=today),
        done=lambda drawn: _("已抽取 %s 件，请安排回访。") % len(drawn),
        then="suggestions:look_backs",
        template="suggestions/clerk/look_backs.html",
        context={
            "export": exports.address(request),
            "pending": [one for one in found if one.finding == LookBack.Finding.DRAWN],
            "finished": [one for one in found if one.finding != LookBack.Finding.DRAWN],
        },
    )


@step_methods
def finish_look_back(request, pk):
    suggestion = suggestion_or_404(request, pk)
    drawn = suggestion.look_backs.filter(finding=LookBack.Finding.DRAWN).last()

    def act(**wanted):
        look_back = drawn or suggestion.look_backs.order_by("pk").last()
        if look_back is None:
            raise Refused(_("本件没有抽取回头看。请先在“回头看”中抽取。"))
        look_back.matter = suggestion
        handling.finish_look_back(look_back, by=request.user, today=localdate(), **wanted)
        return wanted["is_real"]

    def done(is_real):
        if is_real:
            return _("回头看已登记：属实。")
        return _("回头看已登记：不属实，已转承办单位重新办理。")

    form = FindingForm(typed(request), initial={"visited_on": localdate()})
    return clerk_page(
        request,
        suggestion,
        "finish_look_back",
        form,
        act,
        done=done,
        is_open=drawn is not None,
    )

"""A training: what to read, a small quiz, and how it went; for learning, never for a ranking."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.foundation.people.permissions import may
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, typed, words_of
from lianxin.work.activities import workflow
from lianxin.work.activities.forms.rules import AnswerForm, QuizForm, questions_text
from lianxin.work.activities.kinds import kind_of
from lianxin.work.activities.models import Activity, ActivityFile, Quiz
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.views.stepping import (
    activity_for,
    own_attendance,
    step_page,
    words_for,
)


def _training(request, pk, permission="") -> Activity:
    activity = activity_for(request, pk, permission)
    if not kind_of(activity.body, activity.kind).is_training:
        raise Http404
    return activity


@require_http_methods(FORM)
def training(request, pk):
    """Materials and the quiz; who is on the list answers, as often as wanted."""
    activity = _training(request, pk)
    quiz = Quiz.objects.filter(activity=activity).first()
    line = own_attendance(request.user, activity)
    records = may(request.user, Permission.RECORD, activity)
    form = AnswerForm(typed(request), questions=quiz.questions) if quiz and line else None
    status = 200
    if request.method == "POST":
        if form is None or line is None:
            raise PermissionDenied(_("小测由名单上的代表回答。"))
        status = UNFIT
        if form.is_valid():
            try:
                right, result = workflow.answer_quiz(
                    activity, line.seat, form.answers(), by=request.user
                )
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                messages.success(request, _said(right, result))
                return redirect("activities:training", pk=activity.pk)
    results = list(quiz.results.select_related("seat__person")) if quiz else []
    context = {
        "activity": activity,
        "materials": activity.files.filter(kind=ActivityFile.Kind.MATERIAL).select_related("file"),
        "quiz": quiz,
        "form": form,
        "own": next((one for one in results if line and one.seat_id == line.seat_id), None),
        "answered": len(results),
        "passed": sum(1 for one in results if one.is_passed),
        "records": records,
        "is_bare": quiz is None and not records,
    }
    return render(request, "activities/training.html", context, status=status)


def _said(right: int, result) -> str:
    words = _("答对 %(right)d / %(of)d 题。") % {"right": right, "of": result.of}
    return words + (_("已合格。") if result.is_passed else _("还没有合格，可以再答。"))


@require_http_methods(FORM)
def quiz_edit(request, pk):
    activity = _training(request, pk, Permission.RECORD)
    quiz = Quiz.objects.filter(activity=activity).first()
    initial = {}
    if quiz is not None:
        initial = {"questions": questions_text(quiz.questions), "pass_mark": quiz.pass_mark}
    form = QuizForm(typed(request), initial=initial)
    there = reverse("activities:training", args=[activity.pk])
    return step_page(
        request,
        form,
        lambda: workflow.set_quiz(activity, by=request.user, **form.cleaned_data),
        words=words_for(activity, _("小测题目"), _("保存"), lead=activity.title),
        done=_("已保存。"),
        then=lambda _made: there,
    )

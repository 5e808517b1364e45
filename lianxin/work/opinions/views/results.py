"""A survey's own page: its questions, its results, written answers, the ranked problems."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import press
from lianxin.work.opinions import workflow
from lianxin.work.opinions.exporting import results_export
from lianxin.work.opinions.models import Picked, Question
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.queries import problems_of, results_of
from lianxin.work.opinions.views.surveys import survey_for

MOST_TEXTS = 300


@require_safe
def detail(request, pk):
    """Questions while it is a draft; counts, percentages and bars from then on."""
    survey = survey_for(request, pk)
    if exports.is_asked(request):
        query = request.GET.copy()
        query["survey"] = str(survey.pk)
        request.GET = query
        return exports.answer(request, results_export)
    runs = may(request.user, Permission.RUN_SURVEY, survey)
    totals = survey.responses.aggregate(
        filled=Count("pk"), on_paper=Count("pk", filter=Q(is_paper=True))
    )
    texts = Picked.objects.filter(response__survey=survey, option__isnull=True)
    results = results_of(survey)
    by_question: dict[int, list[Picked]] = {}
    # What people wrote may name others: it is for those who run the survey.
    for text in texts.select_related("message").order_by("pk")[:MOST_TEXTS] if runs else ():
        by_question.setdefault(text.question_id, []).append(text)
    for one in results:
        one["texts"] = by_question.get(one["question"].pk, [])
        one["is_text"] = one["question"].kind == Question.Kind.TEXT
    codes = survey.tickets.aggregate(made=Count("pk"), used=Count("pk", filter=Q(is_used=True)))
    context = {
        "survey": survey,
        "results": results,
        "totals": totals,
        "codes": codes,
        "runs": runs,
        "ranks": any(one["question"].ranks_problems for one in results),
        "is_filled_now": survey.takes_answers(localdate()),
        "address": request.build_absolute_uri(survey.public_url),
        "export": exports.address(request),
    }
    return render(request, "opinions/survey.html", context)


@require_safe
def problems(request, pk):
    """群众最关心的问题, ranked, to be printed and submitted."""
    survey = survey_for(request, pk)
    context = {
        "survey": survey,
        "rows": problems_of(survey),
        "filled": survey.responses.count(),
        "today": localdate(),
    }
    return render(request, "opinions/problems.html", context)


@require_POST
def make_message(request, pk):
    """One tap: a written answer becomes a message."""
    picked = get_object_or_404(Picked.objects.select_related("response__survey__body"), pk=pk)
    survey = survey_for(request, picked.response.survey_id, Permission.RUN_SURVEY)
    if picked.option is not None:
        raise Http404
    return press(
        request,
        lambda: workflow.make_message(picked, by=request.user, today=localdate()),
        done=_("已转为选民留言，请在留言里分流办理。"),
        then=survey,
    )

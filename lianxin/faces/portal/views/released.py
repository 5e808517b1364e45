"""建议办理进行时 and 承诺墙: what anyone may read."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.engines.matters.models import Evaluation
from lianxin.faces.portal.exporting import progress_export
from lianxin.faces.portal.forms import ProgressFilter, PromiseFilter
from lianxin.faces.portal.queries import (
    STAGES,
    open_first,
    published_promises,
    published_suggestion,
    published_suggestions,
    stage_of,
)
from lianxin.foundation.sheets import exports
from lianxin.ui.languages import public
from lianxin.ui.paging import paginate
from lianxin.work.suggestions.attachments import public_copies

PER_PAGE = 20
MOST_PROMISES = 200


@public
@require_safe
def progress(request):
    """建议办理进行时: released suggestions with their step, office and judgement."""
    if exports.is_asked(request):
        return exports.answer(request, progress_export)
    filters = ProgressFilter(request.GET)
    page = paginate(request, filters.apply(published_suggestions()), per_page=PER_PAGE)
    return render(
        request,
        "portal/progress.html",
        {
            "filters": filters,
            "page": page,
            "rows": [row_of(item) for item in page],
            "export": exports.address(request),
        },
    )


@public
@require_safe
def detail(request, pk):
    """One released suggestion: its words, its way, the answers, what the deputies say."""
    suggestion = published_suggestion(pk).first()
    if suggestion is None:
        raise Http404
    copies = public_copies(suggestion.pk)
    answers = [
        (assignment, reply, _judgement(reply), _files(copies.get(reply.pk, [])))
        for assignment in suggestion.assignments.all()
        for reply in assignment.published_replies
    ]
    return render(
        request,
        "portal/detail.html",
        {
            "suggestion": suggestion,
            "proposers": sum(1 for item in suggestion.proposers.all() if item.state != "declined"),
            "answers": answers,
            "files": _files(copies.get(None, [])),
            "stages": _stages(suggestion),
        },
    )


@public
@require_safe
def promises(request):
    """承诺墙: what was promised, by when, and what became of it."""
    filters = PromiseFilter(request.GET)
    found = open_first(filters.apply(published_promises()), MOST_PROMISES + 1)
    return render(
        request,
        "portal/promises.html",
        {
            "filters": filters,
            "promises": found[:MOST_PROMISES],
            "is_cut": len(found) > MOST_PROMISES,
            "today": timezone.localdate(),
        },
    )


def row_of(suggestion):
    """What a row of the list shows of a released suggestion."""
    return {"suggestion": suggestion, "stage": stage_of(suggestion)}


def _stages(suggestion):
    """The five stages with which of them are behind, and on which day they were reached."""
    reached = next(
        (
            place
            for place, (_code, _words, statuses) in enumerate(STAGES)
            if suggestion.status in statuses
        ),
        0,
    )
    days = {
        "accepted": suggestion.accepted_on,
        "assigned": suggestion.assigned_on,
        "replied": suggestion.replied_on,
        "closed": suggestion.closed_on,
    }
    has_promise = suggestion.status == "tracking"
    return [
        {
            "words": words,
            "on": days.get(code) if place <= reached else None,
            "is_done": place < reached,
            "is_now": place == reached,
        }
        for place, (code, words, _statuses) in enumerate(STAGES)
        if code != "tracking" or has_promise
    ]


def _files(copies):
    """Public copies as the list of files shows them; the files themselves are never named."""
    return [
        {
            "name": copy.name,
            "url": reverse("files:public", args=[copy.pk], query={"view": "1"}),
            "size": copy.size,
        }
        for copy in copies
    ]


def _judgement(reply):
    """How many deputies said what; never who."""
    order = Evaluation._meta.get_field("result").choices or []
    counts = [
        (label, sum(1 for item in reply.evaluations.all() if item.overall == value))
        for value, label in order
    ]
    return [(label, number) for label, number in counts if number]

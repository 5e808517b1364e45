"""Deputies judge answers and kept promises: signed in, or by a signed link."""

from io import BytesIO

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from lianxin.engines.matters import workflow
from lianxin.engines.matters.judges import judges_of
from lianxin.engines.matters.models import Evaluation, Promise, Reply
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.people.models import Person
from lianxin.foundation.people.permissions import may
from lianxin.foundation.people.throttle import Limit, in_words
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.stepping import REFUSED, UNFIT, step_page, typed, words_of
from lianxin.work.suggestions.forms.deputy import JudgeForm, JudgePromiseForm
from lianxin.work.suggestions.letter import letter_of
from lianxin.work.suggestions.links import BadLink, OldLink, read_token
from lianxin.work.suggestions.mine import OPEN_FOR_JUDGEMENT
from lianxin.work.suggestions.views.deputy import step_methods

# Light: a deputy changes his mind a few times, a program a thousand.
BY_LINK = Limit("judge-link", amount=20, seconds=3600)
GUESSES = Limit("judge-link-guess", amount=60, seconds=3600)


def _issued():
    return (
        Reply.objects.filter(state=Reply.State.ISSUED)
        .exclude(assignment__role="assist")
        .select_related(
            "assignment__matter__body",
            "assignment__matter__suggestion__session__term",
            "assignment__office",
        )
    )


@step_methods
def judge(request, pk):
    """Two axes, three large buttons each; a reason only where it is 不满意."""
    reply = get_object_or_404(_issued(), pk=pk)
    person = _judge_or_404(request, reply)
    evaluation = reply.evaluations.filter(person=person).first()
    form = JudgeForm(typed(request), initial=_said_before(evaluation))

    def act(**typed):
        try:
            workflow.judge(reply, person=person, by=request.user, today=localdate(), **typed)
        except WrongStatus:
            # Pressed twice: the first press has written down the same.
            if _said_before(reply.evaluations.filter(person=person).first()) != typed:
                raise

    return step_page(
        request,
        form,
        act,
        done=_("评价已记录。"),
        then=reverse("suggestions:judged", args=[reply.pk]),
        template="suggestions/deputy/judge.html",
        context=_context(reply) | {"evaluation": evaluation, "closed": _closed(reply)},
    )


def _judge_or_404(request, reply) -> Person:
    """The deputy behind the account; the page does not exist for those who do not judge."""
    if not may(request.user, Permission.JUDGE, reply):
        raise Http404
    return request.user.person


def _said_before(evaluation) -> dict:
    if evaluation is None:
        return {}
    return {
        "attitude": evaluation.attitude,
        "result": evaluation.result,
        "reason": evaluation.reason,
    }


def _context(reply) -> dict:
    return {
        "reply": reply,
        "assignment": reply.assignment,
        "matter": reply.assignment.matter,
        "letter": letter_of(reply),
    }


def _closed(reply) -> str:
    """Why this answer can no longer be judged; empty while it can."""
    if reply.round != reply.assignment.round:
        return _("承办单位正在重新办理，请等新的答复再评价。")
    if reply.assignment.matter.status not in OPEN_FOR_JUDGEMENT:
        return _("本件现在是“%s”，不能再改评价。") % reply.assignment.matter.get_status_display()
    return ""


@require_safe
def judged(request, pk):
    """What was recorded, to be read once more; it may be changed while nothing followed."""
    reply = get_object_or_404(_issued(), pk=pk)
    person = _judge_or_404(request, reply)
    evaluation = get_object_or_404(
        reply.evaluations.select_related("person", "recorded_by"), person=person
    )
    context = _context(reply) | {"evaluation": evaluation, "closed": _closed(reply)}
    return render(request, "suggestions/deputy/judged.html", context)


@step_methods
def judge_promise(request, pk):
    """A promise said to be kept: is it so?"""
    promise = get_object_or_404(
        Promise.objects.select_related(
            "reply__assignment__matter__body", "reply__assignment__office"
        ),
        pk=pk,
        reply__state=Reply.State.ISSUED,
    )
    person = _judge_or_404(request, promise.reply)
    form = JudgePromiseForm(typed(request))

    def act(**typed):
        try:
            workflow.judge_promise(
                promise, person=person, by=request.user, today=localdate(), **typed
            )
        except WrongStatus:
            # Pressed twice: the first press has written down the same.
            promise.refresh_from_db()
            said = {"judgement": promise.second_judgement, "reason": promise.second_reason}
            if said != typed:
                raise

    closed = ""
    if promise.state != Promise.State.KEPT:
        closed = _("这项承诺现在是“%s”，不需要评价。") % promise.get_state_display()
    context = {
        "promise": promise,
        "reports": promise.reports.all(),
        "matter": promise.reply.assignment.matter,
        "assignment": promise.reply.assignment,
        "closed": closed,
    }
    return step_page(
        request,
        form,
        act,
        done=_("评价已记录。"),
        then="suggestions:mine",
        template="suggestions/deputy/judge_promise.html",
        context=context,
    )


# The token in the address is the key, and no cookie takes part: there is nothing
# a foreign page could ride on. Browsers inside chat programs often keep no cookies.
@csrf_exempt
@login_not_required
@never_cache
@step_methods
def judge_by_link(request, token):
    """The page behind a signed link; looking changes nothing, since chat programs look too."""
    try:
        reply, person = read_token(token)
    except OldLink:
        return _no_link(request, "old", 410)
    except BadLink:
        if not GUESSES.take(request.META.get("REMOTE_ADDR", "")):
            return _too_often(request, GUESSES.wait(request.META.get("REMOTE_ADDR", "")))
        return _no_link(request, "bad", 404)
    judges = {judge.person_id for judge in judges_of(reply.assignment.matter)}
    if person.pk not in judges or reply.is_opinion:
        return _no_link(request, "bad", 404)
    evaluation = reply.evaluations.filter(person=person).first()
    form = JudgeForm(typed(request), initial=_said_before(evaluation))
    status = 200
    if request.method == "POST":
        status = UNFIT
        if not BY_LINK.take(token):
            return _too_often(request, BY_LINK.wait(token))
        if form.is_valid():
            try:
                workflow.judge(
                    reply,
                    person=person,
                    by=None,
                    today=localdate(),
                    channel=Evaluation.Channel.LINK,
                    **form.cleaned_data,
                )
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                return redirect(f"{request.path}?done=1")
    # Read anew: the step may have been taken in another window meanwhile.
    reply.assignment.refresh_from_db(fields=["round"])
    is_asked = evaluation is None or "change" in request.GET or form.is_bound
    context = _context(reply) | {
        "person": person,
        "form": form,
        "evaluation": evaluation,
        "closed": _closed(reply),
        "is_done": "done" in request.GET,
        "is_asked": is_asked,
    }
    response = render(request, "suggestions/deputy/judge_link.html", context, status=status)
    return _private(response)


def _private(response):
    """The address is a key: it must not travel to other sites or into an index."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _no_link(request, why, status):
    context = {"why": why}
    response = render(request, "suggestions/deputy/no_link.html", context, status=status)
    return _private(response)


def _too_often(request, seconds):
    context = {"why": "often", "wait": in_words(seconds)}
    response = render(request, "suggestions/deputy/no_link.html", context, status=429)
    return _private(response)


@require_safe
def judge_qr(request, token):
    """The link as a QR picture, for the paper 征询意见表 a clerk prints."""
    try:
        reply, _person = read_token(token)
    except (BadLink, OldLink) as error:
        raise Http404 from error
    if not may(request.user, Permission.FOLLOW, reply.assignment.matter):
        raise Http404
    address = request.build_absolute_uri(reverse("suggestions:judge_by_link", args=[token]))
    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")

"""Filling in a survey: by anyone behind the link or QR, and by the clerk from paper."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lianxin.foundation.form_tokens import new_token, read_token, refuse_from_elsewhere
from lianxin.foundation.people.throttle import Limit, in_words
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, typed, words_of
from lianxin.work.opinions import tickets, workflow
from lianxin.work.opinions.forms.surveys import SheetForm
from lianxin.work.opinions.models import Survey
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.views.surveys import survey_for

# A village that shares one telephone mistypes a few; a program tries thousands.
MISSES = Limit("survey-code", amount=60, seconds=600)


# No cookie takes part and nobody's rights are used: the signed token in the form
# says that the page was ours.
@csrf_exempt
@login_not_required
@require_http_methods(FORM)
def fill(request, code):
    """The public form. Who is signed in is not looked at; drafts do not exist here."""
    survey = get_object_or_404(
        Survey.objects.exclude(state=Survey.State.DRAFT).select_related("body", "station"),
        code=code,
    )
    if "done" in request.GET:
        return _shown(request, "opinions/filled.html", survey)
    if not survey.takes_answers(localdate()):
        return _shown(request, "opinions/not_now.html", survey, today=localdate())
    form = SheetForm(
        typed(request),
        survey=survey,
        asks_code=survey.is_coded,
        initial={"token": new_token(_form_of(survey))},
    )
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                return _take(request, survey, form)
            except Refused as refusal:
                is_over = isinstance(refusal, WrongStatus)
                # What is left out is told at its question, all of it at once.
                if is_over or not form.tell_missing():
                    form.add_error(None, words_of(refusal))
                status = REFUSED if is_over else UNFIT
        # Kept where it is good: a sheet whose answer was lost must count once.
        if not _key(survey, request.POST.get("token", "")):
            data = request.POST.copy()
            data["token"] = new_token(_form_of(survey))
            form.data = data
    return _shown(request, "opinions/fill.html", survey, status=status, form=form)


def _form_of(survey) -> str:
    return f"survey.{survey.pk}"


def _key(survey, typed: str) -> str:
    """The name of the sheet; "" for a token that is not ours, of another form, or too old."""
    token = read_token(_form_of(survey), typed)
    return "" if token is None or token.is_old else token.key


def _take(request, survey, form) -> HttpResponse:
    refuse_from_elsewhere(request)
    key = _key(survey, form.cleaned_data["token"])
    if not key:
        raise Refused(_("这个页面打开得太久了，还没有提交。请核对后再按一次提交。"))
    code = form.cleaned_data.get("code", "")
    place = None
    if survey.is_coded:
        address = request.META.get("REMOTE_ADDR", "")
        place = MISSES.take(address)
        if place is None:
            raise Refused(
                _("从您所在的网络填错的填写码太多，请等%s再填。填好的内容还在页面上。")
                % in_words(MISSES.wait(address))
            )
        known = survey.tickets.filter(digest__in=tickets.digests(survey, code))
        if known.exists():
            place.release()
    workflow.fill_in(survey, form.answers(), today=localdate(), post_key=key, code=code)
    return redirect(f"{survey.public_url}?done=1")


def _shown(request, template, survey, *, status=200, **context) -> HttpResponse:
    response = render(request, template, {"survey": survey, **context}, status=status)
    # The token is this page's own; a page kept by a proxy would give it to many.
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(FORM)
def paper(request, pk):
    """One paper sheet after another; counted apart."""
    survey = survey_for(request, pk, Permission.RUN_SURVEY)
    form = SheetForm(typed(request), survey=survey, initial={"token": uuid4().hex})
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                workflow.fill_in(
                    survey,
                    form.answers(),
                    today=localdate(),
                    post_key=form.cleaned_data["token"][:40] or uuid4().hex,
                    by=request.user,
                )
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                messages.success(request, _("已录入一份纸质问卷。可以接着录下一份。"))
                return redirect(request.path)
    context = {
        "survey": survey,
        "form": form,
        "on_paper": survey.responses.filter(is_paper=True).count(),
    }
    return render(request, "opinions/paper.html", context, status=status)

"""Rating on a phone, and the published counts: pages without sign-in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.form_tokens import new_token, read_token, refuse_from_elsewhere
from lianxin.foundation.people.throttle import Limit, in_words
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, typed, words_of
from lianxin.ui.languages import public
from lianxin.work.appraisals import codes, workflow
from lianxin.work.appraisals.forms.rating import RateForm
from lianxin.work.appraisals.models import Meeting
from lianxin.work.appraisals.results import results_of

# A hall that shares one network mistypes a few; a program tries thousands.
MISSES = Limit("appraisal-code", amount=60, seconds=600)
SHOWN = [Meeting.State.PLANNED, Meeting.State.RATING, *Meeting.HELD]


# No cookie takes part and nobody's rights are used: the signed token in the form says
# that the page was ours, the one-time code decides what counts.
@csrf_exempt
@public
@require_http_methods(FORM)
def rate(request, code):
    """The ballot. Who is signed in is not looked at."""
    meeting = get_object_or_404(
        Meeting.objects.filter(uses_codes=True, state__in=SHOWN).select_related("body"), code=code
    )
    if "done" in request.GET:
        return _shown(request, "appraisals/rated.html", meeting)
    if meeting.state != Meeting.State.RATING:
        return _shown(request, "appraisals/not_now.html", meeting)
    form = RateForm(
        typed(request), meeting=meeting, initial={"token": new_token(_form_of(meeting))}
    )
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                return _take(request, meeting, form)
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED if isinstance(refusal, WrongStatus) else UNFIT
        data = request.POST.copy()
        data["token"] = new_token(_form_of(meeting))
        form.data = data
    return _shown(request, "appraisals/rate.html", meeting, status=status, form=form)


def _form_of(meeting: Meeting) -> str:
    """The form its token is for; the one-time code, not the token's key, decides what counts."""
    return f"appraisals.meeting.{meeting.pk}"


def _take(request, meeting: Meeting, form: RateForm) -> HttpResponse:
    refuse_from_elsewhere(request)
    token = read_token(_form_of(meeting), form.cleaned_data["token"])
    if token is None or token.is_old:
        raise Refused(_("这个页面打开得太久了，还没有提交。请核对后再按一次提交。"))
    address = request.META.get("REMOTE_ADDR", "")
    place = MISSES.take(address)
    if place is None:
        raise Refused(
            _("从您所在的网络填错的测评码太多，请等%s再填。填好的内容还在页面上。")
            % in_words(MISSES.wait(address))
        )
    typed_code = form.cleaned_data["code"]
    if meeting.tickets.filter(digest__in=codes.digests(meeting, typed_code)).exists():
        place.release()
    workflow.cast(meeting, form.choices(), code=typed_code)
    return redirect(f"{meeting.rate_url}?done=1")


@public
@require_safe
def published(request, code):
    """The counts, where the body decided to publish them; in the order of names."""
    meeting = get_object_or_404(Meeting.objects.public().select_related("body"), code=code)
    return render(
        request,
        "appraisals/published.html",
        {"meeting": meeting, "results": results_of(meeting)},
    )


def _shown(request, template, meeting, *, status=200, **context) -> HttpResponse:
    response = render(request, template, {"meeting": meeting, **context}, status=status)
    # The token is this page's own; a page kept by a proxy would give it to many.
    response["Cache-Control"] = "no-store"
    return response

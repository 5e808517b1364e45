"""What every page of one step does: check what was typed, take the step, show the refusal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.work.petitions import steps
from lianxin.work.petitions.models import Appointment, Petition, Referral, Review
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.workflow.answering import missing_papers

UNFIT = 422
"""What was typed does not fit; the page says where."""
REFUSED = 409
"""The rules do not allow the step now; the page says why and keeps what was typed."""


def words_of(refusal: Refused) -> str:
    """A refusal with its article, as pages show it."""
    return f"{refusal.message}（{refusal.article}）" if refusal.article else str(refusal.message)


def seen_petition(request, pk) -> Petition:
    """The petition, or a 404 for whom it does not exist."""
    seen = Petition.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("body", "spokesperson", "became"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def petition_step(request, pk, step):
    """One step of a petition."""
    petition = seen_petition(request, pk)
    wanted = _step(steps.OF_PETITION, step)
    require(request.user, wanted.permission, petition)
    return _page(request, petition, wanted, petition)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_step(request, pk, step):
    """One step of a referral, by the office or by the clerk."""
    referral = get_object_or_404(
        Referral.objects.select_related("office", "petition__body"),
        pk=pk,
        petition__in=Petition.objects.visible_to(request.user).values("pk"),
    )
    wanted = _step(steps.OF_REFERRAL, step)
    manages = may(request.user, Permission.MANAGE, referral.petition)
    if not manages and referral.office_id not in request.user.office_ids():
        # What another office was handed does not exist for this one.
        raise Http404
    if not manages and step in steps.OF_CLERK:
        raise PermissionDenied(_("这一步由信访工作人员办理。"))
    if step not in steps.OF_CLERK:
        require(request.user, wanted.permission, referral)
    return _page(request, referral.petition, wanted, referral)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_step(request, pk):
    """How an appointment went."""
    appointment = _part(Appointment, request, pk)
    return _page(request, appointment.petition, steps.HOLD, appointment)


@require_http_methods(["GET", "HEAD", "POST"])
def review_step(request, pk):
    """What the higher organ found."""
    review = _part(Review, request, pk)
    return _page(request, review.petition, steps.DECIDE_REVIEW, review)


def _part(model, request, pk):
    seen = Petition.objects.visible_to(request.user)
    part = get_object_or_404(
        model.objects.select_related("petition__body"), pk=pk, petition__in=seen.values("pk")
    )
    require(request.user, Permission.MANAGE, part.petition)
    return part


def _step(known, name):
    try:
        return known[name]
    except KeyError:
        raise Http404 from None


def _page(request, petition, step, record):
    today = localdate()
    initial = dict.fromkeys(step.days, today)
    typed = request.POST if request.method == "POST" else None
    form = step.form(typed, petition=petition, initial=initial)
    status = 200
    if typed is not None:
        status = UNFIT
        if form.is_valid():
            given = form.cleaned_data | {"by": request.user}
            if not step.timeless:
                given["today"] = today
            try:
                result = step.act(record, **given)
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                done = step.done(result) if step.done else _("已办理：%s。") % step.label
                messages.success(request, done)
                return redirect(_after(request.user, petition))
    context = {
        "petition": petition,
        "step": step,
        "form": form,
        "record": record,
        "referral": record if isinstance(record, Referral) else None,
        "missing": missing_papers(petition) if step.name == "archive" else [],
        "back": petition.get_absolute_url(),
    }
    return render(request, "petitions/step.html", context, status=status)


def _after(user, petition):
    """Back to the petition; to the list, where the step took it out of sight."""
    if Petition.objects.visible_to(user).filter(pk=petition.pk).exists():
        return petition
    return "petitions:list"

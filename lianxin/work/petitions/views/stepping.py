"""The pages of the steps of a petition and of its parts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.work.petitions import steps
from lianxin.work.petitions.models import Appointment, Petition, Referral, Review
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.workflow.answering import missing_papers


def seen_petition(request, pk) -> Petition:
    """The petition, or a 404 for whom it does not exist."""
    seen = Petition.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("body", "spokesperson", "became"), pk=pk)


@require_http_methods(FORM)
def petition_step(request, pk, step):
    """One step of a petition."""
    petition = seen_petition(request, pk)
    wanted = _step(steps.OF_PETITION, step)
    require(request.user, wanted.permission, petition)
    return _page(request, petition, wanted, petition)


@require_http_methods(FORM)
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


@require_http_methods(FORM)
def appointment_step(request, pk):
    """How an appointment went."""
    appointment = _part(Appointment, request, pk)
    return _page(request, appointment.petition, steps.HOLD, appointment)


@require_http_methods(FORM)
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
    form = step.form(typed(request), petition=petition, initial=dict.fromkeys(step.days, today))
    when = {} if step.timeless else {"today": today}
    return step_page(
        request,
        form,
        lambda **given: step.act(record, **given, **when, by=request.user),
        done=step.done or _("已办理：%s。") % step.label,
        then=lambda _result: _after(request.user, petition),
        template="petitions/step.html",
        context={
            "petition": petition,
            "step": step,
            "record": record,
            "referral": record if isinstance(record, Referral) else None,
            "missing": missing_papers(petition) if step.name == "archive" else [],
            "back": petition.get_absolute_url(),
        },
    )


def _after(user, petition):
    """Back to the petition; to the list, where the step took it out of sight."""
    if Petition.objects.visible_to(user).filter(pk=petition.pk).exists():
        return petition
    return "petitions:list"

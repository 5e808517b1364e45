"""One petition: registering it, reading it, and reading who came with it."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.engines.matters.lateness import lateness
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, form_page, tried, typed
from lianxin.work.petitions import workflow
from lianxin.work.petitions.buttons import buttons_of, buttons_of_referral
from lianxin.work.petitions.forms.registering import RegisterForm
from lianxin.work.petitions.forms.steps import ReadForm
from lianxin.work.petitions.models import Clock, Referral
from lianxin.work.petitions.papers import offers_of, papers_of
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.queries import OPEN_STEPS
from lianxin.work.petitions.views.stepping import seen_petition
from lianxin.work.voices.models import VoterMessage


@require_http_methods(FORM)
def register(request):
    """登记: one form, ready for the next visitor when it was kept."""
    body = _registering_body(request.user)
    message = _message(request)
    form = RegisterForm(typed(request), body=body, initial=_begun(message))

    def then(registered):
        if "next" in request.POST:
            return "petitions:register"
        return _seen_or_list(request.user, registered.petition)

    return form_page(
        request,
        form,
        lambda: workflow.register(
            body, by=request.user, today=localdate(), message=message, **form.values()
        ),
        done=lambda registered: (
            _("已登记：%(number)s。查询码 %(code)s，请写在回执上交给信访人，以后不再显示。")
            % {"number": registered.petition.number, "code": registered.code}
        ),
        then=then,
        template="petitions/register.html",
        body=body,
        message=message,
    )


def _registering_body(user):
    for grant in user.current_grants:
        if may(user, Permission.REGISTER, grant.body):
            return grant.body
    raise PermissionDenied(_("信访由本级人大工作人员登记。如工作需要，请与其联系。"))


def _message(request) -> VoterMessage | None:
    """The voter's message it comes from, if one is named that the registrar sees."""
    asked = request.GET.get("message", "")
    if not asked.isdecimal():
        return None
    seen = VoterMessage.objects.visible_to(request.user)
    return get_object_or_404(seen.filter(petition__isnull=True), pk=asked)


def _begun(message) -> dict:
    values = {"received_on": localdate(), "channel": "visit", "number_of_persons": 1}
    if message is not None:
        values |= {
            "channel": "network",
            "title": message.title,
            "text": message.text,
            "place": message.place,
            "topic": message.topic,
        }
    return values


def _seen_or_list(user, petition):
    seen = type(petition).objects.visible_to(user)
    return petition if seen.filter(pk=petition.pk).exists() else "petitions:list"


@dataclass
class Sight:
    """What of the petition this reader gets.

    manages: all but who came, which is asked for apart. office: what the office
    needs to handle it. Otherwise the spokesperson: progress alone, and the text
    only with the petitioner's consent.
    """

    manages: bool
    office: bool
    agreed: bool
    offices: set[int] = field(default_factory=set)

    @property
    def text(self) -> bool:
        return self.manages or self.office or self.agreed


@require_safe
def detail(request, pk):
    """The petition as far as the reader's part in it goes; never who raised it."""
    petition, user, today = seen_petition(request, pk), request.user, localdate()
    manages = may(user, Permission.MANAGE, petition)
    offices = user.office_ids()
    referrals = list(petition.referrals.select_related("office").prefetch_related("pressings"))
    own = [one for one in referrals if one.office_id in offices]
    in_force = any(one.status != Referral.Status.TAKEN_BACK for one in own)
    sight = Sight(manages, in_force, petition.shares_with_spokesperson, offices)
    shown = [(one, buttons_of_referral(one, user)) for one in (referrals if manages else own)]
    events = events_of(petition).select_related("actor")
    if not manages:
        events = events.filter(step__in=OPEN_STEPS)
    buttons = buttons_of(petition, user)
    clocks = [
        one
        for one in petition.clocks.select_related("referral__office")
        if one.is_running and (manages or one.referral is None or one.referral in own)
    ]
    context = {
        "petition": petition,
        "sight": sight,
        "lateness": lateness(
            petition.due_on,
            today,
            waiting_for=petition.waiting_for,
            is_extended=petition.is_extended,
        ),
        "clock": next((one for one in clocks if one.due_on == petition.due_on), None),
        "clocks": clocks,
        "expired": [one for one in clocks if one.due_on < today],
        "main": [one for one in buttons if one.is_main],
        "steps": [one for one in buttons if not one.is_main],
        "referrals": shown,
        "opinions": petition.opinions.all(),
        "timeline": list(reversed(events)),
        "may_read": may(user, Permission.READ_PETITIONER, petition),
        "purposes": Clock.Purpose,
    }
    if manages:
        context |= {
            "accused": petition.accused.select_related("office", "person", "account"),
            "appointments": petition.appointments.all(),
            "reports": petition.reports.all(),
            "reviews": petition.reviews.all(),
            "extension": getattr(petition, "extension", None),
            "pressings": petition.pressings.select_related("pressed_by", "referral__office"),
            "papers": papers_of(user, petition),
            "offers": offers_of(petition) if user.has_role(*CLERKS, body=petition.body) else [],
        }
    elif sight.office:
        context["papers"] = papers_of(user, petition)
    if manages or user.person_id == petition.spokesperson_id:
        context["contacts"] = petition.contacts.select_related("person")
    return render(request, "petitions/detail.html", context)


@never_cache
@require_http_methods(FORM)
def petitioners(request, pk):
    """Who raised it: shown once, in the answer to a reason; nothing of it in any address."""
    petition = seen_petition(request, pk)
    require(request.user, Permission.READ_PETITIONER, petition)
    form = ReadForm(typed(request), petition=petition)
    read = tried(
        request,
        form,
        lambda: workflow.read_petitioners(
            petition, reason=form.cleaned_data["reason"], by=request.user
        ),
    )
    context = {"petition": petition, "form": form, "people": read.result}
    return render(request, "petitions/petitioners.html", context, status=read.status)

"""The front page of the county and of each of its bodies, its notices, the language."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from lianxin.engines.matters.models import Promise
from lianxin.faces.portal import notices as notice_board
from lianxin.faces.portal import receptions as calendar
from lianxin.faces.portal.frame import kept
from lianxin.faces.portal.places import below, front_bodies, public_body, seats_at, stations_at
from lianxin.faces.portal.queries import published_promises, published_suggestions
from lianxin.faces.portal.views.released import row_of
from lianxin.foundation.people.models import Body
from lianxin.ui.languages import COOKIE, LANGUAGES, SIMPLIFIED, YEAR, public

SHOWN = 5
MOST_NOTICES = 50
FORTNIGHT = timedelta(days=14)


@public
@kept()
@require_safe
def home(request):
    """The county's front page; where several counties share one site, the choice of them."""
    fronts = front_bodies()
    if len(fronts) != 1:
        return render(request, "portal/choose.html", {"bodies": fronts})
    return _front(request, fronts[0])


@public
@kept()
@require_safe
def body_home(request, code):
    """The front page of one body."""
    return _front(request, public_body(code))


def _front(request, body: Body) -> HttpResponse:
    bodies = below(body)
    promises = published_promises().filter(
        state=Promise.State.OPEN, reply__assignment__matter__body__path__startswith=body.path
    )
    return render(
        request,
        "portal/home.html",
        {
            "body": body,
            "others": bodies.exclude(pk=body.pk),
            "deputies": seats_at(body).count(),
            "stations": stations_at(body).count(),
            "notices": notice_board.newest(bodies, SHOWN),
            "receptions": calendar.coming(bodies, SHOWN, ahead=FORTNIGHT),
            "newest": [row_of(item) for item in published_suggestions().of_bodies(body)[:SHOWN]],
            "promises": promises[:SHOWN],
            "today": timezone.localdate(),
        },
    )


@public
@require_safe
def notices(request):
    """公告: what the bodies announce, newest first."""
    body = public_body(request.GET["body"]) if request.GET.get("body") else None
    bodies = below(body) if body else Body.objects.filter(is_active=True)
    context = {"body": body, "notices": notice_board.newest(bodies, MOST_NOTICES)}
    return render(request, "portal/notices.html", context)


@login_not_required
@require_safe
def language(request):
    """Remember the language chosen, and go back. Simplified needs no remembering."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/public/"
    response = redirect(back)
    chosen = request.GET.get("to", "")
    if chosen in LANGUAGES and chosen != SIMPLIFIED:
        response.set_cookie(
            COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response

"""The type size of the reader, and the page that shows every component."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from lianxin.ui.context import LARGE, SIZE_COOKIE

YEAR = 365 * 24 * 3600


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def size(request: HttpRequest) -> HttpResponse:
    """Remember the type size and go back to the page the reader came from.

    Parameters: `to` is "large" or "normal", `next` the path to return to. A
    link suffices because nothing but the reader's own cookie changes.
    """
    asked = request.POST if request.method == "POST" else request.GET
    back = asked.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = redirect(back)
    if asked.get("to") == LARGE:
        response.set_cookie(
            SIZE_COOKIE, LARGE, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(SIZE_COOKIE, samesite="Lax")
    return response

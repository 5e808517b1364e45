"""Keeping a public page for a moment: the same for all who are not signed in."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from lianxin.foundation.ledger.chain import ends
from lianxin.ui.context import LARGE, SIZE_COOKIE
from lianxin.ui.languages import View, language_of

KEPT_SECONDS = 30


def kept(*asked: str) -> Callable[[View], View]:
    """Keep a page for half a minute, the same for all who are not signed in.

    And no longer than until the next step of anybody: what was withdrawn is gone
    at once, and what was corrected is shown.

    asked: parameters that choose the page; with any other one it is drawn anew,
    so that no visitor fills the cache with pages nobody else asks for.
    """

    def keep(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if (
                request.method != "GET"
                or settings.SESSION_COOKIE_NAME in request.COOKIES
                or not set(request.GET) <= {"lang", *asked}
            ):
                return view(request, *args, **kwargs)
            chosen = [request.GET.get(name, "") for name in asked]
            large = request.COOKIES.get(SIZE_COOKIE) == LARGE
            text = "\n".join([request.path, *chosen, language_of(request), str(large)])
            key = f"portal:page:{sha256(text.encode()).hexdigest()}"
            # Asked before the page is drawn: a step taken meanwhile makes it old.
            now = ends()
            as_of, page = cache.get(key) or (None, b"")
            if as_of == now:
                return HttpResponse(page)
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                cache.set(key, (now, response.content), KEPT_SECONDS)
            return response

        return shown

    return keep

"""Signing in comes before everything; whoever came in with a slip sets a password next."""

from urllib.parse import urlsplit

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

# Changing the size of type and leaving are always possible.
OPEN = frozenset({"account_set_password", "account_logout", "size"})


class SignInFirst(LoginRequiredMiddleware):
    """Send whoever is not signed in to do so, and afterwards back to a page.

    What was sent by a form has no page of its own to come back to: the one its
    form stood on is opened instead, where the browser offers what was typed. A
    part of a page that a script asked for becomes a word about it, since a
    whole sign-in page would be drawn inside the other.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
            return super().handle_no_permission(request, view_func)
        to_sign_in = redirect_to_login(_page_before(request), self.get_login_url(view_func))
        if "HX-Request" not in request.headers:
            return to_sign_in
        context = {"address": to_sign_in.url}
        return render(request, "people/_signed_out.html", context, status=401)


def _page_before(request: HttpRequest) -> str:
    """Address of our page that the request came from; the first page if it does not say."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class SetPasswordFirst:
    """Send an account that must set a password to the page where it does so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user: AbstractBaseUser | AnonymousUser = request.user
        if not getattr(user, "must_set_password", False):
            return None
        if request.resolver_match.url_name in OPEN:
            return None
        return redirect("account_set_password")

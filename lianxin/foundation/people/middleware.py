"""Whoever came in with a slip sets a password before anything else."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

# Changing the size of type and leaving are always possible.
OPEN = frozenset({"account_set_password", "account_logout", "size"})


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

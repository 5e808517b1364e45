"""Coming in with a printed slip: by its QR code, or by typing its code."""

import re

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxin.foundation.people.forms import SlipCodeForm
from lianxin.foundation.people.slips import find_slip, use_slip
from lianxin.foundation.people.throttle import Limit, in_words
from lianxin.foundation.refusals import Refused

GUESSES = Limit("slip-address", amount=10, seconds=5 * 60)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request):
    """For those whose phone scans nothing: type the code, then confirm it."""
    form = SlipCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = re.sub(r"[^0-9A-Za-z]", "", form.cleaned_data["code"]).upper()
        try:
            _find(request, code)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect("account_slip_enter", code=code)
    return render(request, "people/slip_code.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, code):
    """Show whose slip it is; only the button spends it.

    Chat programs open every address they see for a preview, so that looking
    must leave the slip as it is.
    """
    try:
        slip = _find(request, code)
        if request.method != "POST":
            return render(request, "people/slip_enter.html", {"slip": slip, "code": code})
        account = use_slip(code)
    except Refused as refusal:
        return render(request, "people/slip_refused.html", {"refusal": refusal}, status=410)
    if request.user.is_authenticated and request.user.pk != account.pk:
        # The clerk tries a deputy's slip on the office computer.
        logout(request)
    record_authentication(request, account, method="slip")
    return perform_login(request, Login(user=account, redirect_url=reverse("account_set_password")))


def _find(request, code):
    """`find_slip`, slowed down for an address from which many wrong codes came."""
    address = get_adapter(request).get_client_ip(request)
    place = GUESSES.take(address)
    if place is None:
        raise Refused(
            _("输错次数过多，请等 %(wait)s后再试。") % {"wait": in_words(GUESSES.wait(address))}
        )
    slip = find_slip(code)
    place.release()
    return slip

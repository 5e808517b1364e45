"""How I want to be told: channels, hours of rest, address, calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.notices import feeds, workflow
from lianxin.foundation.notices.channels import ready_channels
from lianxin.foundation.notices.delivering import absolute
from lianxin.foundation.notices.forms import AddressForm, SettingsForm
from lianxin.foundation.notices.models import Address, Channel, FeedKey, Preference
from lianxin.foundation.people.queries import manages_accounts
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import REFUSED, UNFIT, press


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request):
    """通知设置."""
    account = request.user
    preference = Preference.objects.filter(account=account).first() or Preference(account=account)
    form = SettingsForm(request.POST or None, preference=preference)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            workflow.choose(account, by=account, **form.chosen())
            messages.success(request, _("通知设置已保存。"))
            return redirect("notices:settings")
        status = UNFIT
    return _page(request, form, AddressForm(), status=status)


@require_POST
def give_address(request):
    form = AddressForm(request.POST)
    status = UNFIT
    if form.is_valid():
        try:
            workflow.give_address(request.user, form.cleaned_data["email"], by=request.user)
        except Refused as refusal:
            form.add_error("email", str(refusal))
            status = REFUSED
        else:
            messages.success(request, _("确认邮件几分钟内发出。请打开邮件里的地址并确认。"))
            return redirect("notices:settings")
    return _page(request, None, form, status=status)


@require_POST
def remove_address(request):
    workflow.remove_address(request.user, by=request.user)
    messages.success(request, _("通知邮箱已撤下，不再发邮件。"))
    return redirect("notices:settings")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Opened from the mail; a button confirms, since mail scanners open links too."""
    try:
        if request.method == "POST":
            workflow.confirm_address(request.user, token, by=request.user)
            messages.success(request, _("邮箱已确认，从现在起用它接收通知。"))
            return redirect("notices:settings")
        address = workflow.asked_address(request.user, token)
    except Refused as refusal:
        return render(request, "notices/confirm.html", {"refusal": refusal}, status=REFUSED)
    return render(request, "notices/confirm.html", {"address": address})


@never_cache
@require_POST
def open_feed(request):
    """Make the calendar's address and show it, this one time."""
    secret = workflow.open_feed(request.user, by=request.user)
    url = absolute(reverse("notices:feed", args=[secret]))
    return render(request, "notices/feed.html", {"url": url})


@require_POST
def close_feed(request):
    return press(
        request,
        lambda: workflow.close_feed(request.user, by=request.user),
        done=_("日历订阅已停用，原来的地址不再有效。"),
        then="notices:settings",
    )


@login_not_required
@never_cache
@require_safe
def feed(request, secret):
    """The calendar itself: no sign-in, the secret address is the key."""
    account = feeds.account_of(secret)
    if account is None:
        raise Http404
    return HttpResponse(
        feeds.calendar_of(account, timezone.localdate()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="lianxin.ics"'},
    )


def _page(request, form, address_form, *, status=200):
    account = request.user
    if form is None:
        preference = Preference.objects.filter(account=account).first()
        form = SettingsForm(preference=preference or Preference(account=account))
    channels = ready_channels()
    return render(
        request,
        "notices/settings.html",
        {
            "form": form,
            "address_form": address_form,
            "address": Address.objects.filter(account=account).first(),
            "channels": channels,
            "has_mail": Channel.EMAIL in channels,
            "feed_key": FeedKey.objects.filter(account=account, revoked_at__isnull=True).first(),
            "reads_log": manages_accounts(account),
        },
        status=status,
    )

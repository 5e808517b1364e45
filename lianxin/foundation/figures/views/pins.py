"""Fixed figures: which there are, and what changed since each was fixed."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.asking import ScopeForm
from lianxin.foundation.figures.models import Pin
from lianxin.foundation.figures.permissions import Permission, bodies_pinned_for
from lianxin.foundation.figures.pinning import difference, pin, scope_of
from lianxin.foundation.figures.words import rate_words, words
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.ui.paging import paginate


@require_safe
def pin_list(request):
    """Figures fixed at the bodies one may look at, the latest first."""
    bodies = bodies_pinned_for(request.user)
    found = Pin.objects.filter(body__in=bodies).select_related("body", "pinned_by")
    page = paginate(request, found)
    lines = [(one, _name(one), said(one)) for one in page]
    return render(request, "figures/pins.html", {"page": page, "lines": lines})


@require_safe
def pin_detail(request, pk):
    """What the figure was, what it is now, and which records make the difference."""
    found = get_object_or_404(
        Pin.objects.select_related("body", "pinned_by", "seen_by").filter(
            body__in=bodies_pinned_for(request.user)
        ),
        pk=pk,
    )
    scope = scope_of(found)
    context = {
        "pin": found,
        "name": _name(found),
        "scope": scope,
        "difference": difference(found, request.user),
        "list_url": links.url(found.key, scope),
        "definition_url": links.definition_url(found.key),
    }
    return render(request, "figures/pin.html", context)


@require_POST
def pin_new(request, key):
    """Fix the figure that the address asks for, as the list page shows it."""
    try:
        one = catalogue.figure(key)
    except KeyError:
        raise Http404 from None
    scope = ScopeForm(request.GET, user=request.user, today=localdate(), figure=one).scope()
    require(request.user, Permission.PIN, scope.body)
    if before := _same_pin(key, scope, request.user):
        messages.info(request, _("您核定过这个数字，到现在没有变化。"))
        return redirect("figures:pin", before.pk)
    with transaction.atomic():
        made = pin(scope, key, request.user)
        record(
            request.user,
            "figures.pin",
            made,
            _("核定“%(name)s”（%(since)s 至 %(until)s）：%(words)s")
            % {"name": one.name, "since": scope.since, "until": scope.until, "words": said(made)},
        )
    messages.success(request, _("已核定。以后记录有改动，这里会列出差别。"))
    return redirect("figures:pin", made.pk)


def _same_pin(key: str, scope: catalogue.Scope, by) -> Pin | None:
    """The last pin by this account of the figure, if it is as it was: a button pressed twice."""
    mine = Pin.objects.filter(
        key=key, body=scope.body, since=scope.since, until=scope.until, pinned_by=by
    )
    for found in mine.select_related("body", "seen_by").order_by("-pk")[:20]:
        if scope_of(found) == scope:
            return found if difference(found, by).is_same else None
    return None


def _name(found: Pin) -> str:
    try:
        return str(catalogue.figure(found.key).name)
    except KeyError:
        return found.key


def said(found: Pin) -> str:
    """The pinned value in words."""
    if found.denominator is not None:
        return rate_words(found.value, found.denominator)
    try:
        return words(catalogue.figure(found.key), found.value)
    except KeyError:
        return str(found.value)

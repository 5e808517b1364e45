"""Answered messages that were released: what others asked, and what became of it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.faces.portal.places import below, public_body
from lianxin.faces.portal.voters import answered_messages
from lianxin.ui.languages import public
from lianxin.ui.paging import paginate

PER_PAGE = 20


@public
@require_safe
def answered(request):
    """已答复的留言, newest first."""
    found = answered_messages()
    body = public_body(request.GET["body"]) if request.GET.get("body") else None
    if body:
        found = found.filter(body__in=below(body))
    page = paginate(request, found, per_page=PER_PAGE)
    return render(request, "portal/answered.html", {"page": page, "body": body})


@public
@require_safe
def message(request, pk):
    """One released message with its answers."""
    found = answered_messages().filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "portal/answered_message.html", {"message": found})

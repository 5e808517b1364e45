"""What several of the room's pages share."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body, Seat
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.stepping import Words
from lianxin.ui.menu import Entry
from lianxin.work.links.models import LinkedVoter
from lianxin.work.links.permissions import home_of, is_its_deputy
from lianxin.work.links.queries import bodies_overseen


def bodies_for(user):
    """Bodies of the filter, the account's own first as it stands in the tree."""
    return bodies_overseen(user).order_by("path")


def tabs(request) -> list[Entry]:
    """The pages of those who oversee a body; the chosen body goes along."""
    asked = request.GET.get("body", "")
    query = f"?body={asked}" if asked.isdecimal() else ""
    pages = [
        (_("代表联系选民"), "links:list"),
        (_("领导联系代表和村"), "links:leaders"),
    ]
    if bodies_clerked_by(request.user).exists():
        pages.append((_("抽查"), "links:checks"))
    return [
        Entry(label, reverse(name) + query, request.path == reverse(name), None)
        for label, name in pages
    ]


def seat_for(request, pk: int) -> Seat:
    """A seat whose links the reader may see: the deputy's own, or of a body one oversees."""
    related = ("person", "body", "group__body", "term")
    seat = get_object_or_404(Seat.objects.select_related(*related), pk=pk)
    home = home_of(seat)
    if not is_its_deputy(request.user, seat) and not _oversees(request.user, home):
        raise Http404
    return seat


def _oversees(user, body: Body) -> bool:
    return bodies_overseen(user).filter(pk=body.pk).exists()


def voter_for(request, pk: int) -> LinkedVoter:
    """A linked voter, or a 404 for whom he does not exist."""
    found = LinkedVoter.objects.visible_to(request.user)
    related = ("seat__person", "seat__body", "seat__group__body", "body", "village")
    return get_object_or_404(found.select_related(*related), pk=pk)


def address_of(user, seat: Seat) -> str:
    """Where the deputy or the clerk goes on from a step about this seat."""
    own = is_its_deputy(user, seat)
    return reverse("links:mine") if own else reverse("links:deputy", args=[seat.pk])


def step_words(request, seat: Seat, heading, button, *, lead="", is_grave=False) -> Words:
    back = address_of(request.user, seat)
    own = is_its_deputy(request.user, seat)
    label = _("我联系的选民") if own else seat.person.name
    return Words(heading, button, back, lead=lead, crumbs=[(label, back)], is_grave=is_grave)

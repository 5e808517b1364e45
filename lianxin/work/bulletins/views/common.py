"""What several of the room's pages share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import Words, found_for
from lianxin.work.bulletins.models import Bulletin, Receipt
from lianxin.work.bulletins.queries import bodies_kept


def bulletin_for(request, pk: int, permission: str = "") -> Bulletin:
    """A bulletin, or a 404 for whom it does not exist."""
    return found_for(request, Bulletin, pk, permission, related=("body", "replaces", "first"))


def receipt_for(request, pk: int) -> Receipt:
    """The reader's own receipt of a bulletin he was sent."""
    bulletin = bulletin_for(request, pk)
    own = Receipt.objects.select_related("bulletin__body", "person", "seat")
    return get_object_or_404(own, bulletin=bulletin, person=request.user.person_id or 0)


def body_asked(request, permission: str) -> Body:
    """The body whose code or id the address names, else the first one the reader keeps."""
    asked = request.GET.get("body", "")
    kept = bodies_kept(request.user)
    if asked:
        narrowed = kept.filter(pk=int(asked)) if asked.isdecimal() else kept.filter(code=asked)
        body = get_object_or_404(narrowed)
    else:
        body = get_object_or_404(kept[:1])
    require(request.user, permission, body)
    return body


def words(heading, button, back, *, lead="", crumbs=(), is_grave=False) -> Words:
    """Words of a step's page, with the way back to the list."""
    way = [(_("政情通报"), reverse("bulletins:list")), *crumbs]
    return Words(heading, button, back, lead=lead, crumbs=way, is_grave=is_grave)


def words_of(bulletin: Bulletin, heading, button, *, lead="", is_grave=False) -> Words:
    """Words of a step taken from the bulletin's own page."""
    there = bulletin.get_absolute_url()
    return words(
        heading, button, there, lead=lead, crumbs=[(bulletin.title, there)], is_grave=is_grave
    )

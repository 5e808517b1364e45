"""What the personal file reads here: each contact with a linked voter; no voter is named."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.foundation.people.models import Body, Person
from lianxin.work.links.models import Contact

KEY = "links.contacts"


def lines(person: Person, since: date, until: date) -> Iterator[deeds.Deed]:
    """One line a contact."""
    found = (
        Contact.objects.kept()
        .between(since, until)
        .filter(seat__person=person)
        .select_related("voter__village")
        .only("on", "way", "seat_id", "voter__kind", "voter__village__name")
        .order_by("on", "pk")
    )
    for one in found:
        yield deeds.Deed(on=one.on, words=words_of(one), url=page_of(one))


def words_of(contact: Contact) -> str:
    """「个别走访：联系户（石板桥村）」."""
    voter = contact.voter
    kind = voter.get_kind_display() if voter else _("代表和村")
    place = f"（{voter.village.name}）" if voter and voter.village else ""
    return f"{contact.get_way_display()}：{kind}{place}"


def page_of(contact: Contact) -> str:
    return reverse("links:deputy", args=[contact.seat_id])


def tally(body: Body, since: date, until: date) -> Mapping[int, int]:
    """By person id, in one query."""
    rows = (
        Contact.objects.kept()
        .between(since, until)
        .filter(body=body, seat__isnull=False)
        .order_by()
        .values_list("seat__person")
        .annotate(Count("pk"))
    )
    return dict(rows)


def register_deeds() -> None:
    deeds.register(
        deeds.Source(
            KEY,
            deeds.Section.GROUP,
            gettext_lazy("联系选民"),
            gettext_lazy("次"),
            lines,
            tally,
        )
    )

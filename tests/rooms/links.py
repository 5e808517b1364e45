"""Records and pages of links."""

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Office, Person, PresidiumMembership, Seat
from lianxin.work.links import workflow
from lianxin.work.links.models import LinkedVoter
from tests.browser.visits import Visit

ARGUMENTS = {
    ("links:leader", "body"): "body",
    ("links:leader", "pk"): "leader",
    ("links:link_end", "pk"): "link",
    ("links:link_contact", "pk"): "link",
    ("links:deputy", "pk"): "seat",
    ("links:end_all", "pk"): "ended_seat",
    ("links:hand_over", "pk"): "ended_seat",
    ("links:voter_new", "seat"): "seat",
    ("links:voters_import", "seat"): "seat",
    ("links:voter", "pk"): "voter",
    ("links:voter_edit", "pk"): "voter",
    ("links:voter_end", "pk"): "voter",
    ("links:voter_contact", "pk"): "voter",
    ("links:contact_withdraw", "pk"): "contact",
    ("links:check", "pk"): "check",
    ("links:call", "pk"): "call",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A leader linked with a village, a voter with a contact, a draw with one call."""
    body, today = suggestion.body, localdate()
    leader = Person.objects.create(county_id=body.county_id, name="马示例")
    PresidiumMembership.objects.create(
        body=body, person=leader, post="chair", started_on=date(2022, 1, 6)
    )
    village = Office.objects.create(body=body, name="柳溪村（示例）", kind=Office.Kind.VILLAGE)
    seat = Seat.objects.in_office().filter(person=deputy.person_id).first()
    assert seat is not None
    voter = workflow.register_voter(
        seat,
        by=deputy,
        today=today,
        name="王示例",
        phone="13800000009",
        village=village,
        agreed_on=today,
    )
    kept = workflow.keep_in_touch(
        voter=voter, on=today, way="visit", words="谈了春耕用水。", by=deputy, today=today
    )
    check = workflow.draw_check(voter.body, size=1, by=clerk, today=today)
    ended = Seat.objects.create(
        person=Person.objects.create(county_id=body.county_id, name="冯示例"),
        body=seat.body,
        term=seat.term,
        group=seat.group,
        started_on=date(2022, 1, 6),
        state=Seat.State.ENDED,
        ended_on=today,
        end_reason=Seat.EndReason.MOVED,
    )
    LinkedVoter.objects.create(
        body=voter.body, seat=ended, name="卫示例", agreed_on=today, since=today
    )
    return SimpleNamespace(
        ended_seat=ended,
        body=body,
        leader=leader,
        link=workflow.link(body=body, leader=leader, village=village, by=clerk, today=today),
        seat=seat,
        voter=voter,
        contact=kept.contact,
        check=check,
        call=check.calls.get(),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    yield Visit("links:list", clerk)
    yield Visit("links:list", clerk, query={"only": "behind"})
    yield Visit("links:list", deputy)
    yield Visit("links:leaders", clerk)
    yield Visit("links:leader", clerk, (of.body.pk, of.leader.pk))
    yield Visit("links:link_new", clerk, query={"body": str(of.body.pk)})
    yield Visit("links:link_end", clerk, (of.link.pk,))
    yield Visit("links:link_contact", clerk, (of.link.pk,))
    yield Visit("links:mine", deputy)
    yield Visit("links:mine", clerk)
    for user in (clerk, deputy):
        yield Visit("links:deputy", user, (of.seat.pk,))
        yield Visit("links:voter", user, (of.voter.pk,))
        yield Visit("links:voter_contact", user, (of.voter.pk,))
    yield Visit("links:deputy", clerk, (of.ended_seat.pk,))
    yield Visit("links:end_all", clerk, (of.ended_seat.pk,))
    yield Visit("links:hand_over", clerk, (of.ended_seat.pk,))
    yield Visit("links:voter_new", deputy, (of.seat.pk,))
    yield Visit("links:voters_import", deputy, (of.seat.pk,))
    yield Visit("links:voter_edit", deputy, (of.voter.pk,))
    yield Visit("links:voter_end", deputy, (of.voter.pk,))
    yield Visit("links:contact_withdraw", deputy, (of.contact.pk,))
    yield Visit("links:checks", clerk)
    yield Visit("links:check_new", clerk, query={"body": str(of.body.pk)})
    yield Visit("links:check", clerk, (of.check.pk,))
    yield Visit("links:call", clerk, (of.call.pk,))

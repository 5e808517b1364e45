"""What is counted, and for whom: a number is its list, for everyone."""

from dataclasses import replace
from datetime import date

import pytest

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.pinning import amounts
from lianxin.foundation.people.models import Person
from lianxin.work.petitions.models import Petition
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.tests.factories import make_reception, make_station
from lianxin.work.suggestions.tests import factories as make
from tests.figures.asking import listed, number, scope

pytestmark = pytest.mark.django_db


ROOMS = ("suggestions", "voices", "petitions", "receptions", "stations", "opinions", "people")


TODAY = make.TODAY


# One of each way a room decides who sees what: the others share its queryset.
OF_EACH_WAY = {
    "suggestions.received",
    "suggestions.promises",
    "suggestions.waiting_offices",
    "voices.received",
    "voices.judged_by_both",
    "petitions.registered",
    "petitions.visitors",
    "receptions.held",
    "receptions.voters",
    "stations.open",
    "opinions.cards",
    "opinions.sessions",
    "people.deputies",
}


def adds_up(one, asked, role):
    """The list is what the number counts, and so is what a pin would keep."""
    listed = one.measure(one.records(asked))
    if one.counted(asked) is asked:
        assert one.value(asked) == listed, (role, one.key)
    else:
        assert one.value(asked) >= listed, (role, one.key)
    assert sum((amounts(one, asked) or {}).values()) == one.value(asked), (role, one.key)


def test_every_list_adds_up_to_its_number(world):
    for one in catalogue.figures():
        if one.records is not None and one.key.split(".")[0] in ROOMS:
            adds_up(one, scope(world.county, world.clerk, below=True), "county_clerk")


def test_lists_add_up_to_their_numbers_for_every_role(world):
    for role, account in world.roles.items():
        for key in OF_EACH_WAY:
            adds_up(catalogue.figure(key), scope(world.county, account, below=True), role)


def test_the_parts_of_a_figure_are_choices_and_never_add_to_it(world):
    asked = scope(world.county, world.clerk, below=True)
    for one in catalogue.figures():
        whole = 0 if one.records is None else one.value(asked)
        for name, (label, choices_of) in one.parts.items():
            choices = choices_of(asked)
            assert all(str(words) for words in (label, *choices.values())), (one.key, name)
            for value in list(choices)[:2] if one.records is not None else []:
                part = one.value(replace(asked, narrowed={name: str(value)}))
                assert part <= whole, (one.key, name, value)


def test_what_a_confidential_suggestion_adds_depends_on_who_asks(world):
    assert number("suggestions.received", scope(world.county, world.clerk)) == 3
    assert number("suggestions.received", scope(world.county, world.roles["auditor"])) == 2
    assert number("suggestions.received", scope(world.county, world.roles["other_deputy"])) == 0


def test_a_county_counts_below_it_only_when_asked(world):
    assert number("suggestions.received", scope(world.county)) == 3
    assert number("suggestions.received", scope(world.county, below=True)) == 4
    assert number("suggestions.received", scope(world.town)) == 1


def test_letters_visits_and_persons_are_three_counters(world):
    asked = scope(world.county, world.clerk)
    keys = ("letters", "visits", "visitors", "registered")
    assert [number(f"petitions.{key}", asked) for key in keys] == [1, 1, 57, 2]


def test_a_presidium_member_knows_how_many_petitions_there_were_and_sees_none(client, world):
    member = world.roles["presidium_member"]
    asked = scope(world.county, member)
    assert number("petitions.visitors", asked) == 57
    client.force_login(member)
    page = client.get(links.url("petitions.visitors", asked)).content.decode()
    assert "57 人次" in page
    assert "下面只列出您有权查看的" in page
    assert "反映灌溉渠断水" not in page


def test_the_number_of_petitions_is_not_told_for_a_day_or_a_topic(world):
    asked = scope(world.county, world.roles["presidium_member"])
    assert number("petitions.registered", replace(asked, since=TODAY, until=TODAY)) == 0
    assert number("petitions.registered", replace(asked, narrowed={"topic": "水利"})) == 0
    assert number("petitions.registered", scope(world.county, world.roles["other_deputy"])) == 0


def test_who_is_accused_does_not_learn_of_it_from_the_number(world):
    petition = Petition.objects.order_by("pk").first()
    petition.accused.create(account=world.roles["auditor"])
    assert number("petitions.registered", scope(world.county, world.roles["auditor"])) == 1


def test_how_many_are_of_a_party_is_known_but_not_who_to_those_without_the_roster(world):
    Person.objects.filter(account=world.roles["deputy"]).update(party="中共党员", born="1991-05")
    everybody = number("people.deputies", scope(world.county))
    for role, named in (("county_clerk", 1), ("office_head", 0)):
        asked = scope(world.county, world.roles[role])
        members = catalogue.figure("people.party_members")
        assert (members.value(asked), len(listed(members, asked))) == (1, named)
        assert number("people.deputies", asked) == everybody
        young = replace(asked, narrowed={"age": "35"})
        deputies = catalogue.figure("people.deputies")
        assert (deputies.value(young), len(listed(deputies, young))) == (1, named)
        single = replace(asked, narrowed={"party": "中共党员", "sex": ""})
        assert deputies.value(single) == len(listed(deputies, single))


def test_receptions_count_who_was_there_and_stations_that_received_nobody(world):
    station = make_station(world.county)
    make_station(world.county, name="另一个联络站", deputies=0)
    first, second, third = make_reception(station, state=Reception.State.HELD).duties.all()
    make_reception(station, on=date(2026, 3, 9))
    for duty, attendance in ((first, "present"), (second, "excused"), (third, "absent")):
        Duty.objects.filter(pk=duty.pk).update(attendance=attendance)
    asked = scope(world.county, world.clerk)
    keys = ("held", "planned", "deputy_turns", "stations", "stations_quiet")
    assert [number(f"receptions.{key}", asked) for key in keys] == [1, 2, 1, 1, 1]
    assert catalogue.figure("receptions.station_rate").sides(asked) == (1, 2)

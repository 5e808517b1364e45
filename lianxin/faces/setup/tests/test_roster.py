"""代表名册: its order, its filters, its pages; a person once."""

from datetime import date

from django.urls import reverse

from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import (
    Group,
    Seat,
)

ROSTER = "/setup/deputies/"
State = Seat.State


def names(response):
    return [row.person.name for row in response.context["rows"]]


def test_the_roster_stands_in_stroke_order_and_can_be_had_in_pinyin(signed_in, county):
    for name in ("赵示例", "丁示例", "𠮷㛃示例", "欧阳示例"):
        factories.deputy(county, name)

    official = signed_in.get(ROSTER)
    by_sound = signed_in.get(ROSTER, {"order": "pinyin"})

    assert names(official) == ["丁示例", "𠮷㛃示例", "欧阳示例", "赵示例"]
    assert names(by_sound)[:2] == ["丁示例", "欧阳示例"]
    assert "𠮷㛃示例" in official.content.decode()


def test_a_person_with_seats_at_two_levels_is_shown_once_with_both(signed_in, county, town):
    person = factories.deputy(county, "苏示例")
    factories.sit(person, town)

    response = signed_in.get(ROSTER, {"body": "all"})

    page = response.content.decode()
    assert names(response) == ["苏示例"]
    assert "禾望县第十八届" in page
    assert "柳溪镇第十九届" in page


def test_filters_narrow_and_nonsense_is_ignored(signed_in, county, town):
    group = Group.objects.create(body=county, name="第一代表小组")
    factories.deputy(county, "丁示例", group=group)
    factories.deputy(county, "苏示例")
    factories.deputy(county, "何示例", state=State.SUSPENDED)
    factories.deputy(
        county, "方示例", state=State.ENDED, ended_on=date(2024, 5, 6), end_reason="moved"
    )
    factories.deputy(town, "石示例")

    def asked(**query):
        return set(names(signed_in.get(ROSTER, query)))

    assert asked() == {"丁示例", "苏示例", "何示例"}
    assert asked(state="suspended") == {"何示例"}
    assert asked(state="ended") == {"方示例"}
    assert asked(state="all") == {"丁示例", "苏示例", "何示例", "方示例"}
    assert asked(group=str(group.pk)) == {"丁示例"}
    assert asked(group="none") == {"苏示例", "何示例"}
    assert asked(q="苏") == {"苏示例"}
    assert asked(body="all") == {"丁示例", "苏示例", "何示例", "石示例"}
    assert asked(state="nonsense", order="sideways", group="x", after="%%") == asked()
    assert signed_in.get(ROSTER, {"body": "nowhere"}).status_code == 404


def test_a_township_clerk_never_sees_another_townships_roster(
    client, town_clerk, county, town, other_town
):
    theirs = factories.deputy(other_town, "石示例")
    county_only = factories.deputy(county, "何示例")
    own = factories.deputy(town, "柳示例")
    factories.sit(own, county)
    client.force_login(town_clerk)

    assert names(client.get(ROSTER, {"body": "all"})) == ["柳示例"]
    assert client.get(ROSTER, {"body": other_town.code}).status_code == 404
    assert client.get(ROSTER, {"body": county.code}).status_code == 404
    for person in (theirs, county_only):
        seat = person.seats.get()
        assert client.get(reverse("setup:person", args=[person.pk])).status_code == 404
        assert client.get(reverse("setup:person_edit", args=[person.pk])).status_code == 404
        assert client.get(reverse("setup:seat_end", args=[seat.pk])).status_code == 404
    for name in ("deputies_print", "deputies_export", "offices", "groups", "presidium"):
        address = reverse(f"setup:{name}", query={"body": other_town.code})
        assert client.get(address).status_code == 404
    page = client.get(reverse("setup:person", args=[own.pk])).content.decode()
    assert "禾望县第十八届" in page


def test_a_seat_once_held_in_another_township_is_not_told(client, town_clerk, town, other_town):
    person = factories.deputy(
        other_town, "柳示例", state=State.ENDED, ended_on=date(2024, 1, 1), end_reason="moved"
    )
    factories.sit(person, town)
    client.force_login(town_clerk)

    page = client.get(reverse("setup:person", args=[person.pk])).content.decode()

    assert "柳溪镇第十九届" in page
    assert "石桥镇第十九届" not in page


def test_a_former_clerk_no_longer_sees_the_number_of_someone_who_moved(
    client, town_clerk, town, other_town
):
    person = factories.deputy(
        town, "柳示例", state=State.ENDED, ended_on=date(2024, 1, 1), end_reason="moved"
    )
    client.force_login(town_clerk)
    address = reverse("setup:person", args=[person.pk])
    assert person.phone in client.get(address).content.decode()

    factories.sit(person, other_town)

    page = client.get(address).content.decode()
    assert person.phone not in page
    assert person.masked_phone in page
    assert client.get(reverse("setup:person_edit", args=[person.pk])).status_code == 403


def test_without_a_term_a_deputy_waits_for_it(signed_in, town):
    town.terms.get().sessions.all().delete()
    town.terms.all().delete()

    response = signed_in.get(reverse("setup:deputy_new", query={"body": town.code}))

    assert response.headers["Location"] == reverse("setup:terms", args=[town.pk])


def test_a_page_costs_the_same_queries_at_any_size(
    signed_in, county, django_assert_max_num_queries
):
    for number in range(45):
        factories.deputy(county, f"示例{chr(0x4E00 + 7 * number)}")

    with django_assert_max_num_queries(14):
        first = signed_in.get(ROSTER)
    with django_assert_max_num_queries(14):
        second = signed_in.get(ROSTER + first.context["page"].older_url)

    assert len(names(first)) == len(names(second)) == 20
    assert not set(names(first)) & set(names(second))


def test_a_persons_page_costs_the_same_queries_however_many_seats(
    signed_in, county, town, django_assert_max_num_queries
):
    person = factories.deputy(county)
    factories.sit(person, town)
    for number in range(4):
        term = factories.open_term(county, 10 + number)
        factories.sit(
            person,
            county,
            term=term,
            state=State.ENDED,
            ended_on=date(2022, 1, 6),
            end_reason="term",
        )

    with django_assert_max_num_queries(22):
        signed_in.get(reverse("setup:person", args=[person.pk]))


def test_the_printed_roster_has_no_numbers_to_call(signed_in, county):
    person = factories.deputy(county, "丁示例")
    factories.deputy(county, "何示例", state=State.ELECTED)

    page = signed_in.get(reverse("setup:deputies_print")).content.decode()

    assert "丁示例" in page
    assert "何示例" not in page
    assert person.phone not in page
    assert "按姓氏笔画排列" in page


def test_the_exported_roster_imports_again_and_leaves_a_trace(signed_in, county):
    factories.deputy(county, "丁示例")

    response = signed_in.get(reverse("setup:deputies_export"))

    assert response["Content-Type"].endswith("sheet")
    assert response.content.startswith(b"PK")
    event = Event.objects.get(step="export.deputies")
    assert "1 行" in event.words
    signed_in.head(reverse("setup:deputies_export"))
    assert Event.objects.filter(step="export.deputies").count() == 1

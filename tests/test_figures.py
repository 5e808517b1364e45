"""Figures across rooms: a number is its list, for everyone; pins say what changed since."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.foundation.figures import catalogue, links, publishing
from lianxin.foundation.figures.asking import public_scope
from lianxin.foundation.figures.catalogue import Figure, Scope
from lianxin.foundation.figures.models import Pin
from lianxin.foundation.figures.months import by_month, month_url
from lianxin.foundation.figures.pinning import amounts, difference, pin
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Person, Role
from lianxin.work.petitions.models import Petition
from lianxin.work.petitions.tests.factories import House
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.tests.factories import make_reception, make_station
from lianxin.work.stations.models import Station
from lianxin.work.suggestions.tests import factories as make
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

ROOMS = ("suggestions", "voices", "petitions", "receptions", "stations", "opinions", "people")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TODAY = make.TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-03-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def world():
    """A county with a township: suggestions at every stage, messages, petitions."""
    house = House()
    county, clerk = house.body, house.clerk
    town = make.make_township(county)
    replied = make.make_suggestion(county, status="judged", clerk=clerk)
    waiting = make.make_suggestion(county, status="received", clerk=clerk, title="关于路灯的建议")
    secret = make.make_suggestion(county, status="submitted", clerk=clerk, title="保密的建议")
    Matter.objects.filter(pk=secret.suggestion.pk).update(is_confidential=True)
    below = make.make_suggestion(town, status="accepted", title="柳溪镇的建议")
    house.petition()
    house.petition(
        channel=Petition.Channel.VISIT, is_group=True, representatives=5, number_of_persons=57
    )
    message = voices.post(
        body=county,
        text="柳溪村口的路灯坏了半个月，晚上老人出门看不见，请尽快修好。",
        channel=VoterMessage.Channel.WEB,
        today=TODAY,
    )
    roles = {
        "county_clerk": clerk,
        "township_clerk": below.clerk,
        "chair": house.chair,
        "presidium_member": make.make_account(Role.PRESIDIUM_MEMBER, county),
        "deputy": replied.deputy,
        "other_deputy": make.make_deputy(county),
        "liaison": make.make_account(Role.LIAISON, county),
        "office_head": waiting.head,
        "other_office": house.other_handler,
        "supervision_office": make.make_account(Role.SUPERVISION_OFFICE, county),
        "auditor": make.make_account(Role.AUDITOR, county),
    }
    return SimpleNamespace(
        county=county,
        town=town,
        clerk=clerk,
        replied=replied,
        waiting=waiting,
        secret=secret,
        below=below,
        message=message,
        roles=roles,
        house=house,
    )


def scope(body, user=None, **more):
    return Scope(body, *YEAR, user=user, **more)


def number(key, asked):
    return catalogue.figure(key).value(asked)


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


def listed(one, asked):
    assert one.records is not None
    return one.records(asked)


def test_every_list_adds_up_to_its_number(world):
    for one in catalogue.figures():
        if one.records is not None and one.key.split(".")[0] in ROOMS:
            adds_up(one, scope(world.county, world.clerk, below=True), "county_clerk")


def test_lists_add_up_to_their_numbers_for_every_role(world):
    for role, account in world.roles.items():
        for key in OF_EACH_WAY:
            adds_up(catalogue.figure(key), scope(world.county, account, below=True), role)


def test_a_rate_is_computed_from_two_figures_of_the_catalogue():
    for one in catalogue.figures():
        assert (one.records is None) == one.is_rate, one.key
        if one.is_rate:
            assert {one.numerator, one.denominator} <= {each.key for each in catalogue.figures()}


def test_every_figure_says_what_it_counts():
    for one in catalogue.figures():
        assert one.key.count(".") == 1, one.key
        assert all(str(words) for words in (one.name, one.unit, one.formula, one.room)), one.key


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


# What the yearly reports in annual_report_figures.json state and a room here answers for.
STATED = {
    "suggestions_received": "suggestions.received",
    "suggestion_reply_rate": "suggestions.reply_rate",
    "suggestion_meet_rate": "suggestions.meeting_rate",
    "suggestion_satisfaction_rate": "suggestions.satisfaction_rate",
    "motions_collected": "suggestions.motions",
    "motions_assigned_to_street": "suggestions.assigned",
    "congress_meetings": "people.congresses",
    "new_contact_points": "stations.new",
    "contact_points": "stations.open",
    "voter_messages_handled": "voices.answered",
    "offline_problems_solved": "voices.solved_offline",
    "opinions_collected": "voices.received",
    "opinions_submitted": "voices.became_suggestion",
    "opinions_answered_on_site": "voices.on_the_spot",
    "satisfaction_rate": "voices.satisfaction_rate",
    "reception_sessions": "receptions.held",
    "voters_received": "receptions.voters",
    "deputies": "people.deputies",
    "group_deputies": "people.deputies",
    "presidium_seats": "people.presidium",
}


def test_what_yearly_reports_state_is_in_the_catalogue(world):
    for stated, key in STATED.items():
        assert number(key, scope(world.county, world.clerk)) >= 0, stated
    contact_points = scope(world.county, narrowed={"kind": "point"})
    assert number("stations.new", contact_points) == 0


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


def test_months_add_up_to_the_year_and_open_their_own_lists(client, world):
    asked = scope(world.county, world.clerk)
    months = by_month("suggestions.received", asked)
    assert len(months) == 12
    assert sum(count for _month, count in months) == number("suggestions.received", asked) == 3
    client.force_login(world.clerk)
    for month, count in months[:4]:
        page = client.get(month_url("suggestions.received", asked, month))
        assert f"收到建议：{count} 件" in page.content.decode()


def test_a_part_narrows_the_number_and_its_list_alike(client, world):
    Matter.objects.filter(pk=world.waiting.suggestion.pk).update(topic="城市管理")
    asked = scope(world.county, world.clerk, narrowed={"topic": "城市管理"})
    assert number("suggestions.received", asked) == 1
    client.force_login(world.clerk)
    page = client.get(links.url("suggestions.received", asked)).content.decode()
    assert "关于路灯的建议" in page
    assert make.TITLE not in page


def test_the_list_behind_a_rate_shows_both_sides(client, world):
    client.force_login(world.clerk)
    page = client.get(links.url("suggestions.reply_rate", scope(world.county))).content.decode()
    assert "1/2（不足 5，不算比率）" in page
    assert "已答复" in page
    assert "已交办" in page


def test_the_list_leaves_as_a_spreadsheet(client, world):
    client.force_login(world.clerk)
    answer = client.get(f"{links.url('suggestions.received', scope(world.county))}&as=xlsx")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")


HOSTILE = [
    "body=hewang&since=2026-13-99&until=x",
    "body=hewang&since=0001-01-01&until=9999-12-31",
    "body=hewang&since=2026-12-31&until=2026-01-01",
    "body=hewang&part-topic=%00%27%3B--&part-office=99999999999999999999",
    "body=hewang&part-office=%E2%91%A0&after=zzz&before=%00",
    "body=hewang&after=WzEsMl0&exact=1&part-nothing=1",
    "since=&until=&below=maybe",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_an_address_that_makes_no_sense_is_answered_in_words(client, world, query):
    client.force_login(world.clerk)
    for name in ("definition", "records"):
        address = reverse(f"figures:{name}", args=["suggestions.received"])
        assert client.get(f"{address}?{query}").status_code == 200
        assert client.get(f"{address}?{query}&as=xlsx").status_code == 200
    dashboard = reverse("reports:dashboard")
    assert client.get(f"{dashboard}?{query}&year=%00&session=x").status_code == 200


def test_a_body_out_of_reach_does_not_exist(client, world):
    client.force_login(world.below.clerk)
    address = links.url("suggestions.received", scope(world.county))
    assert client.get(address).status_code == 404
    assert client.get(f"{address}&as=xlsx").status_code == 404
    assert client.get(links.url("no.such", scope(world.town))).status_code == 404


def test_a_pin_says_what_was_corrected_since(world):
    asked = scope(world.county, world.clerk)
    before = pin(asked, "suggestions.received", world.clerk)
    assert difference(before, world.clerk).words == "核定时 3 件，现在相同。"
    Matter.objects.filter(pk=world.waiting.suggestion.pk).update(year=2025)
    later = make.make_suggestion(
        world.county, status="submitted", clerk=world.clerk, title="后来补录的建议"
    )
    Matter.objects.filter(pk=world.secret.suggestion.pk).update(year=2025)
    found = difference(before, world.clerk)
    assert found.words == "核定时 3 件，现在 2 件，减少 1 件。"
    assert [one.row.words for one in found.added] == ["后来补录的建议"]
    assert {one.row.words.split()[-1] for one in found.removed} == {
        world.waiting.suggestion.title,
        world.secret.suggestion.title,
    }
    assert {one.why for one in found.removed} == {"不在这些日期或这一类里了"}
    assert later.suggestion.pk in (amounts(catalogue.figure("suggestions.received"), asked) or {})


def test_a_difference_names_only_what_the_reader_may_see(world):
    before = pin(scope(world.county), "suggestions.received", None)
    Matter.objects.filter(kind=Matter.Kind.SUGGESTION, body=world.county).update(year=2025)
    found = difference(before, world.roles["auditor"])
    assert found.words == "核定时 3 件，现在 0 件，减少 3 件。"
    assert len(found.removed) == 2
    assert all("保密" not in one.row.words for one in found.removed)
    assert "还有 1 条变动" in found.hidden_words


def test_a_pin_notices_amounts_that_changed_and_equal_numbers_of_other_records(world):
    asked = scope(world.county, world.clerk)
    persons = pin(asked, "petitions.visitors", world.clerk)
    letters = pin(asked, "petitions.letters", world.clerk)
    Petition.objects.filter(channel="visit").update(number_of_persons=56)
    found = difference(persons, world.clerk)
    assert found.words == "核定时 57 人次，现在 56 人次，减少 1 人次。"
    assert [(one.before, one.after) for one in found.changed] == [(57, 56)]
    Petition.objects.filter(channel="letter").update(channel="phone")
    world.house.petition(title="另一封来信")
    assert "数目相同，但所数的记录变了" in difference(letters, world.clerk).words


def test_a_rate_is_pinned_with_both_sides(world):
    made = pin(scope(world.county, world.clerk), "suggestions.reply_rate", world.clerk)
    assert (made.value, made.denominator) == (1, 2)
    world.waiting.meet().reply()
    assert difference(made, world.clerk).words.endswith("现在 2/2（不足 5，不算比率）。")


def test_a_figure_no_room_offers_any_more_is_still_told_as_it_was(world):
    made = pin(scope(world.county), "suggestions.received", None)
    Pin.objects.update(key="gone.figure")
    made.refresh_from_db()
    assert "现在没有这个数字了" in difference(made, world.clerk).words


def test_what_an_account_counted_that_has_left_is_not_compared_with_nothing(world):
    made = pin(scope(world.county, world.clerk), "suggestions.received", world.clerk)
    world.clerk.grants.update(valid_until=date(2026, 3, 1))
    found = difference(Pin.objects.get(pk=made.pk), world.roles["chair"])
    assert found.words.startswith("核定时 3 件。当时按许示例的权限统计")
    assert not found.removed
    assert not found.is_same


def test_a_clerk_pins_what_the_list_shows_and_a_deputy_may_not(client, world):
    address = reverse("figures:pin_new", args=["suggestions.received"])
    query = links.query(scope(world.county))
    client.force_login(world.roles["deputy"])
    assert client.post(f"{address}?{query}").status_code == 403
    client.force_login(world.clerk)
    answer = client.post(f"{address}?{query}", follow=True)
    made = Pin.objects.get()
    assert "核定时 3 件，现在相同" in answer.content.decode()
    assert Event.objects.get(step="figures.pin").record_id == made.pk
    client.force_login(world.below.clerk)
    assert client.get(reverse("figures:pin", args=[made.pk])).status_code == 404
    assert "收到建议" not in client.get(reverse("figures:pins")).content.decode()


@pytest.fixture
def published(monkeypatch):
    """Lets a test say which pins stand in a published report."""
    pins: dict[tuple[str, str], Pin] = {}
    monkeypatch.setattr(
        publishing, "_checks", [lambda key, asked: pins.get((key, links.query(asked)))]
    )
    return pins


def test_only_what_a_published_report_states_is_open_to_anybody(client, world, published):
    asked = scope(world.county, public=True)
    address = links.url("suggestions.received", asked)
    assert client.get(address).status_code == 404
    Matter.objects.filter(pk=world.replied.suggestion.pk).update(publicity="public")
    made = pin(scope(world.county), "suggestions.received", world.clerk)
    published["suggestions.received", links.query(asked)] = made
    page = client.get(address).content.decode()
    assert "收到建议：3 件" in page
    assert make.TITLE in page
    assert "关于路灯的建议" not in page
    assert reverse("portal:detail", args=[world.replied.suggestion.pk]) in page
    other = links.url("suggestions.received", replace(asked, body=world.town))
    assert client.get(other).status_code == 404


def test_a_list_that_is_nobodys_business_stays_closed_whatever_was_published(
    client, world, published
):
    asked = scope(world.county, public=True)
    for key in ("petitions.visitors", "suggestions.satisfied"):
        published[key, links.query(asked)] = pin(scope(world.county), key, world.clerk)
        assert client.get(links.url(key, asked)).status_code == 404


@pytest.mark.parametrize("query", [*HOSTILE, "body=%00&since=2026-01-01&until=2026-12-31"])
def test_a_public_address_that_makes_no_sense_does_not_exist(client, world, published, query):
    address = reverse("figures:public", args=["suggestions.received"])
    assert client.get(f"{address}?{query}").status_code == 404


def test_who_opens_too_many_public_lists_waits(client, world, monkeypatch):
    from lianxin.foundation.figures.views import public

    monkeypatch.setattr(public, "PER_MINUTE", 2)
    address = reverse("figures:public", args=["suggestions.received"])
    reader = {"REMOTE_ADDR": "192.0.2.77"}
    answers = [client.get(address, **reader).status_code for _time in range(3)]
    assert answers == [404, 404, 429]


def test_a_public_address_and_its_scope_say_the_same(world):
    from django.http import QueryDict

    asked = scope(world.county, public=True, below=True, narrowed={"topic": "水利 灌溉&渠"})
    assert public_scope({"topic": 1}, QueryDict(links.query(asked))) == asked


def test_a_long_list_is_counted_only_when_asked(client, world, monkeypatch):
    monkeypatch.setattr("lianxin.ui.paging.COUNT_AT_MOST", 1)
    client.force_login(world.clerk)
    address = links.url("stations.open", scope(world.county))
    Station.objects.create(body=world.county, name="第一站")
    few = queries_of(client, address)
    for place in range(22):
        Station.objects.create(body=world.county, name=f"又一站{place}")
    page = client.get(address).content.decode()
    assert "1 以上" in page
    assert "数出准确数" in page
    assert "23 个" in client.get(f"{address}&exact=1").content.decode()
    # One more: counting as far as a page counts.
    assert queries_of(client, address) == few + 1


def test_the_catalogue_finds_by_name_and_number(client, world):
    client.force_login(world.roles["deputy"])
    page = client.get(reverse("figures:catalogue"), {"q": "T04"}).content.decode()
    assert "满意率" in page
    assert "来访人次" not in page
    page = client.get(reverse("figures:catalogue"), {"q": "没有这样的数字"}).content.decode()
    assert "没有找到" in page


def test_a_definition_says_formula_sides_and_this_year(client, world):
    client.force_login(world.clerk)
    page = client.get(links.definition_url("suggestions.satisfaction_rate")).content.decode()
    assert "满意和基本满意（按本地口径）÷ 已反馈" in page
    assert "1/1（不足 5，不算比率）" in page
    page = client.get(links.definition_url("suggestions.received")).content.decode()
    assert "分案所得的不另计" in page
    assert "3 件" in page


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_dashboard_asks_as_often_for_a_county_of_many_as_of_few(client, world):
    client.force_login(world.clerk)
    address = reverse("reports:dashboard")
    first = queries_of(client, address)
    for place in range(3):
        town = make.make_township(world.county, code=f"hewang-x{place}", name=f"示例{place}镇")
        make.make_suggestion(town, status="received", title=f"第{place}镇的建议")
    assert queries_of(client, address) == first


def test_the_dashboard_shows_what_is_stuck_and_every_mark_opens(client, world):
    client.force_login(world.clerk)
    page = client.get(reverse("reports:dashboard")).content.decode()
    assert "县交通运输局" in page
    assert "1 件次，最久 9 天" in page
    assert " style=" not in page.split("<main")[1]
    for address in {one.split('"')[0] for one in page.split('href="/figures/')[1:]}:
        assert client.get(f"/figures/{address}".replace("&amp;", "&")).status_code == 200


def test_the_dashboard_is_for_those_who_read_reports(client, world):
    for role in ("deputy", "office_head", "liaison"):
        client.force_login(world.roles[role])
        assert client.get(reverse("reports:dashboard")).status_code == 403
    for role in ("chair", "auditor", "presidium_member", "township_clerk"):
        client.force_login(world.roles[role])
        assert client.get(reverse("reports:dashboard")).status_code == 200


def test_a_room_may_offer_figures_of_its_own(world):
    one = Figure(
        "sample.towns",
        "乡镇",
        "个",
        "乡镇",
        room="示例",
        records=lambda asked: type(asked.body).objects.filter(pk__in=asked.bodies()),
    )
    catalogue.register(one)
    try:
        assert number("sample.towns", scope(world.county, below=True)) == 2
    finally:
        catalogue._figures.pop("sample.towns")

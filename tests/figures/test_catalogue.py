"""The catalogue: every figure says what it counts, and is found."""

import pytest
from django.urls import reverse

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.catalogue import Figure
from tests.figures.asking import number, scope

pytestmark = pytest.mark.django_db


def test_a_rate_is_computed_from_two_figures_of_the_catalogue():
    for one in catalogue.figures():
        assert (one.records is None) == one.is_rate, one.key
        if one.is_rate:
            assert {one.numerator, one.denominator} <= {each.key for each in catalogue.figures()}


def test_every_figure_says_what_it_counts():
    for one in catalogue.figures():
        assert one.key.count(".") == 1, one.key
        assert all(str(words) for words in (one.name, one.unit, one.formula, one.room)), one.key


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

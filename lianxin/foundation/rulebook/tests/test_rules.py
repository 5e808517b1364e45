"""Which rule governs, and the periods counted by it."""

import json
from datetime import date

import pytest

from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.calendars.workflow import set_day
from lianxin.foundation.people.models import Role
from lianxin.foundation.rulebook.keys import UnknownKey
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.foundation.rulebook.rules import NoRule, due, offers, rule, rule_in_profile
from lianxin.foundation.rulebook.tests import factories
from lianxin.foundation.rulebook.workflow import set_rule, withdraw_rule

SOURCE = "《禾望县代表建议办理办法》第十条"


def test_three_months_from_handover_by_national_law():
    """代表法 (2025), art. 51 para. 2."""
    end = due("suggestion.reply", date(2026, 3, 11), profile="national")

    assert end.due == date(2026, 6, 11)
    assert end.rule.rule_class == "N"
    assert "第五十一条第二款" in end.article
    assert "自交办之日2026年3月11日" in end.steps[1]


def test_a_complex_suggestion_has_six_months_from_handover_not_three_and_six():
    assert due("suggestion.reply_complex", date(2026, 3, 11), profile="national").due == date(
        2026, 9, 11
    )


def test_the_last_day_of_february_is_a_make_up_working_day_and_stays():
    end = due("suggestion.reply", date(2025, 11, 30), profile="national")

    assert (end.due, end.rolled) == (date(2026, 2, 28), False)


def test_an_organs_deadline_rolls_and_an_election_deadline_does_not():
    """民法典 (2020) art. 203 by analogy; a timetable before an election is not moved."""
    organ = due("filing.days", date(2026, 5, 14), profile="beijing")
    election = due("byelection.list", date(2026, 5, 19), profile="beijing")

    assert (organ.due, organ.rolled) == (date(2026, 6, 15), True)
    assert (election.due, election.rolled) == (date(2026, 5, 4), False)


def test_rolling_can_be_asked_for_or_switched_off():
    start = date(2026, 3, 20)

    assert due("suggestion.reply", start, profile="national").due == date(2026, 6, 22)
    assert due("suggestion.reply", start, profile="national", roll=False).due == date(2026, 6, 20)


def test_a_township_of_chongqing_has_two_months_from_handover():
    """重庆市乡镇人民代表大会工作条例 (2016), art. 16."""
    found = rule_in_profile("suggestion.reply", "chongqing", date(2026, 3, 1), "township_congress")

    assert (found.value, found.unit, found.start_event) == (2, "month", "handover")
    assert "第十六条" in found.source


def test_a_township_of_shandong_counts_from_the_end_of_the_session_and_says_so():
    """山东省乡镇人民代表大会工作若干规定 (2015), art. 15."""
    end = due(
        "suggestion.reply",
        date(2026, 3, 4),
        profile="shandong",
        body_kind="township_congress",
    )

    assert end.rule.start_event == "session_end"
    assert end.due == date(2026, 5, 6)  # 4 May is in the Labour Day holiday
    assert end.steps[1].startswith("自大会闭会之日2026年3月4日")


def test_between_sessions_the_caller_counts_the_same_period_from_handover():
    end = due(
        "suggestion.reply",
        date(2026, 9, 1),
        profile="shandong",
        body_kind="township_congress",
        start_event="handover",
    )

    assert end.due == date(2026, 11, 2)
    assert "自交办之日" in end.steps[1]


def test_a_motion_needs_ten_deputies_in_a_county_and_five_in_a_township():
    """地方组织法 (2022), art. 22 para. 2; an interpellation needs ten everywhere (art. 24)."""
    on = date(2026, 3, 1)

    assert rule_in_profile("motion.cosigners", "henan", on).value == 10
    assert rule_in_profile("motion.cosigners", "henan", on, "township_congress").value == 5
    assert rule_in_profile("interpellation.township", "henan", on, "township_congress").value == 10


def test_an_old_local_text_looser_than_national_law_does_not_govern_and_the_note_says_so():
    """山东 2015: at least one session a year; 地方组织法 (2022) art. 14: generally two."""
    found = rule_in_profile("township.sessions_per_year", "shandong", date(2026, 3, 1))

    assert found.value == {"min": 1, "usual": 2}
    assert found.profile == "national"
    assert "比国家法律宽" in found.note


def test_before_the_amended_law_the_earlier_article_is_named():
    found = rule_in_profile("suggestion.reply", "national", date(2024, 5, 1))

    assert found.value == 3
    assert "第四十二条" in found.source


def test_a_local_rule_does_not_govern_before_it_was_in_force():
    assert rule_in_profile("suggestion.return", "henan", date(2017, 7, 31)).value is None
    assert rule_in_profile("suggestion.return", "henan", date(2017, 8, 1)).value == 10


def test_where_no_period_is_set_none_is_invented():
    with pytest.raises(NoRule, match="没有规定具体期限（及时寄送征询意见表）"):
        due("suggestion.feedback", date(2026, 3, 1), profile="zhejiang")


def test_a_rule_that_is_no_period_cannot_be_counted():
    with pytest.raises(NoRule, match="不是可以推算日期的期限"):
        due("motion.cosigners", date(2026, 3, 1), profile="national")


def test_an_unknown_key_names_those_that_look_like_it():
    with pytest.raises(UnknownKey, match=r"suggestion\.reply"):
        rule_in_profile("sugestion.replly", "national", date(2026, 3, 1))


def test_a_period_into_a_year_without_a_table_is_provisional_and_stored_so():
    end = due("suggestion.return", date(2026, 12, 25), profile="henan")

    stored = end.as_json()
    assert stored["provisional"]
    assert "2027年" in stored["warning"]
    assert stored["calendar_version"] == end.calendar_version


def test_what_is_stored_with_a_deadline_is_plain_json_with_all_that_explains_it():
    stored = due("suggestion.reply", date(2026, 3, 11), profile="henan").as_json()

    assert json.loads(json.dumps(stored)) == stored
    assert stored["due"] == "2026-06-11"
    assert stored["explanation"].startswith("2026-06-11（自交办之日起 3 个月，")


def test_a_body_is_governed_by_the_profile_of_its_county(county):
    hamlet = factories.township(county)

    found = rule("suggestion.return", hamlet, date(2026, 3, 1))

    assert (found.value, found.counting, found.profile) == (10, "W", "henan")


def test_a_body_without_any_profile_is_governed_by_national_law(db):
    lonely = factories.county(profile="")

    assert rule("suggestion.return", lonely, date(2026, 3, 1)).value is None
    assert rule("suggestion.reply", lonely, date(2026, 3, 1)).profile == "national"


def test_a_township_in_shandong_gets_the_township_rule_and_the_county_the_general_one(db):
    county = factories.county(profile="shandong")
    township = factories.township(county)
    street = factories.street(county)

    found = {body.kind: rule("suggestion.reply", body).value for body in (county, township, street)}

    assert found == {"county_congress": 3, "township_congress": 2, "street_committee": 3}


def test_a_countys_own_value_governs_it_and_the_bodies_below(county, clerk):
    street = factories.street(county)
    set_rule(county, "suggestion.reply", 2, by=clerk, on=date(2026, 1, 1), source=SOURCE)

    found = rule("suggestion.reply", street, date(2026, 3, 1))

    assert (found.value, found.profile, found.source) == (2, "hewang", SOURCE)


def test_a_bodys_own_value_is_nearer_than_its_countys(county, clerk):
    township = factories.township(county)
    own_clerk = factories.account(township, Role.TOWNSHIP_CLERK, "own", "钱小梅")
    set_rule(
        county, "suggestion.redo", 20, unit="day", by=clerk, on=date(2026, 1, 1), source=SOURCE
    )
    set_rule(
        township,
        "suggestion.redo",
        15,
        unit="day",
        by=own_clerk,
        on=date(2026, 1, 1),
        source=SOURCE,
    )

    assert rule("suggestion.redo", township, date(2026, 3, 1)).value == 15
    assert rule("suggestion.redo", county, date(2026, 3, 1)).value == 20


def test_a_countys_value_does_not_loosen_the_provinces_rule_for_townships(db):
    county = factories.county(profile="chongqing")
    township = factories.township(county)
    clerk = factories.account(county)
    set_rule(
        county, "suggestion.reply", 80, unit="day", by=clerk, on=date(2026, 1, 1), source=SOURCE
    )

    assert rule("suggestion.reply", county, date(2026, 3, 1)).value == 80
    assert rule("suggestion.reply", township, date(2026, 3, 1)).value == 2
    against = [offer.against for offer in offers("suggestion.reply", township, date(2026, 3, 1))]
    assert against == ["比对本类机构的地方规定宽，不适用。", "", ""]


def test_a_value_stored_under_an_older_law_yields_to_a_stricter_new_one(county):
    RuleSetting.objects.create(
        body=county,
        key="suggestion.reply",
        value=4,
        unit="month",
        counting="M",
        valid_from=date(2009, 1, 1),
        source="旧办法",
    )

    found = rule("suggestion.reply", county, date(2026, 3, 1))

    assert (found.value, found.profile) == (3, "henan")
    assert "旧办法规定为“4 个月”，比国家法律宽" in found.note


def test_changing_a_rule_never_moves_a_period_that_has_begun(county, clerk):
    before = due("suggestion.reply", date(2026, 3, 11), body=county)
    stored = before.as_json()

    set_rule(county, "suggestion.reply", 2, by=clerk, on=date(2026, 4, 1), source=SOURCE)

    assert due("suggestion.reply", date(2026, 3, 11), body=county).as_json() == stored
    assert due("suggestion.reply", date(2026, 4, 1), body=county).due == date(2026, 6, 1)


def test_a_withdrawn_value_gives_way_to_the_provinces_from_its_day(county, clerk):
    set_rule(county, "suggestion.reply", 2, by=clerk, on=date(2026, 1, 1), source=SOURCE)

    withdraw_rule(county, "suggestion.reply", by=clerk, on=date(2026, 5, 1))

    assert rule("suggestion.reply", county, date(2026, 4, 30)).value == 2
    assert rule("suggestion.reply", county, date(2026, 5, 1)).value == 3


def test_a_tightened_complex_period_tightens_the_longest_extension(county, clerk):
    set_rule(county, "suggestion.reply_complex", 5, by=clerk, on=date(2026, 1, 1), source=SOURCE)

    assert rule("suggestion.extension_max", county, date(2026, 3, 1)).value == 5


def test_a_local_holiday_moves_the_bodys_working_days_and_names_another_calendar(county, clerk):
    plain = due("suggestion.return", date(2026, 3, 2), body=county)
    set_day(date(2026, 3, 4), is_workday=False, note="禾望节", body=county, by=clerk)

    local = due("suggestion.return", date(2026, 3, 2), body=county)

    assert (plain.due, local.due) == (date(2026, 3, 16), date(2026, 3, 17))
    assert local.calendar_version != plain.calendar_version


def test_given_overrides_replace_the_bodys_calendar():
    end = due(
        "suggestion.return", date(2026, 3, 2), profile="henan", overrides={date(2026, 3, 4): False}
    )

    assert end.due == date(2026, 3, 17)


def test_asking_again_in_one_request_costs_no_query(county, django_assert_num_queries):
    street = factories.street(county)

    with remembering():
        due("suggestion.return", date(2026, 3, 2), body=street)
        with django_assert_num_queries(0):
            for day in range(1, 28):
                due("suggestion.return", date(2026, 3, day), body=street)
                rule("suggestion.due_soon_days", street, date(2026, 3, day))


def test_a_change_is_seen_in_the_same_request(county, clerk):
    with remembering():
        rule("suggestion.reply", county, date(2026, 3, 1))
        set_rule(county, "suggestion.reply", 2, by=clerk, on=date(2026, 1, 1), source=SOURCE)

        assert rule("suggestion.reply", county, date(2026, 3, 1)).value == 2

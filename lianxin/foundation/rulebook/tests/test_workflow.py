"""Setting a body's own rules: what is accepted, what is refused and how."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Role
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.rulebook.tests import factories
from lianxin.foundation.rulebook.workflow import (
    LooserThanLaw,
    NoSuchRule,
    Refused,
    WrongValue,
    set_rule,
    withdraw_rule,
)

ON = date(2026, 12, 1)
SOURCE = "《禾望县代表建议办理办法》第十条"


def test_a_stricter_value_is_kept_and_leaves_an_event(county, clerk):
    setting = set_rule(county, "suggestion.reply", 2, by=clerk, on=ON, source=SOURCE)

    event = Event.objects.get()
    assert (setting.unit, setting.counting, setting.entered_by) == ("month", "M", clerk)
    assert (event.step, event.actor, event.reason) == ("rulebook.set", clerk, SOURCE)
    assert event.after
    assert event.after["value"] == 2
    assert "2 个月" in event.words


@pytest.mark.parametrize(
    ("value", "unit"), [(4, "month"), (90, "day"), (93, "day"), (65, "workday"), (1, "year")]
)
def test_a_value_looser_than_national_law_is_refused_with_the_article_and_the_floor(
    county, clerk, value, unit
):
    with pytest.raises(LooserThanLaw) as refusal:
        set_rule(county, "suggestion.reply", value, unit=unit, by=clerk, on=ON, source=SOURCE)

    assert "3 个月" in str(refusal.value)
    assert "第五十一条第二款" in str(refusal.value)
    assert "第五十一条第二款" in refusal.value.article
    assert not RuleSetting.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(("value", "unit"), [(3, "month"), (89, "day"), (45, "workday")])
def test_a_value_as_strict_as_national_law_in_another_unit_is_kept(county, clerk, value, unit):
    set_rule(county, "suggestion.reply", value, unit=unit, by=clerk, on=ON, source=SOURCE)

    assert rule("suggestion.reply", county, ON).value == value


@pytest.mark.parametrize("number", [9, 11])
def test_the_number_of_cosigners_is_the_laws_and_cannot_be_changed(county, clerk, number):
    """地方组织法 (2022), art. 22 para. 2."""
    with pytest.raises(LooserThanLaw, match="第二十二条"):
        set_rule(county, "motion.cosigners", number, by=clerk, on=ON, source=SOURCE)


def test_the_floor_is_that_of_the_bodys_kind(county):
    township = factories.township(county)
    clerk = factories.account(township, Role.TOWNSHIP_CLERK, "own", "钱小梅")

    with pytest.raises(LooserThanLaw, match="5 人"):
        set_rule(township, "motion.cosigners", 10, by=clerk, on=ON, source=SOURCE)


def test_fewer_sessions_than_the_law_wants_are_refused(county, clerk):
    with pytest.raises(LooserThanLaw, match="第十四条"):
        set_rule(
            county,
            "township.sessions_per_year",
            {"min": 1, "usual": 1},
            by=clerk,
            on=ON,
            source=SOURCE,
        )


def test_where_the_law_sets_nothing_the_body_is_free(county, clerk):
    set_rule(county, "suggestion.handover", 15, by=clerk, on=ON, source=SOURCE)

    found = rule("suggestion.handover", county, ON)
    assert (found.value, found.counting, found.rule_class) == (15, "W", "L")


@pytest.mark.parametrize(
    ("key", "value", "unit", "told"),
    [
        ("suggestion.reply", "2", None, "整数"),
        ("suggestion.reply", True, None, "整数"),
        ("suggestion.reply", 2.0, None, "整数"),
        ("suggestion.reply", 0, None, "不能小于 1"),
        ("suggestion.reply", 2, "fortnight", "单位"),
        ("suggestion.handover", 100000, "day", "过大"),
        ("suggestion.withdraw_until", "never", None, "any_time"),
        ("suggestion.basically_counts_as_satisfied", 1, None, "是"),
        ("presidium.size", {"min": 9, "max": 7}, None, "下限"),
        ("presidium.size", {"min": 7}, None, "缺少"),
        ("presidium.size", [7, 9], None, "栏目"),
        ("election.primary_min_turnout", "3/2", None, "不超过 1"),
        ("election.primary_min_turnout", 0.33, None, "分数"),
        ("filing.annual_list", "02-31", None, "月日"),
        ("suggestion.result_letters", {"solved": {}}, None, "缺少"),
        ("suggestion.year_report", {"text": " "}, None, "内容"),
    ],
)
def test_a_value_of_the_wrong_sort_is_refused_in_words(county, clerk, key, value, unit, told):
    with pytest.raises(WrongValue, match=told):
        set_rule(county, key, value, unit=unit, by=clerk, on=ON, source=SOURCE)

    assert not RuleSetting.objects.exists()


def test_a_value_without_a_source_is_refused(county, clerk):
    with pytest.raises(WrongValue, match="依据"):
        set_rule(county, "suggestion.reply", 2, by=clerk, on=ON, source="  ")


def test_an_unknown_key_is_refused_with_suggestions(county, clerk):
    with pytest.raises(NoSuchRule, match=r"suggestion\.reply"):
        set_rule(county, "suggestion.replay", 2, by=clerk, on=ON, source=SOURCE)


def test_a_key_that_follows_another_points_to_it(county, clerk):
    with pytest.raises(NoSuchRule, match="请修改后者"):
        set_rule(county, "suggestion.extension_max", 5, by=clerk, on=ON, source=SOURCE)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CHAIR, Role.GROUP_LEADER, Role.AUDITOR])
def test_others_than_the_bodys_clerk_may_not_set_rules(county, role):
    stranger = factories.account(county, role, "stranger", "孙立")

    with pytest.raises(PermissionDenied):
        set_rule(county, "suggestion.reply", 2, by=stranger, on=ON, source=SOURCE)


def test_a_countys_clerk_may_not_set_a_townships_own_rule(county, clerk):
    township = factories.township(county)

    with pytest.raises(PermissionDenied):
        set_rule(township, "suggestion.reply", 2, by=clerk, on=ON, source=SOURCE)


def test_setting_again_adds_a_row_and_keeps_the_old_one(county, clerk):
    set_rule(county, "suggestion.reply", 2, by=clerk, on=date(2026, 1, 1), source=SOURCE)
    set_rule(county, "suggestion.reply", 1, by=clerk, on=ON, source=SOURCE)

    assert RuleSetting.objects.count() == 2
    assert rule("suggestion.reply", county, date(2026, 11, 30)).value == 2
    assert rule("suggestion.reply", county, ON).value == 1


def test_of_two_values_from_one_day_the_later_entered_governs(county, clerk):
    set_rule(county, "suggestion.reply", 1, by=clerk, on=ON, source=SOURCE)
    set_rule(county, "suggestion.reply", 2, by=clerk, on=ON, source=SOURCE)

    assert rule("suggestion.reply", county, ON).value == 2


def test_withdrawing_what_was_never_set_is_refused(county, clerk):
    with pytest.raises(Refused, match="没有本级设定"):
        withdraw_rule(county, "suggestion.reply", by=clerk, on=ON)

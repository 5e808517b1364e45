"""规则与依据: every value with its source, and the form to set one's own."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from lianxin.foundation.rulebook.forms import SettingForm, initial_of
from lianxin.foundation.rulebook.keys import KEYS
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.foundation.rulebook.rules import rule, rule_in_profile
from lianxin.foundation.rulebook.tests import factories

SOURCE = "《禾望县代表建议办理办法》第十条"


def address(name, key="suggestion.reply"):
    return reverse(f"rulebook:{name}", args=[] if name == "list" else [key])


def typed(county, **changes):
    return {
        "body": county.code,
        "value": "2",
        "unit": "month",
        "on": timezone.localdate().isoformat(),
        "source": SOURCE,
    } | changes


def test_the_list_shows_every_key_with_its_value_and_source(client, county, clerk):
    client.force_login(clerk)

    page = client.get(address("list")).content.decode()

    assert all(str(key.title) in page for key in KEYS.values())
    assert "10 个工作日" in page
    assert "《河南省人民代表大会代表建议、批评和意见办理办法》（2017）第十四条" in page


def test_the_list_costs_the_same_queries_however_many_rules(
    client, county, clerk, django_assert_max_num_queries
):
    client.force_login(clerk)

    with django_assert_max_num_queries(12):
        client.get(address("list"))


def test_the_filter_narrows_and_an_empty_list_says_what_to_do(client, county, clerk):
    client.force_login(clerk)

    some = client.get(address("list"), {"group": "motion"}).content.decode()
    none = client.get(address("list"), {"q": "没有这条"}).content.decode()

    assert "代表联名提出议案的人数" in some
    assert "代表建议答复期限" not in some
    assert "没有符合条件的规则" in none


def test_the_page_of_a_rule_shows_the_layers_and_where_it_is_used(client, county, clerk):
    client.force_login(clerk)

    page = client.get(address("detail")).content.decode()

    assert "河南省" in page
    assert "第五十一条第二款" in page
    assert "按期答复率" in page


def test_a_clerk_sets_a_value_and_sees_it_in_the_history(client, county, clerk):
    client.force_login(clerk)

    page = client.post(address("set"), typed(county), follow=True).content.decode()

    assert rule("suggestion.reply", county).value == 2
    assert SOURCE in page
    assert "周文静" in page


def test_a_refusal_is_shown_with_the_article_and_keeps_what_was_typed(client, county, clerk):
    client.force_login(clerk)

    page = client.post(address("set"), typed(county, value="7")).content.decode()

    assert "第五十一条第二款" in page
    assert "不能放宽" in page
    assert 'value="7"' in page
    assert SOURCE in page
    assert not RuleSetting.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"value": "很快"}, {"value": ""}, {"on": "2026-02-31"}, {"source": ""}, {"unit": "fortnight"}],
)
def test_what_cannot_be_read_is_asked_for_again(client, county, clerk, changes):
    client.force_login(clerk)

    response = client.post(address("set"), typed(county, **changes))

    assert response.status_code == 200
    assert not RuleSetting.objects.exists()


def test_a_value_from_a_later_day_is_shown_as_not_yet_in_force(client, county, clerk):
    client.force_login(clerk)

    page = client.post(address("set"), typed(county, on="2090-01-01"), follow=True)

    assert "尚未生效" in page.content.decode()
    assert rule("suggestion.reply", county).value == 3


def test_a_township_sees_what_its_county_will_change(client, county, clerk):
    township = factories.township(county)
    client.force_login(clerk)
    client.post(address("set"), typed(county, on="2090-01-01"))

    page = client.get(address("detail"), {"body": township.code}).content.decode()

    assert "将要生效的变化" in page
    assert "2090-01-01" in page


def test_a_clerk_withdraws_the_bodys_value(client, county, clerk):
    client.force_login(clerk)
    client.post(address("set"), typed(county))

    client.post(
        address("withdraw"),
        {"body": county.code, "on": timezone.localdate().isoformat()},
    )

    assert rule("suggestion.reply", county).profile == "henan"


def test_a_deputy_reads_the_rules_but_finds_no_form_and_may_not_post(client, county, deputy):
    client.force_login(deputy)

    page = client.get(address("detail")).content.decode()

    assert "3 个月" in page
    assert "设定本级数值" not in page
    assert client.post(address("set"), typed(county)).status_code == 403


def test_a_body_of_another_county_is_not_found(client, county, clerk):
    elsewhere = factories.county(code="pinghu", name="平湖县人大常委会", short_name="平湖县人大")
    client.force_login(clerk)

    assert client.get(address("list"), {"body": elsewhere.code}).status_code == 404
    assert client.post(address("set"), typed(elsewhere)).status_code == 404


def test_an_unknown_rule_is_not_found(client, county, clerk):
    client.force_login(clerk)

    assert client.get(address("detail", "no.such")).status_code == 404


@pytest.mark.parametrize("key", [name for name, one in KEYS.items() if not one.alias_of])
def test_the_form_of_every_key_gives_back_the_value_it_shows(key):
    definition, today = KEYS[key], timezone.localdate()
    profiles = ("henan", "zhejiang", "shandong", "chongqing", "beijing", "shanghai")
    known = [found for one in profiles if (found := rule_in_profile(key, one)).value is not None]
    # What no profile knows waits for each body's own value (活动经费标准).
    shown = known[0] if known else SimpleNamespace(value=500, unit=definition.unit)

    form = SettingForm(
        initial_of(definition.kind, shown.value, shown.unit)
        | {"on": today.isoformat(), "source": SOURCE},
        key=definition,
        today=today,
    )

    assert form.is_valid(), form.errors
    assert form.value_and_unit() == (shown.value, shown.unit)

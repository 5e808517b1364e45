"""机构: added, put right, closed; the rules they go by; terms, sessions and districts."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Body, Role, Term
from lianxin.foundation.rulebook.choosing import differences
from lianxin.foundation.rulebook.rules import rule

NEW = {
    "kind": "township_congress",
    "name": "云岭乡人民代表大会主席团",
    "short_name": "云岭乡",
    "code": "hewang-yunling",
    "division_code": "",
    "document_prefix": "",
    "phone": "",
}


def add(client, county, **changes):
    return client.post(reverse("setup:body_new"), NEW | {"parent": county.pk} | changes)


def test_a_clerk_adds_a_township_below_the_county(signed_in, county):
    response = add(signed_in, county)

    body = Body.objects.get(code="hewang-yunling")
    assert response.status_code == 302
    assert body.parent == county
    assert body.path.startswith(county.path)
    assert events_of(body).get().step == "body.open"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "hewang"}, "已经使用"),
        ({"code": "云岭"}, "代码"),
        ({"short_name": "柳溪镇"}, "已有名叫"),
        ({"division_code": "41102"}, "行政区划代码"),
        ({"name": ""}, "全称"),
        ({"kind": "county_congress"}, "类型"),
    ],
)
def test_a_body_that_cannot_be_is_refused_and_keeps_what_was_typed(
    signed_in, county, town, changes, words
):
    response = add(signed_in, county, **changes)

    page = response.content.decode()
    assert response.status_code in {409, 422}
    assert words in page
    assert Body.objects.count() == 2


def test_the_same_form_sent_twice_adds_one_body(signed_in, county):
    add(signed_in, county)

    again = add(signed_in, county)

    assert again.status_code == 409
    assert Body.objects.filter(short_name="云岭乡").count() == 1


def test_a_township_puts_its_own_details_right_but_adds_nothing(client, town_clerk, county, town):
    client.force_login(town_clerk)
    details = {"name": town.name, "short_name": "柳溪镇", "phone": "0000-7654321"}

    changed = client.post(reverse("setup:body_edit", args=[town.pk]), details)

    town.refresh_from_db()
    assert changed.status_code == 302
    assert town.phone == "0000-7654321"
    assert add(client, county).status_code == 403
    assert client.get(reverse("setup:body_edit", args=[county.pk])).status_code == 404
    assert client.post(reverse("setup:body_close", args=[town.pk])).status_code == 403


def test_closing_a_body_needs_a_reason_and_can_be_undone(signed_in, town):
    address = reverse("setup:body_close", args=[town.pk])

    without = signed_in.post(address, {"reason": ""})
    closed = signed_in.post(address, {"reason": "省政府批复〔2026〕1 号"})
    twice = signed_in.post(address, {"reason": "省政府批复〔2026〕1 号"})

    town.refresh_from_db()
    assert without.status_code == 422
    assert closed.status_code == 302
    assert twice.status_code == 409
    assert not town.is_active

    signed_in.post(reverse("setup:body_reopen", args=[town.pk]))
    town.refresh_from_db()
    assert town.is_active


def test_the_county_itself_is_not_closed(signed_in, county):
    page = signed_in.post(reverse("setup:body_close", args=[county.pk]), {"reason": "示例"})

    assert page.status_code == 409
    assert "不能停用" in page.content.decode()


def test_the_system_administrator_adds_bodies_too(client, admin, county):
    client.force_login(admin)

    assert add(client, county).status_code == 302


# Rules


def test_another_profile_is_shown_with_what_it_changes_and_the_articles(signed_in, county):
    address = reverse("setup:profile", args=[county.pk])

    page = signed_in.get(address, {"profile": "zhejiang"}).content.decode()

    assert "10 个工作日" in page
    assert "《河南省人民代表大会代表建议、批评和意见办理办法》（2017）第十四条" in page
    assert "《浙江省人民代表大会代表建议、批评和意见办理的规定》（2016）第十四条" in page
    assert "已经算出的期限一律不变" in page
    county.refresh_from_db()
    assert county.profile == "henan"


def test_the_same_profile_changes_nothing(county):
    assert differences(county, "henan", localdate()) == []
    assert all(one.now.display for one in differences(county, "zhejiang", localdate()))


def test_choosing_a_profile_governs_from_now_on_also_below(signed_in, county, town):
    address = reverse("setup:profile", args=[county.pk])

    response = signed_in.post(address, {"profile": "zhejiang", "instead_of": "henan"})

    county.refresh_from_db()
    town.refresh_from_db()
    assert response.status_code == 302
    assert rule("suggestion.return", county).profile == "zhejiang"
    assert rule("suggestion.return", town).profile == "zhejiang"
    assert events_of(county).get().step == "rulebook.profile"


def test_two_clerks_choosing_at_once_end_with_the_first(signed_in, county):
    address = reverse("setup:profile", args=[county.pk])
    signed_in.post(address, {"profile": "zhejiang", "instead_of": "henan"})

    late = signed_in.post(address, {"profile": "shandong", "instead_of": "henan"})

    county.refresh_from_db()
    assert late.status_code == 409
    assert county.profile == "zhejiang"


def test_a_county_clerk_does_not_choose_for_a_township(signed_in, town):
    address = reverse("setup:profile", args=[town.pk])

    assert "只能查看" in signed_in.get(address, {"profile": "zhejiang"}).content.decode()
    assert signed_in.post(address, {"profile": "zhejiang", "instead_of": ""}).status_code == 403


def test_a_profile_that_does_not_exist_is_ignored(signed_in, county):
    address = reverse("setup:profile", args=[county.pk])

    assert signed_in.get(address, {"profile": "atlantis"}).status_code == 200
    posted = signed_in.post(address, {"profile": "atlantis", "instead_of": "henan"})
    county.refresh_from_db()
    assert posted.status_code == 409
    assert county.profile == "henan"


# Terms, sessions, districts


def test_a_term_ends_when_the_first_session_of_the_next_opens(signed_in, county):
    address = reverse("setup:term_new", args=[county.pk])

    signed_in.post(address, {"number": 19, "starts_on": "2027-01-08"})

    assert county.terms.get(number=18).ends_on == date(2027, 1, 8)
    assert county.terms.get(number=19).starts_on == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": 18, "starts_on": "2027-01-08"}, "已经登记"),
        ({"number": 19, "starts_on": "2021-01-08"}, "颠倒"),
        ({"number": 0, "starts_on": ""}, "第几届"),
        ({"number": 19, "starts_on": "2027-02-31"}, "首次会议开幕日"),
    ],
)
def test_a_term_out_of_order_is_refused(signed_in, county, typed, words):
    response = signed_in.post(reverse("setup:term_new", args=[county.pk]), typed)

    assert response.status_code in {409, 422}
    assert words in response.content.decode()
    assert county.terms.count() == 1


def test_the_first_session_gives_the_term_its_first_day(signed_in, county):
    term = Term.objects.create(body=county, number=19)
    address = reverse("setup:session_new", args=[term.pk])

    signed_in.post(address, {"number": 1, "opens_on": "2027-01-08", "closes_on": "2027-01-11"})

    term.refresh_from_db()
    assert term.starts_on == date(2027, 1, 8)
    assert county.terms.get(number=18).ends_on == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": 1, "opens_on": "2022-03-01"}, "已经登记"),
        ({"number": 2, "opens_on": "2021-03-01"}, "晚于"),
        ({"number": 2, "opens_on": "2023-03-01", "closes_on": "2023-02-01"}, "闭幕日不能早于"),
        ({"number": 2, "closes_on": "2023-02-01"}, "也请写开幕日"),
    ],
)
def test_a_session_out_of_order_is_refused(signed_in, county, typed, words):
    term = county.terms.get()

    response = signed_in.post(reverse("setup:session_new", args=[term.pk]), typed)

    assert response.status_code == 409
    assert words in response.content.decode()
    assert term.sessions.count() == 1


def test_a_session_is_put_right(signed_in, county):
    session = county.terms.get().sessions.get()
    address = reverse("setup:session_edit", args=[session.pk])

    signed_in.post(address, {"number": 1, "opens_on": "2022-01-07", "closes_on": "2022-01-10"})

    session.refresh_from_db()
    assert session.closes_on == date(2022, 1, 10)
    assert county.terms.get().starts_on == date(2022, 1, 7)


def test_a_district_elects_one_to_three(signed_in, county):
    term = county.terms.get()
    address = reverse("setup:district_new", args=[term.pk])

    added = signed_in.post(address, {"name": "柳溪村选区", "number": "1", "seats": 3})
    many = signed_in.post(address, {"name": "石桥村选区", "seats": 4})
    twice = signed_in.post(address, {"name": "柳溪村选区", "seats": 1})

    assert added.status_code == 302
    assert many.status_code == 422
    assert twice.status_code == 409
    assert term.districts.get().seats == 3


def test_a_street_has_no_terms(signed_in, street):
    page = signed_in.get(reverse("setup:terms", args=[street.pk])).content.decode()
    refused = signed_in.post(reverse("setup:term_new", args=[street.pk]), {"number": 1})

    assert "街道不设人民代表大会" in page
    assert refused.status_code == 409
    assert "第五十九条" in refused.content.decode()


def test_a_township_clerk_does_not_touch_the_countys_terms(client, town_clerk, county):
    term = county.terms.get()
    client.force_login(town_clerk)

    assert client.get(reverse("setup:terms", args=[county.pk])).status_code == 404
    assert client.post(reverse("setup:term_edit", args=[term.pk])).status_code == 404
    assert client.post(reverse("setup:session_new", args=[term.pk])).status_code == 404


def test_an_account_that_is_clerk_of_two_bodies_keeps_both(client, town, other_town):
    account = factories.account(Role.TOWNSHIP_CLERK, town)
    account.grants.create(role=Role.TOWNSHIP_CLERK, body=other_town, valid_from=date(2022, 1, 1))
    client.force_login(account)

    page = client.get(reverse("setup:bodies")).content.decode()

    assert "柳溪镇" in page
    assert "石桥镇" in page

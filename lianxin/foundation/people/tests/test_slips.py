"""First sign-in by a printed one-time slip, and a reset with a new one."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.accounts import close_account, open_account
from lianxin.foundation.people.authority import NewGrant
from lianxin.foundation.people.models import AccessSlip, Account, Role
from lianxin.foundation.people.slips import find_slip, issue_slip, reset_access, use_slip
from lianxin.foundation.people.tests import factories
from lianxin.foundation.people.tests.factories import PASSWORD
from lianxin.foundation.refusals import Refused, WrongStatus

pytestmark = pytest.mark.django_db

NEW = "新的 好记 一句话 八月"


@pytest.fixture
def county():
    return factories.county()


@pytest.fixture
def clerk(county):
    return factories.with_role(Role.COUNTY_CLERK, county, "周示例")


@pytest.fixture
def deputy(county, clerk):
    return open_account(
        by=clerk,
        username="lin",
        name="林示例",
        phone="13800000001",
        grants=[NewGrant(Role.DEPUTY, county)],
    )


@pytest.fixture
def code(deputy, clerk):
    _slip, code = issue_slip(deputy, by=clerk)
    return code


def page_of(code) -> str:
    return reverse("account_slip_enter", kwargs={"code": code})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_only_a_digest_of_the_code_is_kept(deputy, code):
    slip = AccessSlip.objects.get()

    assert re.fullmatch(r"([A-HJKMNP-Z2-9]{4}-){2}[A-HJKMNP-Z2-9]{4}", code)
    assert code not in str(list(AccessSlip.objects.values()))
    assert code not in str(list(Event.objects.values()))
    assert slip.expires_at > timezone.now()


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_address_spends_nothing(client, code, method):
    for _ in range(3):
        answer = getattr(client, method)(page_of(code))
        assert answer.status_code == 200

    assert not is_in(client)
    assert find_slip(code).is_usable


def test_the_button_signs_in_once_and_leads_to_the_password(client, deputy, code):
    page = client.get(page_of(code)).content.decode()
    assert "您是林示例吗" in page
    assert "确认登录并设置密码" in page

    arrived = client.post(page_of(code))
    assert arrived.url == reverse("account_set_password")
    assert client.session["_auth_user_id"] == str(deputy.pk)

    again = type(client)().post(page_of(code))
    assert again.status_code == 410
    assert "已经用过" in again.content.decode()


def test_until_the_password_is_set_every_page_leads_there(client, deputy, code):
    client.post(page_of(code))

    for name in ("account_home", "usersessions_list", "mfa_index", "account_manage"):
        assert client.get(reverse(name)).url == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})

    assert client.get(reverse("account_home")).status_code == 200
    deputy.refresh_from_db()
    assert deputy.check_password(NEW)
    assert not deputy.must_set_password
    steps = Event.objects.filter(record_id=deputy.pk, record_type="people.account")
    assert list(steps.values_list("step", flat=True)) == [
        "account.open",
        "account.issue_slip",
        "account.use_slip",
        "account.set_password",
    ]


def test_who_leaves_before_setting_the_password_comes_back_with_the_session(client, code):
    client.post(page_of(code))

    assert not client.session.get_expire_at_browser_close()


def test_the_password_is_set_once_by_slip_and_then_changed_with_the_old_one(client, code):
    client.post(page_of(code))
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})

    again = client.post(
        reverse("account_set_password"), {"password1": "x" * 12, "password2": "x" * 12}
    )

    assert again.url == reverse("account_change_password")


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "plain"])
def test_the_code_may_be_typed_by_hand(client, code, typed):
    typed = {"lower": code.lower(), "plain": code.replace("-", " ")}.get(typed, typed.format(code))

    shown = client.post(reverse("account_slip"), {"code": typed})

    assert shown.url == page_of(code.replace("-", ""))
    assert client.get(shown.url).status_code == 200


def test_ten_wrong_codes_slow_down_the_address(client, code):
    for number in range(10):
        page = client.post(reverse("account_slip"), {"code": f"WRONG{number}"})
        assert "没有这个登录码" in page.content.decode()

    slowed = client.post(reverse("account_slip"), {"code": code})
    assert "请等 5 分钟后再试" in slowed.content.decode()
    assert client.post(page_of(code)).status_code == 410
    assert not is_in(client)


def test_right_codes_are_never_counted_as_guesses(client, code):
    for _ in range(12):
        assert client.get(page_of(code)).status_code == 200


def test_a_new_slip_ends_the_one_before(client, deputy, clerk, code):
    _slip, newer = issue_slip(deputy, by=clerk)

    assert "被新的登录条代替" in client.get(page_of(code)).content.decode()
    assert client.get(page_of(newer)).status_code == 200


def test_an_old_slip_says_whom_to_ask(client, code):
    AccessSlip.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    page = client.post(page_of(code)).content.decode()

    assert "已过有效期" in page
    assert "重新打印" in page
    assert not is_in(client)


def test_a_slip_dies_with_its_account(client, deputy, clerk, code):
    close_account(deputy, by=clerk)

    assert client.post(page_of(code)).status_code == 410


def test_of_two_who_use_it_at_once_one_comes_in(deputy, code, monkeypatch):
    slip = find_slip(code)
    use_slip(code)
    monkeypatch.setattr("lianxin.foundation.people.slips.find_slip", lambda code: slip)

    with pytest.raises(WrongStatus, match="刚刚被用过"):
        use_slip(code)


def test_a_slip_never_goes_round_a_password(county, clerk):
    deputy = factories.with_role(Role.DEPUTY, county)

    with pytest.raises(Refused, match="重置登录"):
        issue_slip(deputy, by=clerk)

    assert not AccessSlip.objects.exists()


def test_the_clerk_trying_a_slip_on_the_office_computer_becomes_the_deputy(
    client, clerk, deputy, code
):
    client.force_login(clerk)

    client.post(page_of(code))

    assert client.session["_auth_user_id"] == str(deputy.pk)


def test_a_reset_ends_password_second_factor_and_sessions(client, county, clerk):
    deputy = factories.with_role(Role.DEPUTY, county, "郭示例")
    client.post(reverse("account_login"), {"login": deputy.username, "password": PASSWORD})
    Authenticator.objects.create(user=deputy, type=Authenticator.Type.TOTP, data={})

    _slip, code = reset_access(deputy, by=clerk, reason="手机丢失")

    assert client.get(reverse("account_home")).status_code == 302
    deputy.refresh_from_db()
    assert not deputy.has_usable_password()
    assert not Authenticator.objects.exists()
    assert find_slip(code).account == deputy
    event = Event.objects.get(step="account.reset_access")
    assert (event.actor, event.reason) == (clerk, "手机丢失")


def test_nobody_resets_a_stronger_account(county):
    town = factories.township(county)
    town_clerk = factories.with_role(Role.TOWNSHIP_CLERK, town)
    county_clerk = factories.with_role(Role.COUNTY_CLERK, county)
    both = factories.with_role(Role.DEPUTY, town)
    both.grants.create(role=Role.DEPUTY, body=county)

    for stronger in (county_clerk, both):
        with pytest.raises(PermissionDenied):
            reset_access(stronger, by=town_clerk)

    reset_access(both, by=county_clerk)
    assert Account.objects.get(pk=both.pk).must_set_password


# -- the printed page -------------------------------------------------------


def test_slips_of_several_accounts_are_printed_together(client, clerk, county, deputy):
    other = open_account(
        by=clerk, username="guo", name="郭示例", grants=[NewGrant(Role.DEPUTY, county)]
    )
    has_password = factories.with_role(Role.DEPUTY, county, "何示例")
    client.force_login(clerk)

    page = client.post(
        reverse("account_slips"), {"account": [deputy.pk, other.pk, has_password.pk, "x", 999]}
    ).content.decode()

    codes = re.findall(r"登录码：</span>([A-Z2-9-]{14})", page)
    assert len(codes) == len(set(codes)) == 2
    assert page.count("data:image/svg+xml") == 2
    assert "“何示例”已经设置过密码" in page
    assert [find_slip(code).account for code in codes] == [deputy, other]


def test_the_printed_page_is_kept_nowhere(client, clerk, deputy):
    client.force_login(clerk)

    page = client.post(reverse("account_slips"), {"account": [deputy.pk]})

    assert "no-store" in page["Cache-Control"]


def test_printing_nothing_says_so(client, clerk):
    client.force_login(clerk)

    page = client.post(reverse("account_slips"), follow=True)

    assert "请先在名单里勾选" in page.content.decode()

"""Signing in by name or phone, the throttle, the second factor, devices."""

import base64
import re
from datetime import date

import pyotp
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import NoReverseMatch, reverse

from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Account, Role
from lianxin.foundation.people.tests import factories
from lianxin.foundation.people.tests.factories import PASSWORD
from lianxin.foundation.people.throttle import Limit, in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy():
    return factories.with_role(Role.DEPUTY, factories.county(), "林示例", phone="13800000001")


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": login, "password": password}, **extra)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed", ["{username}", " {username} ", "{USERNAME}", "13800000001", "+86 138-0000-0001"]
)
def test_user_name_and_phone_both_open_the_door(client, deputy, typed):
    login = typed.format(username=deputy.username, USERNAME=deputy.username.upper())

    sign_in(client, login)

    assert client.session["_auth_user_id"] == str(deputy.pk)


@pytest.mark.parametrize("login", ["niemand", "13900000009", "", "林示例"])
def test_a_wrong_name_is_refused_with_what_to_do(client, deputy, login):
    page = sign_in(client, login)

    assert not is_in(client)
    assert page.status_code == 200
    if login:
        assert "请联系本级人大工作人员重新打印登录条" in page.content.decode()


def test_a_closed_account_learns_so_only_with_the_right_password(client, deputy):
    Account.objects.update(is_active=False)

    wrong = sign_in(client, deputy.username, "falsch falsch")
    right = sign_in(client, deputy.username)

    assert "不正确" in wrong.content.decode()
    assert right.url == reverse("account_inactive")
    assert "已停用" in client.get(right.url).content.decode()
    assert not is_in(client)


def test_five_failures_close_the_name_and_say_how_long_to_wait(client, deputy):
    with time_machine.travel("2026-03-11 09:00", tick=False) as clock:
        for _ in range(5):
            sign_in(client, deputy.username, "falsch")
        refused = sign_in(client, deputy.username)
        clock.shift(301)
        sign_in(client, deputy.username)

        assert "请等 5 分钟后再试" in refused.content.decode()
        assert is_in(client)


def test_a_name_is_closed_for_every_address_and_other_names_stay_open(client, deputy):
    other = factories.account("周示例")
    for number in range(5):
        sign_in(client, deputy.username, "falsch", REMOTE_ADDR=f"10.0.0.{number}")

    refused = sign_in(client, deputy.username, REMOTE_ADDR="10.0.1.1")
    sign_in(client, other.username, REMOTE_ADDR="10.0.0.1")

    assert "后再试" in refused.content.decode()
    assert client.session["_auth_user_id"] == str(other.pk)


def test_twenty_failures_close_the_address(client, deputy):
    for number in range(20):
        sign_in(client, f"name{number}", "falsch")

    assert "后再试" in sign_in(client, deputy.username).content.decode()
    sign_in(client, deputy.username, REMOTE_ADDR="10.0.0.2")
    assert is_in(client)


def test_success_gives_the_name_its_five_attempts_back(client, deputy):
    for _ in range(4):
        sign_in(client, deputy.username, "falsch")
    sign_in(client, deputy.username)
    client.post(reverse("account_logout"))
    for _ in range(4):
        sign_in(client, deputy.username, "falsch")

    sign_in(client, deputy.username)

    assert is_in(client)


def test_a_good_account_does_not_hide_guesses_at_others(client, deputy):
    for number in range(19):
        sign_in(client, f"name{number}", "falsch")
        if number % 5 == 0:
            sign_in(client, deputy.username)
            client.post(reverse("account_logout"))
    sign_in(client, "name19", "falsch")

    assert "后再试" in sign_in(client, deputy.username).content.decode()


def test_two_asked_at_once_cannot_share_the_last_place():
    limit = Limit("test", amount=1, seconds=60)

    assert [limit.take("a") is None for _ in range(2)] == [False, True]
    assert 0 < limit.wait("a") <= 60
    assert limit.wait("b") == 0


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 秒"), (59, "59 秒"), (60, "1 分钟"), (61, "2 分钟")]
)
def test_waiting_times_in_words_are_long_enough(seconds, words):
    assert in_words(seconds) == words


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_there_is_no_registration_and_no_email(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_pages_ask_to_sign_in_and_lead_back(client, deputy):
    wanted = client.get(reverse("account_home"))

    assert wanted.url == f"{reverse('account_login')}?next={reverse('account_home')}"
    arrived = client.post(
        wanted.url, {"login": deputy.username, "password": PASSWORD, "next": "/account/"}
    )
    assert arrived.url == "/account/"


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/"])
def test_signing_in_leads_to_no_foreign_page(client, deputy, next_url):
    arrived = client.post(
        reverse("account_login"),
        {"login": deputy.username, "password": PASSWORD, "next": next_url},
    )

    assert "evil" not in arrived.url


def test_staying_signed_in_is_chosen_not_given(client, deputy):
    sign_in(client, deputy.username)
    assert client.session.get_expire_at_browser_close()
    client.post(reverse("account_logout"))

    client.post(
        reverse("account_login"),
        {"login": deputy.username, "password": PASSWORD, "remember": "on"},
    )

    assert not client.session.get_expire_at_browser_close()


# -- password ---------------------------------------------------------------


def change_password(client, old, new, again=None):
    return client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": again or new},
    )


def test_changing_the_password_ends_other_sessions_and_leaves_an_event(client, deputy):
    elsewhere = type(client)()
    sign_in(elsewhere, deputy.username)
    sign_in(client, deputy.username)

    change_password(client, PASSWORD, "新的 好记 一句话 八月")

    assert client.get(reverse("account_home")).status_code == 200
    assert elsewhere.get(reverse("account_home")).status_code == 302
    assert Event.objects.filter(step="account.change_password", actor=deputy).count() == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("falsch", "新的 好记 一句话 八月", None, "当前密码不正确"),
        (PASSWORD, "短", None, "至少"),
        (PASSWORD, "1234567890", None, "常见"),
        (PASSWORD, "13800000001", None, "相似"),
        (PASSWORD, "新的 好记 一句话 八月", "新的 好记 一句话 九月", "不一样"),
    ],
)
def test_weak_or_mistyped_passwords_are_refused_in_words(client, deputy, old, new, again, words):
    client.force_login(deputy)

    page = change_password(client, old, new, again)

    assert words in page.content.decode()
    deputy.refresh_from_db()
    assert deputy.check_password(PASSWORD)


# -- phone ------------------------------------------------------------------


def test_one_changes_the_own_phone_with_the_password(client, deputy):
    client.force_login(deputy)

    client.post(reverse("account_phone"), {"phone": "139 0000 0002", "password": "falsch"})
    deputy.refresh_from_db()
    assert deputy.phone == "13800000001"
    client.post(reverse("account_phone"), {"phone": "139 0000 0002", "password": PASSWORD})

    deputy.refresh_from_db()
    assert deputy.phone == "13900000002"
    assert Event.objects.filter(step="account.change_phone", actor=deputy).exists()


# -- second factor ----------------------------------------------------------


def turn_on(client):
    """Start the second factor as a person does: password again, then the first code."""
    start = reverse("mfa_activate_totp")
    asked = client.get(start)
    client.post(asked.url, {"password": PASSWORD})
    page = client.get(start).content.decode()
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
    return secret, client.post(start, {"code": pyotp.TOTP(secret).now()})


def test_the_second_factor_is_asked_for_after_the_password(client, deputy):
    sign_in(client, deputy.username)
    with time_machine.travel("2026-03-11 09:00", tick=False) as clock:
        secret, done = turn_on(client)
        assert done.url == reverse("mfa_view_recovery_codes")
        client.post(reverse("account_logout"))

        asked = sign_in(client, deputy.username)
        assert asked.url == reverse("mfa_authenticate")
        assert not is_in(client)
        assert "口令不正确" in client.post(asked.url, {"code": "000000"}).content.decode()
        clock.shift(90)
        client.post(asked.url, {"code": pyotp.TOTP(secret).now()})

        assert is_in(client)
    assert Event.objects.filter(step="account.second_factor_on", actor=deputy).count() == 1


def test_the_qr_code_is_a_picture_of_its_own(client, deputy):
    sign_in(client, deputy.username)
    start = reverse("mfa_activate_totp")
    client.post(client.get(start).url, {"password": PASSWORD})

    page = client.get(start).content.decode()

    (picture,) = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", page)
    assert b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(picture)


def test_the_platforms_name_stands_at_the_top_not_the_hosts(client):
    page = client.get(reverse("account_login")).content.decode()

    assert "testserver" not in page


def test_a_spare_code_opens_once(client, deputy):
    sign_in(client, deputy.username)
    turn_on(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    spare = re.findall(r"<li><code>(\d{8})</code>", page)[0]
    client.post(reverse("account_logout"))

    sign_in(client, deputy.username)
    client.post(reverse("mfa_authenticate"), {"code": spare})
    assert is_in(client)
    client.post(reverse("account_logout"))
    sign_in(client, deputy.username)
    client.post(reverse("mfa_authenticate"), {"code": spare})

    assert not is_in(client)


def test_guessing_codes_is_slowed_down(client, deputy):
    sign_in(client, deputy.username)
    turn_on(client)
    client.post(reverse("account_logout"))
    sign_in(client, deputy.username)

    pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(6)]

    assert "请等 5 分钟后再试" in pages[-1].content.decode()


def test_the_secret_lies_encrypted_in_the_database(client, deputy):
    sign_in(client, deputy.username)

    secret, _done = turn_on(client)

    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept


def test_the_second_factor_is_turned_off_only_with_the_password(client, deputy):
    sign_in(client, deputy.username)
    turn_on(client)
    with time_machine.travel(date(2030, 1, 1), tick=False):
        client.force_login(deputy)
        asked = client.post(reverse("mfa_deactivate_totp"))

    assert reverse("account_reauthenticate") in asked.url
    assert Authenticator.objects.filter(user=deputy).exists()

    client.force_login(deputy)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=deputy).exists()
    assert Event.objects.filter(step="account.second_factor_off", actor=deputy).count() == 1


# -- devices ----------------------------------------------------------------

WECHAT = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 "
    "MicroMessenger/8.0.49"
)


def test_devices_are_named_and_others_are_signed_out(client, deputy):
    elsewhere = type(client)(headers={"user-agent": WECHAT})
    sign_in(elsewhere, deputy.username)
    sign_in(client, deputy.username)

    page = client.get(reverse("usersessions_list")).content.decode()
    assert "安卓手机，微信" in page
    assert "这台设备" in page
    client.post(reverse("usersessions_list"))

    assert elsewhere.get(reverse("account_home")).status_code == 302
    assert client.get(reverse("account_home")).status_code == 200


class TestWhoIsNotSignedIn:
    page = "http://testserver/account/phone/?from=home"

    def test_is_led_back_to_the_page_that_was_asked_for(self, client):
        asked = client.get(reverse("account_home"))

        assert asked.url == f"{reverse('account_login')}?next=/account/"

    def test_is_led_back_to_the_page_whose_form_was_sent(self, client):
        sent = client.post(reverse("account_reset", args=[1]), headers={"referer": self.page})

        assert sent.url == f"{reverse('account_login')}?next=/account/phone/%3Ffrom%3Dhome"

    @pytest.mark.parametrize("referer", ["", "https://elsewhere.example/account/", "javascript:1"])
    def test_is_not_led_to_a_foreign_page(self, client, referer):
        sent = client.post(reverse("account_reset", args=[1]), headers={"referer": referer})

        assert sent.url == f"{reverse('account_login')}?next=/"

    def test_gets_a_word_in_place_of_a_part_of_a_page(self, client):
        headers = {"HX-Request": "true", "referer": self.page}
        asked = client.get(reverse("account_manage"), headers=headers)

        assert asked.status_code == 401
        assert "登录已经结束" in asked.content.decode()
        assert "<html" not in asked.content.decode()

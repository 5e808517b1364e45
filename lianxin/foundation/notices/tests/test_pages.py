"""The pages: one's own inbox, settings, address, calendar, and the log for its keepers."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from lianxin.foundation.ledger.models import Event
from lianxin.foundation.notices import feeds
from lianxin.foundation.notices.delivering import deliver_due
from lianxin.foundation.notices.models import Address, Delivery, FeedKey, Notice, Preference
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests import factories as make

HOW: dict[str, Any] = {"why": "您是经办人。", "url": "/notices/settings/"}


@pytest.fixture
def signed_in(client, handler):
    client.force_login(handler)
    return client


def steps_of(account):
    return list(Event.objects.filter(actor=account).values_list("step", flat=True))


def test_the_inbox_says_what_why_and_where_to(signed_in, handler):
    tell([handler], "test.urgent", "新交办：“修桥”", **HOW)

    page = signed_in.get(reverse("notices:list")).content.decode()

    assert "新交办：“修桥”" in page
    assert "您是经办人。" in page
    assert reverse("notices:open", args=[Notice.objects.get().pk]) in page
    assert re.search(r'通知\s*<span class="count">1</span>', page)


def test_the_number_unread_costs_no_query_of_its_own(signed_in, handler, django_assert_num_queries):
    signed_in.get(reverse("account_home"))
    # Session, account with its number, grants, second factor, device.
    with django_assert_num_queries(5) as captured:
        signed_in.get(reverse("account_home"))
    assert sum("notices_notice" in query["sql"] for query in captured) == 1

    for number in range(3):
        tell([handler], "test.calm", f"第 {number} 条", **HOW)

    with django_assert_num_queries(5):
        page = signed_in.get(reverse("account_home")).content.decode()
    assert '<span class="count">3</span>' in page


def test_opening_marks_it_read_and_leads_to_the_step(signed_in, handler):
    tell([handler], "test.calm", "一", **HOW)
    notice = Notice.objects.get()

    response = signed_in.get(reverse("notices:open", args=[notice.pk]))

    assert response.url == "/notices/settings/"
    notice.refresh_from_db()
    assert notice.read_at


def test_anothers_notice_does_not_exist(signed_in, clerk):
    tell([clerk], "test.calm", "一", **HOW)
    pk = Notice.objects.get().pk

    assert signed_in.get(reverse("notices:open", args=[pk])).status_code == 404
    assert signed_in.post(reverse("notices:read", args=[pk])).status_code == 404
    signed_in.post(reverse("notices:read_all"), {"up_to": pk})
    assert Notice.objects.get().read_at is None


def test_marking_all_read_leaves_what_came_after_the_page_was_drawn(signed_in, handler):
    tell([handler], "test.calm", "一", **HOW)
    seen = Notice.objects.get().pk
    tell([handler], "test.calm", "二", **HOW)

    signed_in.post(reverse("notices:read_all"), {"up_to": seen})

    assert [one.words for one in Notice.objects.unread()] == ["二"]


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 40, "一"])
def test_marking_all_read_with_nonsense_marks_nothing(signed_in, handler, up_to):
    tell([handler], "test.calm", "一", **HOW)

    assert signed_in.post(reverse("notices:read_all"), {"up_to": up_to}).status_code == 302
    assert Notice.objects.unread().count() == 1


def settings_typed(**changes):
    return {
        "pace_webhook": "weekly",
        "kinds": ["test.urgent"],
        "quiet_from": "20:00",
        "quiet_until": "07:30",
        "gathered_at": "09:00",
        "weekday": "4",
    } | changes


def test_choices_are_kept(signed_in, handler, webhook):
    response = signed_in.post(reverse("notices:settings"), settings_typed())

    assert response.status_code == 302
    kept = Preference.objects.get(account=handler)
    assert kept.paces == {"webhook": "weekly"}
    assert "test.calm" in kept.muted
    assert "test.urgent" not in kept.muted
    assert kept.weekday == 4
    assert steps_of(handler) == ["notices.choose"]


@pytest.mark.parametrize(
    "changes",
    [
        {"pace_webhook": "hourly"},
        {"kinds": ["no.such"]},
        {"quiet_from": "25:00"},
        {"weekday": "9"},
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(signed_in, webhook, changes):
    response = signed_in.post(reverse("notices:settings"), settings_typed(**changes))

    assert response.status_code == 422
    assert not Preference.objects.exists()


def test_a_channel_not_set_up_is_not_offered(signed_in, webhook):
    page = signed_in.get(reverse("notices:settings")).content.decode()

    assert "pace_webhook" in page
    assert "pace_sms" not in page


def link_in(mailoutbox):
    (link,) = re.findall(
        r"https://lianxin\.hewang\.example(/notices/address/\S+)", mailoutbox[-1].body
    )
    return link


def test_an_address_is_used_only_after_its_link_was_opened(signed_in, handler, mail, mailoutbox):
    signed_in.post(reverse("notices:address"), {"email": "wu@hewang.example"})
    assert deliver_due() == {"sent": 1}
    address = Address.objects.get()
    assert address.confirmed_at is None

    link = link_in(mailoutbox)
    assert "wu@hewang.example" in signed_in.get(link).content.decode()
    assert Address.objects.get().confirmed_at is None
    signed_in.post(link)

    assert Address.objects.get().confirmed_at
    assert steps_of(handler) == ["notices.give_address", "notices.confirm_address"]


def test_a_link_of_another_account_or_of_an_address_since_changed_is_refused(
    signed_in, handler, clerk, client, mail, mailoutbox
):
    signed_in.post(reverse("notices:address"), {"email": "wu@hewang.example"})
    deliver_due()
    link = link_in(mailoutbox)
    Address.objects.update(email="other@hewang.example")
    assert signed_in.post(link).status_code == 409

    Address.objects.update(email="wu@hewang.example")
    client.force_login(clerk)
    assert client.post(link).status_code == 409
    assert client.post(link[:-4] + "x/").status_code == 409
    assert Address.objects.get().confirmed_at is None


def test_an_old_link_is_refused(signed_in, mail, mailoutbox):
    signed_in.post(reverse("notices:address"), {"email": "wu@hewang.example"})
    deliver_due()

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        response = signed_in.post(link_in(mailoutbox))

    assert response.status_code in {302, 409}
    assert Address.objects.get().confirmed_at is None


def test_confirming_mails_are_not_sent_again_and_again(signed_in, mail):
    first = signed_in.post(reverse("notices:address"), {"email": "wu@hewang.example"})
    second = signed_in.post(reverse("notices:address"), {"email": "other@hewang.example"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Delivery.objects.count() == 1
    assert Address.objects.get().email == "wu@hewang.example"


@pytest.mark.parametrize("email", ["", "nobody", "a@b\nBcc: c@d.example"])
def test_what_is_no_address_is_refused(signed_in, mail, email):
    assert signed_in.post(reverse("notices:address"), {"email": email}).status_code == 422
    assert not Address.objects.exists()


def test_without_a_mail_server_no_address_is_taken(signed_in):
    response = signed_in.post(reverse("notices:address"), {"email": "wu@hewang.example"})

    assert response.status_code == 409
    assert not Address.objects.exists()


def test_an_address_taken_away_gets_nothing_more(signed_in, handler, mail):
    Address.objects.create(account=handler, email="wu@hewang.example", confirmed_at=timezone.now())
    tell([handler], "test.urgent", "一", **HOW)
    signed_in.post(reverse("notices:remove_address"))
    Delivery.objects.update(next_try_at=timezone.now())

    assert deliver_due() == {"dropped": 1}


@pytest.fixture
def dates(monkeypatch):
    """A room's dates, two of them."""
    entries = [
        feeds.Entry("reply-1", date(2026, 6, 11), "答复到期：修桥；先加固", "/suggestions/1/"),
        feeds.Entry("promise-2", date(2026, 9, 30), "兑现承诺到期：换护栏", "/suggestions/2/"),
    ]
    monkeypatch.setattr(feeds, "_sources", [lambda account, since: entries])
    return entries


def feed_of(page):
    (address,) = re.findall(r"/notices/calendar/[\w-]+\.ics", page.content.decode())
    return address


def test_the_calendar_needs_no_sign_in_but_its_secret(signed_in, client, dates, handler):
    address = feed_of(signed_in.post(reverse("notices:open_feed")))
    client.logout()

    response = client.get(address)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    first, second = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(first["UID"]) == "reply-1@lianxin"
    assert str(first["SUMMARY"]) == "答复到期：修桥；先加固"
    assert (first["DTSTART"].dt, second["DTSTART"].dt) == (date(2026, 6, 11), date(2026, 9, 30))
    assert handler.name not in response.content.decode()
    assert client.get("/notices/calendar/" + "x" * 43 + ".ics").status_code == 404


def test_only_a_digest_of_the_address_is_kept(signed_in, dates):
    address = feed_of(signed_in.post(reverse("notices:open_feed")))
    secret = address.removeprefix("/notices/calendar/").removesuffix(".ics")

    assert len(secret) == 43
    assert FeedKey.objects.get().digest == FeedKey.digest_of(secret)
    assert secret not in signed_in.get(reverse("notices:settings")).content.decode()


def test_a_new_address_ends_the_old_and_revoking_ends_both(signed_in, client, dates):
    old = feed_of(signed_in.post(reverse("notices:open_feed")))
    new = feed_of(signed_in.post(reverse("notices:open_feed")))
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200

    signed_in.post(reverse("notices:close_feed"))

    assert client.get(new).status_code == 404


def test_the_calendar_of_a_closed_account_ends(signed_in, client, dates, handler):
    address = feed_of(signed_in.post(reverse("notices:open_feed")))
    handler.is_active = False
    handler.save()

    assert client.get(address).status_code == 404


@pytest.fixture
def failed(handler, webhook):
    return Delivery.objects.create(
        account=handler,
        channel="webhook",
        state="failed",
        attempts=9,
        error="对方拒收（HTTP 404）。",
    )


def test_the_clerk_reads_what_went_out_and_sends_what_failed_again(client, clerk, failed):
    client.force_login(clerk)
    page = client.get(reverse("notices:log")).content.decode()
    assert "对方拒收（HTTP 404）。" in page

    client.post(reverse("notices:send_again", args=[failed.pk]))

    again = Delivery.objects.get()
    assert (again.state, again.attempts, again.message_id) == ("waiting", 0, failed.message_id)
    assert steps_of(clerk) == ["notices.send_again"]


def test_what_is_not_failed_is_not_sent_again(client, clerk, failed):
    Delivery.objects.update(state="sent")
    client.force_login(clerk)

    client.post(reverse("notices:send_again", args=[failed.pk]))

    assert Delivery.objects.get().state == "sent"
    assert steps_of(clerk) == []


def test_the_log_is_for_keepers_of_accounts_alone(signed_in, failed):
    assert signed_in.get(reverse("notices:log")).status_code == 403
    assert signed_in.post(reverse("notices:send_again", args=[failed.pk])).status_code == 403


def test_a_clerk_elsewhere_sees_nothing_of_it(client, county, failed):
    town = make.township(county)
    elsewhere = make.with_role(Role.TOWNSHIP_CLERK, town, "郑示例")
    client.force_login(elsewhere)

    assert "对方拒收" not in client.get(reverse("notices:log")).content.decode()
    assert client.post(reverse("notices:send_again", args=[failed.pk])).status_code == 404

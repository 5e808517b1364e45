"""Telling: once, in the caller's transaction, at the pace that was chosen."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from lianxin.foundation.notices.models import Address, Delivery, Notice, Preference
from lianxin.foundation.notices.outbox import after_rest, next_gathering
from lianxin.foundation.notices.telling import tell

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOW: dict[str, Any] = {"why": "您是经办人。", "url": "/suggestions/1/"}


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def choose(account, **paces):
    return Preference.objects.create(account=account, paces=paces)


def test_everyone_is_told_once_under_the_same_name(clerk, handler):
    tell([clerk, handler, handler], "test.calm", "新交办", once="event:1", **HOW)
    again = tell([clerk, handler], "test.calm", "新交办", once="event:1", **HOW)

    assert again == []
    assert Notice.objects.count() == 2


def test_without_a_name_each_word_is_told(handler):
    tell([handler], "test.calm", "甲", **HOW)
    tell([handler], "test.calm", "乙", **HOW)

    assert list(Notice.objects.values_list("words", flat=True)) == ["乙", "甲"]


def test_a_step_rolled_back_tells_nobody(handler, webhook):
    choose(handler, webhook="at_once")

    @transaction.atomic
    def step():
        tell([handler], "test.urgent", "新交办", **HOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        step()

    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_a_closed_account_is_not_told(handler):
    handler.is_active = False
    handler.save()

    assert tell([handler], "test.calm", "新交办", **HOW) == []


def test_a_kind_no_room_registered_is_an_error(handler):
    with pytest.raises(KeyError):
        tell([handler], "no.such", "新交办", **HOW)


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_a_notice_never_leads_off_the_site(handler, url):
    with pytest.raises(ValueError, match="leads to a page of this site"):
        tell([handler], "test.calm", "新交办", why="您是经办人。", url=url)


def test_nothing_leaves_the_house_where_no_channel_is_set_up(handler):
    choose(handler, webhook="at_once", email="at_once")

    tell([handler], "test.urgent", "新交办", **HOW)

    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()


def test_without_a_choice_an_unconfirmed_address_gets_nothing(handler, mail):
    address = Address.objects.create(account=handler, email="wu@hewang.example")
    tell([handler], "test.urgent", "一", **HOW)
    assert not Delivery.objects.exists()

    address.confirmed_at = at(1, 9)
    address.save()
    tell([handler], "test.urgent", "二", **HOW)
    assert Delivery.objects.get().channel == "email"


@time_machine.travel(at(11, 10), tick=False)
def test_an_urgent_kind_goes_at_once_and_a_calm_one_waits_for_the_digest(handler, webhook):
    choose(handler, webhook="daily")

    tell([handler], "test.urgent", "急", **HOW)
    tell([handler], "test.calm", "一", **HOW)
    tell([handler], "test.calm", "二", **HOW)

    urgent, gathered = Delivery.objects.order_by("next_try_at")
    assert (urgent.purpose, urgent.next_try_at) == ("notice", at(11, 10))
    assert (gathered.purpose, gathered.next_try_at) == ("gathered", at(12, 8, 30))
    assert gathered.lines == gathered.notices.count() == 2


@time_machine.travel(at(11, 22, 15), tick=False)
def test_what_comes_in_the_hours_of_rest_is_one_message_in_the_morning(handler, webhook):
    choose(handler, webhook="at_once")

    for words in ("一", "二", "三"):
        tell([handler], "test.urgent", words, **HOW)

    delivery = Delivery.objects.get()
    assert delivery.next_try_at == at(12, 8)
    assert delivery.notices.count() == 3


def test_what_a_worker_has_begun_to_send_is_not_added_to(handler, webhook):
    choose(handler, webhook="daily")
    tell([handler], "test.calm", "一", **HOW)
    Delivery.objects.update(state="sending", attempts=1)

    tell([handler], "test.calm", "二", **HOW)

    assert [one.notices.count() for one in Delivery.objects.order_by("pk")] == [1, 1]


def test_a_kind_someone_silenced_is_read_on_this_site_only(handler, webhook):
    Preference.objects.create(account=handler, paces={"webhook": "at_once"}, muted=["test.calm"])

    tell([handler], "test.calm", "一", **HOW)

    assert Notice.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("moment", "start", "end", "expected"),
    [
        (at(11, 23), time(21), time(8), at(12, 8)),
        (at(11, 3), time(21), time(8), at(11, 8)),
        (at(11, 12), time(21), time(8), at(11, 12)),
        (at(11, 21), time(21), time(8), at(12, 8)),
        (at(11, 8), time(21), time(8), at(11, 8)),
        (at(11, 13), time(12), time(14), at(11, 14)),
        (at(11, 3), time(8), time(8), at(11, 3)),
    ],
)
def test_hours_of_rest_end_where_they_say(moment, start, end, expected):
    assert after_rest(moment, Preference(quiet_from=start, quiet_until=end)) == expected


@pytest.mark.parametrize(
    ("moment", "pace", "expected"),
    [
        (at(11, 7), "daily", at(11, 8, 30)),
        (at(11, 8, 30), "daily", at(12, 8, 30)),
        # 11 March 2026 is a Wednesday; digests come on Mondays.
        (at(11, 7), "weekly", at(16, 8, 30)),
        (at(16, 7), "weekly", at(16, 8, 30)),
        (at(16, 9), "weekly", at(23, 8, 30)),
    ],
)
def test_digests_go_out_at_their_hour(moment, pace, expected):
    assert next_gathering(moment, Preference(), pace) == expected

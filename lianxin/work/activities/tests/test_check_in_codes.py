"""The changing code: good for a minute at most, for one activity, and for who read it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from lianxin.work.activities import check_in_codes as codes

AT = datetime(2026, 3, 2, 1, 0, 5, tzinfo=UTC)
ZHAO, QIAN = SimpleNamespace(pk=7), SimpleNamespace(pk=8)


def test_a_code_is_good_while_shown_and_while_the_next_one_is():
    code = codes.code_for(12, AT)

    assert codes.read(code, AT) == 12
    assert codes.read(code, AT + timedelta(seconds=25)) == 12
    assert codes.read(code, AT + timedelta(seconds=54)) == 12


def test_a_code_photographed_and_sent_on_is_stale_a_minute_later():
    code = codes.code_for(12, AT)

    with pytest.raises(codes.Stale):
        codes.read(code, AT + timedelta(seconds=55))
    assert codes.code_for(12, AT + timedelta(seconds=25)) != code


@pytest.mark.parametrize(
    "change",
    [
        lambda code: code.replace("12.", "13.", 1),
        lambda code: code[:-1] + ("A" if code[-1] != "A" else "B"),
        lambda code: "12.59119202",
        lambda code: "",
        lambda code: "好",
    ],
)
def test_a_code_made_up_or_changed_is_refused(change):
    with pytest.raises(codes.Forged):
        codes.read(change(codes.code_for(12, AT)), AT)


def test_a_code_of_the_future_is_refused():
    with pytest.raises(codes.Forged):
        codes.read(codes.code_for(12, AT + timedelta(minutes=5)), AT)


def test_the_screen_knows_when_to_change():
    assert codes.changes_in(AT) == 25
    assert codes.changes_in(AT + timedelta(seconds=24)) == 1
    assert codes.changes_in(AT + timedelta(seconds=25)) == 30


def test_a_ticket_serves_its_own_account_only_and_not_for_ever():
    with time_machine.travel(AT, tick=False):
        ticket = codes.ticket_for(12, ZHAO)

        assert codes.read_ticket(ticket, ZHAO) == 12
        with pytest.raises(codes.NotYours):
            codes.read_ticket(ticket, QIAN)
        with pytest.raises(codes.Forged):
            codes.read_ticket(ticket.replace("12.", "13.", 1), ZHAO)
        with pytest.raises(codes.Forged):
            codes.read_ticket(codes.code_for(12, AT), ZHAO)
    with time_machine.travel(AT + timedelta(minutes=11)), pytest.raises(codes.Stale):
        codes.read_ticket(ticket, ZHAO)

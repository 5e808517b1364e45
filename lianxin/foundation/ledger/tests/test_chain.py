"""The chain finds what was done to it, and the database refuses to do it."""

import json
from contextlib import contextmanager
from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from lianxin.foundation.ledger import chain, triggers
from lianxin.foundation.ledger.chain import GENESIS, digest, events_of, record, verify
from lianxin.foundation.ledger.models import ChainHead, Event
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests import factories
from lianxin.foundation.refusals import Refused

STEPS = 5


@pytest.fixture
def county(db):
    return factories.county()


@pytest.fixture
def clerk(county):
    return factories.with_role(Role.COUNTY_CLERK, county, "周示例")


@pytest.fixture
def events(county, clerk):
    """A county's chain of five events."""
    with transaction.atomic():
        return [
            record(clerk, "probe.step", county, f"第 {number} 步", after={"number": number})
            for number in range(1, STEPS + 1)
        ]


@contextmanager
def tampering():
    """What someone with full power over the database can do: lift the triggers first."""
    if connection.vendor == "postgresql":
        # Deferred foreign keys of the rows just written would forbid to touch the triggers.
        connection.check_constraints()
    triggers.remove(connection)
    yield
    triggers.install(connection)


def faults() -> list[tuple[int, str]]:
    _count, found = verify()
    return [(fault.seq, fault.problem) for fault in found]


def test_a_whole_chain_is_proved_whole(events):
    count, found = verify()

    assert (count, found) == (STEPS, [])
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert events[0].previous_hash == GENESIS
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]


@pytest.mark.parametrize(
    "change",
    [
        {"words": "别的话"},
        {"reason": "后来加的理由"},
        {"actor_name": "别人"},
        {"behalf_name": "别人"},
        {"step": "probe.other"},
        {"record_id": 999_999},
        {"after": {"number": 7}},
        {"before": {}},
        {"happened_at": "2020-01-01T00:00:00Z"},
        {"actor": None},
    ],
)
def test_a_changed_event_is_named(events, change):
    with tampering():
        Event.objects.filter(seq=3).update(**change)

    assert faults() == [(3, "内容与指纹不符：本条被改动")]


def test_a_changed_event_with_a_new_hash_no_longer_joins_its_successor(events):
    with tampering():
        forged = Event.objects.get(seq=3)
        forged.words = "别的话"
        Event.objects.filter(seq=3).update(words=forged.words, hash=digest(forged))

    assert faults() == [(4, "与前一条不相接：前一条被换、插入或调序")]


def test_the_last_event_rewritten_with_a_new_hash_no_longer_meets_the_end(events):
    with tampering():
        forged = Event.objects.get(seq=STEPS)
        forged.words = "别的话"
        Event.objects.filter(seq=STEPS).update(words=forged.words, hash=digest(forged))

    assert faults() == [(STEPS, "账本末端不符：末尾的留痕被换")]


@pytest.mark.parametrize(
    ("removed", "expected"),
    [
        ([3], [(3, "第 3 条留痕缺失")]),
        ([2, 3], [(2, "第 2 至 3 条留痕缺失")]),
        ([1], [(1, "第 1 条留痕缺失")]),
        ([4, 5], [(5, "账本末端不符：末尾的留痕被删除或追加")]),
        ([1, 2, 3, 4, 5], [(5, "账本末端不符：末尾的留痕被删除或追加")]),
    ],
)
def test_removed_events_are_named(events, removed, expected):
    with tampering():
        Event.objects.filter(seq__in=removed).delete()

    assert faults() == expected


def test_an_inserted_event_is_found(events):
    with tampering():
        for seq in range(STEPS, 2, -1):
            Event.objects.filter(seq=seq).update(seq=seq + 1)
        forged = Event.objects.get(seq=2)
        forged.pk, forged.seq, forged.words = None, 3, "插进来的"
        forged.previous_hash = events[1].hash
        forged.hash = digest(forged)
        forged.save(force_insert=True)

    found = faults()
    assert (4, "与前一条不相接：前一条被换、插入或调序") in found
    assert {seq for seq, _problem in found} == {4, 5, 6}


def test_an_event_appended_behind_the_end_is_found(events):
    with tampering():
        forged = Event.objects.get(seq=STEPS)
        forged.pk, forged.seq, forged.previous_hash = None, STEPS + 1, forged.hash
        forged.hash = digest(forged)
        forged.save(force_insert=True)

    assert faults() == [(STEPS, "账本末端不符：末尾的留痕被删除或追加")]


def test_events_in_another_order_are_found(events):
    with tampering():
        Event.objects.filter(seq=2).update(seq=100)
        Event.objects.filter(seq=3).update(seq=2)
        Event.objects.filter(seq=100).update(seq=3)

    assert {seq for seq, _problem in faults()} == {2, 3, 4}


def test_a_missing_end_is_found(events):
    ChainHead.objects.all().delete()

    assert faults() == [(STEPS, "账本末端记录缺失")]


def test_each_county_has_a_chain_of_its_own(events, clerk):
    other = factories.county("lvyuan")
    with transaction.atomic():
        event = record(clerk, "probe.step", other, "别的县")
    assert (event.chain, event.seq) == (other.pk, 1)

    with tampering():
        Event.objects.filter(chain=other.pk).delete()

    _count, (fault,) = verify()
    assert fault.chain == other.pk


def test_work_that_goes_on_while_the_chain_is_read_is_no_fault(events, county, clerk, monkeypatch):
    read = chain._walk

    def walk():
        yield from read()
        with transaction.atomic():
            record(clerk, "probe.step", county, "读的时候写的")

    monkeypatch.setattr(chain, "_walk", walk)

    assert verify() == (STEPS, [])


# -- refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Event.objects.filter(seq=1).update(words="改过"),
        lambda: Event.objects.filter(seq=1).update(seq=F("seq") + 100),
        lambda: Event.objects.filter(seq=5).delete(),
        lambda: Event.objects.get(seq=1).delete(),
        lambda: Event.objects.get(seq=2).save(),
    ],
)
def test_the_database_refuses_to_change_or_remove_an_event(events, tamper):
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper()

    assert verify() == (STEPS, [])


def test_a_step_outside_a_transaction_is_refused(transactional_db):
    county = factories.county()

    with pytest.raises(RuntimeError, match="transaction"):
        record(None, "probe.step", county, "没有事务")

    assert not Event.objects.exists()


def test_a_step_that_fails_leaves_no_event(events, county, clerk):
    @transaction.atomic
    def step():
        record(clerk, "probe.step", county, "没有做成")
        raise Refused("做不成。")

    with pytest.raises(Refused):
        step()

    assert verify() == (STEPS, [])


# -- what is written --------------------------------------------------------


def test_what_is_hashed_is_what_is_stored(county, clerk):
    person = factories.person(county, "𠮷示例")
    with transaction.atomic():
        event = record(
            clerk,
            "probe.step",
            county,
            "长" * 400,
            behalf=person,
            reason="㛃，emoji 🙂",
            before={"day": date(2026, 3, 11), "nested": [{"b": 1, "a": None}], 3: True},
            after=None,
        )

    stored = Event.objects.get(pk=event.pk)
    assert stored.before == {"day": "2026-03-11", "nested": [{"b": 1, "a": None}], "3": True}
    assert len(stored.words) == 300
    assert stored.people == "𠮷示例（由周示例代录）"
    assert verify() == (1, [])


def test_the_trail_of_a_record_is_in_order(events, county):
    assert [event.words for event in events_of(county)] == [f"第 {n} 步" for n in range(1, 6)]


# -- the command ------------------------------------------------------------


def test_the_command_prints_the_agreed_shape(events, capsys):
    call_command("ledger", "verify", "--json")

    assert json.loads(capsys.readouterr().out) == {"events": STEPS, "ok": True, "faults": []}


def test_the_command_fails_on_a_fault_and_names_it(events, capsys):
    with tampering():
        Event.objects.filter(seq=3).update(words="改过")

    with pytest.raises(CommandError) as failure:
        call_command("ledger", "verify", "--json")

    assert failure.value.returncode == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["events"], report["ok"]) == (STEPS, False)
    (fault,) = report["faults"]
    assert (fault["seq"], fault["event"]) == (3, events[2].pk)
    assert fault["problem"] == "内容与指纹不符：本条被改动"


def test_the_command_prints_the_end_of_each_chain_for_the_paper_file(events, capsys):
    call_command("ledger", "verify")

    assert events[-1].hash in capsys.readouterr().out


# -- many at once -----------------------------------------------------------


def test_many_writers_at_once_leave_an_unbroken_chain(transactional_db):
    county = factories.county()
    clerk = factories.with_role(Role.COUNTY_CLERK, county)
    writers, each = 4, 8
    ready, errors = Barrier(writers), []

    def write(number):
        try:
            ready.wait()
            for step in range(each):
                with transaction.atomic():
                    record(clerk, "probe.step", county, f"{number} 的第 {step} 步")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert verify() == (writers * each, [])
    assert ChainHead.objects.get().seq == writers * each

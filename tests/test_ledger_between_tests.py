"""The suite may empty the ledger between tests; nobody else may, not even a test."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from lianxin.foundation.ledger.models import Event


def make_event() -> Event:
    return Event.objects.create(
        chain=0,
        seq=1,
        happened_at="2026-03-11T09:00:00+08:00",
        actor_name="测试",
        step="probe",
        record_type="probe",
        record_id=1,
        words="测试",
        previous_hash="0" * 64,
        hash="1" * 64,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", ["first", "second"])
def test_a_transactional_test_finds_the_ledger_empty_and_closed(run):
    assert not Event.objects.exists()

    event = make_event()

    with pytest.raises(DatabaseError):
        Event.objects.filter(pk=event.pk).update(words="改过")
    with pytest.raises(DatabaseError):
        Event.objects.filter(pk=event.pk).delete()
    with pytest.raises(DatabaseError):
        connection.cursor().execute(
            "DELETE FROM ledger_event" if connection.vendor == "sqlite" else "TRUNCATE ledger_event"
        )
    assert Event.objects.get().words == "测试"


@pytest.mark.django_db(transaction=True)
def test_the_flush_command_is_refused_while_the_ledger_holds_events():
    make_event()

    with pytest.raises(CommandError, match="couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)

    assert Event.objects.exists()

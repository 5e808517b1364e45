from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from lianxin.foundation.tasks import background, enqueue, keeping, registering, schedule
from lianxin.foundation.tasks.clock import Clock, last_time
from lianxin.foundation.tasks.models import Job, LastSlot, Worker
from lianxin.foundation.tasks.queries import is_worked_on
from lianxin.foundation.tasks.registering import path_of
from lianxin.foundation.tasks.running import take
from lianxin.foundation.tasks.testing import run_waiting_jobs

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


@background(title="什么也不做", retries=1)
def nothing(job):
    """Ends at once."""


def silence(job, seconds=61):
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(seconds=seconds))


def test_the_job_of_a_worker_not_heard_of_any_more_waits_again():
    job = enqueue(nothing)
    take(job.pk)
    silence(job)

    assert keeping.bring_back_lost() == 1

    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert job.attempts == 1
    assert "中断" in job.error


def test_the_job_of_a_worker_that_is_heard_of_stays_its_own():
    job = enqueue(nothing)
    take(job.pk)
    silence(job, seconds=30)

    assert keeping.bring_back_lost() == 0
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


def test_a_job_that_takes_its_worker_with_it_every_time_fails_in_the_end():
    job = enqueue(nothing)
    for _attempt in range(2):
        take(job.pk)
        silence(job)
        keeping.bring_back_lost()

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.attempts == 2


def test_a_lost_job_that_was_cancelled_is_not_begun_again():
    job = enqueue(nothing)
    take(job.pk)
    Job.objects.update(cancel_asked=True)
    silence(job)

    keeping.bring_back_lost()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_a_worker_that_stops_hands_back_its_own_jobs_without_counting_the_attempt():
    mine, others = enqueue(nothing), enqueue(nothing)
    take(mine.pk)
    take(others.pk)
    Job.objects.filter(pk=mine.pk).update(owner="host-1-abc/x")

    assert keeping.release("host-1-abc") == 1
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.state, mine.attempts) == (Job.State.WAITING, 0)
    assert others.state == Job.State.RUNNING


def test_a_job_is_rung_for_once_when_its_time_comes():
    enqueue(nothing, at=timezone.now() + timedelta(hours=1))
    assert keeping.ring_for_due() == 0
    Job.objects.update(run_at=timezone.now())

    assert keeping.ring_for_due() == 1
    assert keeping.ring_for_due() == 0
    assert OrmQ.objects.count() == 1


def test_a_job_whose_number_was_lost_is_rung_for_again_but_not_while_others_wait():
    enqueue(nothing)
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.update(rung_at=long_ago)
    assert keeping.ring_for_due() == 0

    OrmQ.objects.all().delete()
    assert keeping.ring_for_due() == 1
    assert OrmQ.objects.count() == 1


def test_finished_jobs_are_removed_after_their_time_and_failed_ones_later():
    now = timezone.now()
    for state, days in (("done", 31), ("done", 29), ("failed", 31), ("failed", 181)):
        Job.objects.create(
            title=f"{state} {days}",
            function="x",
            state=state,
            finished_at=now - timedelta(days=days),
        )
    Worker.objects.create(
        name="gone", runs_jobs=True, keeps_schedule=True, heard_at=now - timedelta(days=2)
    )
    enqueue(keeping.tidy)

    [ran] = run_waiting_jobs()

    assert ran.result == {"removed": 2}
    left = Job.objects.exclude(pk=ran.pk).values_list("title", flat=True)
    assert sorted(left) == ["done 29", "failed 31"]
    assert not Worker.objects.exists()


def test_nobody_works_once_a_worker_has_been_silent_for_a_minute():
    assert not is_worked_on()
    worker = Worker.objects.create(name="one", runs_jobs=True, keeps_schedule=False)
    assert is_worked_on()
    worker.heard_at -= timedelta(seconds=61)
    worker.save()
    assert not is_worked_on()


@pytest.mark.parametrize(
    ("cron", "now", "expected"),
    [
        ("*/5 * * * *", (9, 7), (9, 5)),
        ("*/5 * * * *", (9, 5), (9, 5)),
        ("30 8 * * *", (9, 0), (8, 30)),
    ],
)
def test_the_last_time_of_a_schedule_is_in_local_time_and_includes_this_minute(cron, now, expected):
    day = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    moment = day.replace(hour=now[0], minute=now[1], second=41)
    assert last_time(cron, moment) == day.replace(hour=expected[0], minute=expected[1])


@pytest.fixture
def every_minute(monkeypatch):
    monkeypatch.setattr(registering, "SCHEDULES", {})
    monkeypatch.setattr("lianxin.foundation.tasks.clock.SCHEDULES", registering.SCHEDULES)
    schedule(nothing, cron="* * * * *")
    # As seen last an hour ago.
    LastSlot.objects.create(path=path_of(nothing), slot=timezone.now() - timedelta(hours=1))


def test_two_schedulers_start_one_job_a_time_and_missed_times_count_once(every_minute):
    assert len(Clock().start_due()) + len(Clock().start_due()) == 1
    assert Job.objects.count() == 1


def test_no_second_job_while_that_of_an_earlier_time_has_not_ended(every_minute):
    Clock().start_due()
    LastSlot.objects.update(slot=timezone.now() - timedelta(hours=1))
    Clock().start_due()
    assert Job.objects.count() == 1

    run_waiting_jobs()
    LastSlot.objects.update(slot=timezone.now() - timedelta(hours=1))
    Clock().start_due()
    assert Job.objects.count() == 2


def test_a_new_installation_has_missed_nothing(every_minute):
    LastSlot.objects.all().delete()
    assert Clock().start_due() == []
    assert not Job.objects.exists()

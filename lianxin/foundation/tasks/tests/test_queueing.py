from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from lianxin.foundation.refusals import Refused
from lianxin.foundation.tasks import background, enqueue, schedule
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.running import run, take, work
from lianxin.foundation.tasks.testing import run_waiting_jobs

pytestmark = pytest.mark.django_db


@background(title="数数", retries=2)
def count_to(job, *, limit):
    for number in range(limit):
        job.progress(number, limit)
    return {"words": f"数到 {limit}"}


@background(title="出错", retries=2)
def fail(job):
    raise ValueError("13912345678")


@background(title="拒绝", retries=2)
def refuse(job):
    raise Refused("名册是空的，没有可导出的内容。")


@background(title="取消自己")
def cancel_itself(job):
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    job.progress(1, 1)
    raise AssertionError("never reached")


def not_marked(job):
    """Not a background function."""


def test_a_job_runs_and_keeps_what_the_function_returned():
    job = enqueue(count_to, limit=3)

    [ran] = run_waiting_jobs()

    assert ran == job
    assert ran.state == Job.State.DONE
    assert ran.result == {"words": "数到 3"}
    assert ran.attempts == 1
    assert ran.owner == ""


def test_a_job_disappears_with_the_transaction_that_asked_for_it():
    with transaction.atomic():
        enqueue(count_to, limit=3)
        transaction.set_rollback(True)

    assert not Job.objects.exists()
    assert not OrmQ.objects.exists()


def test_while_one_waits_or_runs_another_of_its_name_is_not_added():
    first = enqueue(count_to, unique="ledger", limit=1)
    assert enqueue(count_to, unique="ledger", limit=1) == first
    take(first.pk)
    assert enqueue(count_to, unique="ledger", limit=1) == first

    Job.objects.update(state=Job.State.DONE)
    assert enqueue(count_to, unique="ledger", limit=1) != first


def test_a_function_that_was_not_marked_is_refused():
    with pytest.raises(ValueError, match="not_marked is not marked"):
        enqueue(not_marked)
    with pytest.raises(ValueError, match="not_marked is not marked"):
        schedule(not_marked, cron="* * * * *")


def test_a_crontab_time_that_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="61"):
        schedule(count_to, cron="61 * * * *")


def test_a_failing_job_is_tried_again_and_then_left_to_the_administrator():
    job = enqueue(fail)
    assert [ran.state for ran in run_waiting_jobs(lets_errors_pass=False)] == [Job.State.FAILED]

    job.refresh_from_db()
    assert job.attempts == 3
    assert "ValueError" in job.error
    assert "test_queueing.py" in job.error
    assert "13912345678" not in job.error


def test_between_two_attempts_lies_a_growing_pause():
    job = enqueue(fail)
    for attempt, seconds in ((1, 10), (2, 20)):
        Job.objects.update(run_at=timezone.now())
        run(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.WAITING
        assert job.attempts == attempt
        assert seconds - 5 < (job.run_at - timezone.now()).total_seconds() <= seconds


def test_a_test_hears_of_an_unexpected_error():
    enqueue(fail)
    with pytest.raises(ValueError, match="139"):
        run_waiting_jobs()


def test_a_refusal_is_shown_in_its_own_words_and_not_tried_again():
    enqueue(refuse)
    [ran] = run_waiting_jobs()

    assert ran.state == Job.State.FAILED
    assert ran.attempts == 1
    assert ran.error == "名册是空的，没有可导出的内容。"


def test_a_running_job_ends_where_it_looks_up_after_it_was_cancelled():
    enqueue(cancel_itself)
    [ran] = run_waiting_jobs()

    assert ran.state == Job.State.CANCELLED
    assert ran.error == ""


def test_a_job_that_waits_for_its_time_is_not_taken_before():
    job = enqueue(count_to, limit=1, at=timezone.now() + timedelta(hours=1))
    assert take(job.pk) is None
    assert not OrmQ.objects.exists()


def test_a_job_is_taken_by_one_worker_only():
    job = enqueue(count_to, limit=1)
    assert take(job.pk) == job
    assert take(job.pk) is None


def test_a_run_that_lost_its_job_changes_nothing_any_more():
    job = enqueue(count_to, limit=1)
    old = take(job.pk)
    Job.objects.update(state=Job.State.WAITING)
    new = take(job.pk)
    assert old
    assert new

    work(old)
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    work(new)
    job.refresh_from_db()
    assert job.state == Job.State.DONE

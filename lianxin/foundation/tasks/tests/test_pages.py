import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from lianxin.foundation.files.storing import store
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests.factories import county, with_role
from lianxin.foundation.refusals import Refused
from lianxin.foundation.tasks import background, enqueue
from lianxin.foundation.tasks.models import Job, Worker
from lianxin.foundation.tasks.running import take
from lianxin.foundation.tasks.testing import run_waiting_jobs

pytestmark = pytest.mark.django_db


@background(title="导出台账")
def export(job):
    stored = store(
        ContentFile("禾望县建议台账".encode(), name="台账.txt"), by=job.by, body=job.body
    )
    return {"file": stored.pk, "url": "/suggestions/", "words": "共 2 件。"}


@background(title="带出站外")
def lead_away(job):
    return {"url": "//elsewhere.example/"}


@background(title="总是出错", retries=0)
def always_fails(job):
    raise LookupError


@pytest.fixture
def body():
    return county()


@pytest.fixture
def clerk(body):
    return with_role(Role.COUNTY_CLERK, body)


@pytest.fixture
def admin(body):
    return with_role(Role.SYSTEM_ADMIN, body, "管示例")


def page(client, who, name, *arguments, **headers):
    client.force_login(who)
    return client.get(reverse(f"tasks:{name}", args=arguments), headers=headers)


def press(client, who, name, job):
    client.force_login(who)
    return client.post(reverse(f"tasks:{name}", args=[job.pk]), follow=True)


def test_whoever_asked_sees_how_far_the_job_is_and_takes_what_came_of_it(client, clerk, body):
    job = enqueue(export, by=clerk, body=body)
    take(job.pk)
    Job.objects.update(done=30, total=100)
    said = page(client, clerk, "job", job.pk).content.decode()
    assert "30 / 100" in said
    assert "取消任务" in said
    Job.objects.update(state=Job.State.WAITING)
    run_waiting_jobs()

    said = page(client, clerk, "job", job.pk).content.decode()
    job.refresh_from_db()
    assert "共 2 件。" in said
    assert 'href="/suggestions/"' in said
    assert reverse("files:download", args=[job.file_id]) in said
    assert "取消任务" not in said
    answer = client.get(reverse("files:download", args=[job.file_id]))
    assert b"".join(answer.streaming_content) == "禾望县建议台账".encode()
    assert "台账.txt" in page(client, clerk, "mine").content.decode()


def test_what_came_of_a_job_is_for_nobody_else(client, clerk, admin, body):
    job = enqueue(export, by=clerk, body=body)
    run_waiting_jobs()
    job.refresh_from_db()
    colleague = with_role(Role.COUNTY_CLERK, body, "同示例")

    assert page(client, colleague, "job", job.pk).status_code == 404
    assert client.get(reverse("files:download", args=[job.file_id])).status_code == 404
    assert "还没有后台任务" in page(client, colleague, "mine").content.decode()
    # Whoever keeps the system sees that it ran, and nothing of what came of it.
    said = page(client, admin, "job", job.pk).content.decode()
    assert "导出台账" in said
    assert "共 2 件。" not in said
    assert "台账.txt" not in said
    assert client.get(reverse("files:download", args=[job.file_id])).status_code == 404


def test_a_job_leads_to_no_other_site(client, clerk):
    job = enqueue(lead_away, by=clerk)
    run_waiting_jobs()
    assert "elsewhere" not in page(client, clerk, "job", job.pk).content.decode()


def test_a_waiting_job_is_cancelled_at_once_and_a_finished_one_not_at_all(client, clerk):
    job = enqueue(always_fails, by=clerk)
    assert "已要求取消" in press(client, clerk, "cancel", job).content.decode()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED

    assert "任务已经结束" in press(client, clerk, "cancel", job).content.decode()
    assert "只有失败的任务可以重试" in press(client, clerk, "retry", job).content.decode()


def test_another_clerk_can_neither_cancel_nor_retry(client, clerk, body):
    job = enqueue(always_fails, by=clerk)
    other = with_role(Role.COUNTY_CLERK, body, "同示例")
    assert press(client, other, "cancel", job).status_code == 404
    run_waiting_jobs(lets_errors_pass=False)
    assert press(client, other, "retry", job).status_code == 404


def test_the_system_administrator_has_a_failed_job_tried_again(client, clerk, admin):
    job = enqueue(always_fails, by=clerk)
    run_waiting_jobs(lets_errors_pass=False)
    said = page(client, admin, "failed").content.decode()
    assert "总是出错" in said
    assert "LookupError" in said

    assert "已重新排队" in press(client, admin, "retry", job).content.decode()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.WAITING, 0, "")


def test_a_job_is_not_tried_again_while_its_like_waits(client, clerk):
    job = enqueue(always_fails, by=clerk, unique="one")
    run_waiting_jobs(lets_errors_pass=False)
    enqueue(always_fails, by=clerk, unique="one")
    assert "同样的任务" in press(client, clerk, "retry", job).content.decode()


@background(title="拒绝")
def refuses(job):
    raise Refused("苏示例的电话不完整，请补全。")


def test_the_words_of_a_refusal_are_for_whoever_asked_alone(client, clerk, admin):
    job = enqueue(refuses, by=clerk)
    run_waiting_jobs()

    assert "苏示例" in page(client, clerk, "job", job.pk).content.decode()
    said = page(client, admin, "job", job.pk).content.decode()
    assert "苏示例" not in said
    assert "只有发起人能看到原因" in said
    assert "拒绝" not in page(client, admin, "failed").content.decode()


def test_a_system_administrator_sees_nothing_of_another_county(client, clerk):
    job = enqueue(always_fails, by=clerk)
    run_waiting_jobs(lets_errors_pass=False)
    other = with_role(Role.SYSTEM_ADMIN, county("beiyuan"), "外示例")

    assert page(client, other, "job", job.pk).status_code == 404
    assert "总是出错" not in page(client, other, "failed").content.decode()
    assert press(client, other, "retry", job).status_code == 404


def test_failed_jobs_are_for_the_system_administrator_alone(client, clerk):
    assert page(client, clerk, "failed").status_code == 403


def test_the_pages_warn_while_nobody_works_and_name_who_does(client, admin):
    job = enqueue(always_fails, by=admin)
    warning = "现在没有程序在处理后台任务"
    assert warning in page(client, admin, "mine").content.decode()
    assert warning in page(client, admin, "job", job.pk).content.decode()
    assert warning in page(client, admin, "failed").content.decode()
    Worker.objects.create(
        name="host-7", runs_jobs=True, keeps_schedule=True, heard_at=timezone.now()
    )
    assert warning not in page(client, admin, "mine").content.decode()
    assert "host-7" in page(client, admin, "failed").content.decode()


def test_a_script_asks_for_the_part_that_changes_until_the_job_has_ended(client, clerk):
    job = enqueue(always_fails, by=clerk)
    part = page(client, clerk, "job", job.pk, **{"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "every 3s" in part
    run_waiting_jobs(lets_errors_pass=False)
    part = page(client, clerk, "job", job.pk, **{"HX-Request": "true"}).content.decode()
    assert "every 3s" not in part


def test_the_list_has_pages(client, clerk):
    for number in range(31):
        Job.objects.create(title=f"第 {number} 个", function="x", by=clerk)
    assert "第 1 页，共 2 页" in page(client, clerk, "mine").content.decode()

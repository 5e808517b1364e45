import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from lianxin.faces.operations import doctoring
from lianxin.foundation.calendars.models import HolidayTable
from lianxin.foundation.ledger.chain import happening_at, record
from lianxin.foundation.ledger.models import ChainHead
from lianxin.foundation.people.tests.factories import county
from lianxin.foundation.tasks.keeping import tidy
from lianxin.foundation.tasks.models import Worker
from lianxin.foundation.tasks.queueing import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sound(settings, tmp_path):
    settings.SECRET_KEY = "x" * 50
    settings.VAR_DIR = tmp_path


def states(check):
    return [finding.state for finding in check()]


def words(check):
    return "\n".join(f"{finding.words} {finding.advice}" for finding in check())


def test_a_sound_site_has_no_faults_and_exit_status_0(capsys):
    HolidayTable.objects.get_or_create(
        year=timezone.localdate().year,
        defaults={"holidays": [], "workdays": [], "source": "国办发明电"},
    )
    call_command("doctor", json=True)

    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is True
    assert {
        "设置",
        "数据库",
        "数据库结构",
        "存储",
        "磁盘",
        "字体",
        "邮件",
        "时钟",
        "放假安排",
        "账本",
    } <= {finding["name"] for finding in report["findings"]}


def test_a_fault_ends_with_exit_status_1_and_says_what_to_do(settings, capsys):
    settings.DEBUG = True

    with pytest.raises(SystemExit) as ending:
        call_command("doctor")

    assert ending.value.code == 1
    assert "请去掉环境变量 LIANXIN_DEBUG" in capsys.readouterr().out


def test_settings_that_endanger_the_site_are_faults(settings, tmp_path):
    settings.SECRET_KEY = "short"
    settings.ALLOWED_HOSTS = ["*"]
    (tmp_path / "secret_key").write_text("key")
    (tmp_path / "secret_key").chmod(0o644)

    said = words(doctoring.look_at_settings)
    assert "不足 32 个字符" in said
    assert "对任何域名" in said
    assert "chmod 600" in said
    assert states(doctoring.look_at_settings).count("fault") == 3


def test_an_old_database_is_a_fault(monkeypatch):
    old = SimpleNamespace(
        settings_dict={"ENGINE": "django.db.backends.postgresql"},
        ensure_connection=lambda: None,
        get_database_version=lambda: (12, 4),
        display_name="PostgreSQL",
    )
    plan = SimpleNamespace(
        migration_plan=lambda _nodes: [("people.0009_x", False)],
        loader=SimpleNamespace(graph=SimpleNamespace(leaf_nodes=list)),
    )
    monkeypatch.setattr(doctoring, "connection", old)
    monkeypatch.setattr(doctoring, "MigrationExecutor", lambda _connection: plan)
    assert states(doctoring.look_at_database) == ["fault", "fault"]
    assert "people.0009_x" in words(doctoring.look_at_database)


def test_a_check_that_breaks_is_a_fault_and_the_others_go_on(settings):
    settings.MEDIA_ROOT = f"{__file__}/below"

    found = {finding.name: finding for finding in doctoring.examine()}
    assert found["存储"].state == "fault"
    assert found["账本"].state == "ok"


def test_a_mail_server_that_does_not_answer_is_a_fault(settings):
    assert states(doctoring.look_at_mail) == ["note"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert states(doctoring.look_at_mail) == ["fault"]


def test_a_clock_behind_the_ledger_is_a_fault():
    with happening_at(timezone.now() + timedelta(hours=1)), transaction.atomic():
        body = county()
        record(None, "people.note", body, "登记")
    assert states(doctoring.look_at_clock) == ["fault"]
    assert "NTP" in words(doctoring.look_at_clock)


def test_a_year_without_its_holidays_is_a_fault_until_they_are_entered(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2035, 3, 1))
    assert states(doctoring.look_at_holidays) == ["fault", "ok"]
    HolidayTable.objects.create(year=2035, holidays=[], workdays=[], source="国办发明电〔2034〕7号")
    assert states(doctoring.look_at_holidays) == ["ok", "ok"]


def test_a_ledger_whose_end_was_changed_is_a_fault():
    with transaction.atomic():
        record(None, "people.note", county(), "登记")
    assert states(doctoring.look_at_ledger_ends) == ["ok"]
    assert states(doctoring.look_at_whole_ledger) == ["ok"]
    ChainHead.objects.update(seq=2)
    assert states(doctoring.look_at_ledger_ends) == ["fault"]
    assert states(doctoring.look_at_whole_ledger) == ["fault"]


def test_jobs_that_nobody_works_on_are_a_fault():
    assert states(doctoring.look_at_jobs)[0] == "note"
    job = enqueue(tidy)
    type(job).objects.update(run_at=timezone.now() - timedelta(minutes=6))
    assert states(doctoring.look_at_jobs)[0] == "fault"
    Worker.objects.create(name="one", runs_jobs=True, keeps_schedule=True)
    assert states(doctoring.look_at_jobs) == ["note"]
    job.delete()
    assert states(doctoring.look_at_jobs) == ["ok"]

import io
import json
import logging
import os
import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.test import Client, override_settings
from django.urls import path

from lianxin.faces.operations import health, logs, metrics
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests.factories import PASSWORD, county, with_role
from lianxin.foundation.tasks.keeping import tidy
from lianxin.foundation.tasks.queueing import enqueue

PHONE = "13912345678"
IDENTITY = "110101199003074477"

pytestmark = pytest.mark.django_db


@login_not_required
def breaks(request, key):
    raise ValueError(f"no such telephone: {PHONE}, {request.POST.get('phone')}, {key}")


urlpatterns = [path("broken/<str:key>/", breaks, name="broken")]


@pytest.fixture
def written():
    """What goes to stderr with LIANXIN_LOG=json."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.formatter(as_json=True))
    root, ours = logging.getLogger(), logging.getLogger("lianxin")
    before = ours.level
    ours.setLevel(logging.INFO)
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    ours.setLevel(before)


def test_the_process_answers_under_any_name_and_without_a_sign_in(client):
    answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_process_that_has_all_it_needs_is_ready(client):
    answer = client.get("/readyz", headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "storage": "ok",
    }


def test_a_process_without_its_database_is_not_ready(client, monkeypatch):
    def refuse():
        raise DatabaseError("secret words")

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=refuse))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
    assert b"secret" not in answer.content


def test_a_process_with_an_old_database_is_not_ready_until_it_was_brought_up(client, monkeypatch):
    health._found_applied.cache_clear()
    plan = [("people.0009", False)]
    executor = SimpleNamespace(
        migration_plan=lambda _nodes: list(plan),
        loader=SimpleNamespace(graph=SimpleNamespace(leaf_nodes=list)),
    )
    monkeypatch.setattr(health, "MigrationExecutor", lambda _connection: executor)
    assert client.get("/readyz").json()["migrations"] == "pending"
    plan.clear()
    assert client.get("/readyz").status_code == 200
    health._found_applied.cache_clear()


def test_a_storage_that_cannot_be_written_is_not_ready(client, settings):
    # Nobody, not even root, makes a folder below a file.
    settings.MEDIA_ROOT = __file__
    assert default_storage
    assert client.get("/readyz").json()["storage"] == "not writable"


def test_without_a_token_there_are_no_figures(client):
    assert client.get("/metrics").status_code == 404


@pytest.fixture
def scrape(settings):
    settings.LIANXIN_METRICS_TOKEN = "open-sesame"

    def ask(token="open-sesame"):
        return Client().get("/metrics", headers={"authorization": f"Bearer {token}"})

    return ask


def test_the_figures_open_to_the_token_alone(scrape):
    assert scrape("guessed").status_code == 401
    assert scrape("").status_code == 401
    assert scrape("öffne").status_code == 401
    assert Client().get("/metrics").status_code == 401
    assert scrape().status_code == 200


def test_the_figures_count_pages_by_route_and_jobs_by_state(scrape, client):
    enqueue(tidy)
    client.get("/account/login/?phone=" + PHONE)
    client.get("/nothing/" + PHONE)

    text = scrape().content.decode()

    assert re.search(
        r'^lianxin_requests_total\{method="GET",route="account_login",status="200"\} [1-9]',
        text,
        re.M,
    )
    assert 'route="none",status="404"' in text
    assert "lianxin_request_seconds_bucket" in text
    assert 'lianxin_jobs{state="waiting"} 1.0' in text
    assert "lianxin_job_oldest_waiting_seconds" in text
    assert "lianxin_ledger_events 0.0" in text
    assert "lianxin_database_up 1.0" in text
    assert PHONE not in text


def test_a_strange_method_makes_no_figure_of_its_own(scrape):
    Client().generic("FROBNICATE", "/healthz/")
    assert "FROBNICATE" not in scrape().content.decode()


def test_figures_without_a_database_say_so(scrape, monkeypatch):
    def refuse():
        raise DatabaseError

    monkeypatch.setattr(metrics, "_jobs", refuse)
    assert "lianxin_database_up 0.0" in scrape().content.decode()


def test_a_request_has_one_line_with_its_route_and_its_account(written, client):
    clerk = with_role(Role.COUNTY_CLERK, county())
    client.force_login(clerk)

    answer = client.get("/tasks/?phone=" + PHONE, headers={"x-request-id": "from-the-proxy-1"})

    [line] = [one for one in written() if one["event"] == "request"]
    assert line["route"] == "tasks:mine"
    assert line["status"] == 200
    assert line["user"] == clerk.pk
    assert line["request_id"] == answer["X-Request-ID"] == "from-the-proxy-1"
    assert line["ms"] >= 0
    assert set(line) == {
        *("event", "level", "logger", "timestamp", "request_id"),
        *("route", "method", "status", "ms", "user"),
    }


def test_a_made_up_request_number_is_not_taken_over(client):
    answer = client.get("/account/login/", headers={"x-request-id": "<script>"})
    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-ID"])


def test_nothing_typed_or_asked_for_reaches_the_log(written):
    client = Client(raise_request_exception=False)
    client.post("/account/login/", {"login": PHONE, "password": PASSWORD})
    client.get(f"/public/{PHONE}/?q={IDENTITY}&name=林示例")
    client.get("/account/login/", headers={"host": f"{PHONE}.example"})
    with override_settings(ROOT_URLCONF=__name__):
        client.post("/broken/secret-key/?q=林示例", {"phone": PHONE})
    logging.getLogger("elsewhere").warning("told %s and %s", PHONE, "lin@example.cn")
    logging.getLogger("elsewhere").warning("card %s at /x?name=lin", IDENTITY)

    said = json.dumps(written(), ensure_ascii=False)

    for private in (
        PHONE,
        IDENTITY,
        PASSWORD,
        "林示例",
        "secret-key",
        "lin@example.cn",
        "name=lin",
    ):
        assert private not in said
    assert "Not Found" in {one["event"] for one in written()}
    broken = [one for one in written() if one.get("error") == "ValueError"]
    assert broken
    assert "test_watching.py" in broken[0]["places"][-1]


def test_lines_for_a_terminal_are_blotted_as_well():
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, f"call {PHONE}", None, None)
    assert PHONE not in logs.formatter(as_json=False).format(record)


def test_counts_of_processes_that_ended_are_removed(tmp_path, monkeypatch):
    monkeypatch.setenv(metrics.FOLDER_ENV, str(tmp_path))
    for name in (f"counter_{os.getpid()}.db", "counter_99999999.db", "notes.txt"):
        (tmp_path / name).write_text("")
    metrics.forget_the_dead()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [f"counter_{os.getpid()}.db", "notes.txt"]
    )

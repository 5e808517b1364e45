"""The examples under deploy/ are read by what reads them in earnest, or else by hand."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

pytestmark = pytest.mark.any_database
TOP = Path(__file__).resolve().parent.parent
DEPLOY = TOP / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
LONG_RUNNING = ("lianxin", "lianxin-web", "lianxin-worker", "lianxin-scheduler")


def options_of(unit):
    read = configparser.RawConfigParser(strict=False)
    # Names as they stand: systemd tells large letters from small.
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(unit.read_text())
    return read


def commands_in(text):
    return re.findall(r"\blianxin[\"',\s]+([a-z_]+)", text)


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_a_service_is_ended_by_its_main_process_and_started_again(name):
    service = options_of(DEPLOY / "systemd" / f"{name}.service")["Service"]
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) >= 20
    assert service["Restart"] == "on-failure"
    assert service["User"] == "lianxin"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_service_runs_a_command_that_exists(unit):
    command = options_of(unit)["Service"]["ExecStart"]
    [name] = re.findall(r"/bin/lianxin (\w+)", command)
    assert name in get_commands()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    for unit in [*UNITS, DEPLOY / "systemd" / "lianxin-backup.timer"]:
        # Where the program lies is looked at too: here it is where Python is.
        text = unit.read_text().replace("/opt/lianxin/bin/lianxin", sys.executable)
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [line for line in done.stderr.splitlines() if "lianxin" in line]
    assert about_ours == []


def test_every_variable_in_the_example_environment_is_documented():
    text = (DEPLOY / "systemd" / "lianxin.env.example").read_text()
    names = re.findall(r"^#? ?([A-Z_]+)=", text, re.M)
    documented = (TOP / "lianxin" / "settings" / "__init__.py").read_text().split('"""')[1]
    assert names
    assert [name for name in names if name not in documented] == []


def directives(text):
    """(depth, words) of each directive; raises AssertionError for braces that do not match."""
    text = re.sub(r"#[^\n]*", "", text)
    depth, words = 0, ""
    for part in re.split(r"([{};])", re.sub(r"'[^']*'|\"[^\"]*\"", "TEXT", text)):
        if part == "{":
            yield depth, words.split()
            depth, words = depth + 1, ""
        elif part == ";":
            yield depth, words.split()
            words = ""
        elif part == "}":
            assert not words.strip(), f"no semicolon after {words.strip()!r}"
            depth -= 1
            assert depth >= 0
        else:
            words += part
    assert depth == 0
    assert not words.strip()


def test_the_nginx_file_tells_the_site_what_it_needs_to_know():
    found = list(directives((DEPLOY / "nginx" / "lianxin.conf").read_text()))
    headers = {words[1]: words[2] for _depth, words in found if words[0] == "proxy_set_header"}
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["X-Forwarded-For"] == "$proxy_add_x_forwarded_for"
    assert headers["Host"] == "$host"
    assert headers["X-Request-ID"] == "$request_id"
    names = {words[0] for _depth, words in found}
    assert {"upstream", "server", "location", "ssl_certificate", "client_max_body_size"} <= names
    [log] = re.findall(
        r"log_format lianxin '(.*)'", (DEPLOY / "nginx" / "lianxin.conf").read_text()
    )
    for private in ("$remote_addr", "$request ", "$request_uri", "$uri", "$args", "$http_"):
        assert private not in log


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
def test_nginx_finds_nothing_wrong_with_its_file(tmp_path):
    site = (DEPLOY / "nginx" / "lianxin.conf").read_text()
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=rd.hewang.example",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ],
        check=True,
        capture_output=True,
    )
    site = site.replace("/etc/lianxin/tls/fullchain.pem", str(certificate))
    site = site.replace("/etc/lianxin/tls/key.pem", str(key))
    site = site.replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {site} }}"
    )
    command = ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_container_is_built_from_what_is_there_and_runs_as_nobody_special():
    text = (DEPLOY / "container" / "Containerfile").read_text().replace("\\\n", " ")
    steps = [line.split(None, 1) for line in text.splitlines() if line and line[0] != "#"]
    assert {step[0] for step in steps} <= {
        *("FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "VOLUME", "EXPOSE", "STOPSIGNAL"),
        *("HEALTHCHECK", "CMD"),
    }
    for name, rest in steps:
        if name == "COPY":
            assert [source for source in rest.split()[:-1] if not (TOP / source).exists()] == []
    names = [step[0] for step in steps]
    assert names.index("USER") < names.index("CMD")
    assert ["USER", "lianxin"] in steps
    assert "--require-hashes" in text
    assert commands_in(steps[-1][1]) == ["serve"]


def test_the_containers_together_run_web_worker_and_scheduler_on_one_database():
    compose = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text())
    services = compose["services"]
    assert set(services) == {"database", "migrate", "web", "worker", "scheduler"}
    for name in ("migrate", "web", "worker", "scheduler"):
        assert services[name]["command"][:2] == ["lianxin", name]
        assert name in get_commands()
        assert services[name]["environment"]["DATABASE_URL"].startswith("postgres://")
        assert set(services[name]["depends_on"]) <= set(services)
    build = services["web"]["build"]
    assert (DEPLOY / "container" / build["context"] / build["dockerfile"]).exists()
    # pg_dump refuses a server newer than itself.
    [client] = re.findall(
        r"postgresql-client-(\d+)", (DEPLOY / "container/Containerfile").read_text()
    )
    assert services["database"]["image"] == f"postgres:{client}"
    # Only the proxy on the same machine reaches the site.
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_handbook_names_commands_that_exist():
    text = (TOP / "docs" / "operations.md").read_text()
    named = set(re.findall(r"(?:^|`|^[A-Z_]+=\S+ )lianxin ([a-z_]+)", text, re.M))
    assert {"serve", "web", "worker", "scheduler", "backup", "restore", "doctor"} <= named
    assert named <= set(get_commands())

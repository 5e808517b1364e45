"""`lianxin` as a stranger types it: exit codes and plain words."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.any_database


@pytest.fixture
def environment(tmp_path):
    """A stranger's: none of our settings, and a data folder that does not exist yet."""
    ours = ("LIANXIN_", "DJANGO_", "DATABASE_URL", "PORT")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**clean, "LIANXIN_VAR": str(tmp_path / "var")}


@pytest.fixture
def lianxin(environment):
    def run(*arguments, **more):
        return subprocess.run(
            [sys.executable, "-m", "lianxin", *arguments],
            env={**environment, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


def assert_plain_words(done, code, words):
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_wrong_use(lianxin):
    assert_plain_words(lianxin("sevre"), 2, "没有 sevre 这个命令")


def test_a_port_out_of_range_is_wrong_use(lianxin):
    assert_plain_words(lianxin("serve", "--port", "99999"), 2, "端口应为 1 到 65535 的整数")


def test_serving_before_the_database_exists_names_the_command_to_run(lianxin):
    assert_plain_words(lianxin("serve"), 1, "lianxin migrate")


def test_a_database_address_that_makes_no_sense_is_wrong_use(lianxin):
    assert_plain_words(lianxin("migrate", DATABASE_URL="nonsense"), 2, "配置有误")


def test_a_database_that_does_not_answer_is_named(lianxin):
    done = lianxin("migrate", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")

    assert_plain_words(done, 1, "数据库不能用")


def test_a_data_folder_that_cannot_be_made_is_named(lianxin, tmp_path):
    (tmp_path / "file").write_text("")

    done = lianxin("migrate", LIANXIN_VAR=str(tmp_path / "file" / "var"))

    assert_plain_words(done, 1, "不能使用数据目录")


def test_the_site_answers_until_it_is_told_to_stop_and_leaves_nobody_behind(
    lianxin, environment, tmp_path
):
    lianxin("migrate", "--verbosity", "0").check_returncode()
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]

        # As in a terminal: a group of its own, in which Ctrl-C reaches every process.
        said = tmp_path / f"{stop.name}.txt"
        with said.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, "-m", "lianxin", "serve", "--port", str(port)],
                env=environment,
                stderr=output,
                start_new_session=True,
            )
        try:
            assert wait_for_answer(port, server) == 200
            os.killpg(server.pid, stop)

            assert server.wait(timeout=60) == 0
            # A worker that does not end by itself is killed, which is logged.
            assert "Killing" not in said.read_text()
            with pytest.raises(ProcessLookupError):
                os.killpg(server.pid, 0)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def wait_for_answer(port: int, server: subprocess.Popen) -> int:
    """Status of the sign-in page, as soon as there is one."""
    while server.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=10) as answer:
                return answer.status
        except URLError:
            time.sleep(0.1)
    return 0

"""`lianxin` as a stranger types it: exit codes and plain words."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def lianxin(tmp_path):
    def run(*arguments, **environment):
        """The finished process; each test has a data folder of its own, empty at first."""
        ours = ("LIANXIN_", "DJANGO_", "DATABASE_URL", "PORT")
        clean = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
        return subprocess.run(
            [sys.executable, "-m", "lianxin", *arguments],
            env={**clean, "LIANXIN_VAR": str(tmp_path / "var"), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
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

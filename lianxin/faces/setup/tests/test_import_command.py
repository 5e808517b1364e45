"""`lianxin import` and `lianxin export`, as programs call them."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import load_command_class

from lianxin.faces.setup.tests.importing import DATA, make_county, make_town
from lianxin.foundation.people.models import Person
from lianxin.foundation.people.workflow import enter_person

pytestmark = pytest.mark.django_db
ROSTER = str(DATA / "deputy_roster_messy.xlsx")


@pytest.fixture(autouse=True)
def town():
    return make_town(make_county())


def run(*words: str) -> int:
    """The exit code of `lianxin WORDS`."""
    command = load_command_class("lianxin.faces.setup", words[0])
    try:
        command.run_from_argv(["lianxin", *words])
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_a_refused_row_gives_exit_code_one_and_a_report(tmp_path, capsys):
    report = tmp_path / "R.json"

    assert run("import", "deputies", ROSTER, "--body", "liuxi", "--report", str(report)) == 1

    content = json.loads(report.read_text("utf-8"))
    assert list(content) == ["rows", "created", "updated", "unchanged", "refused", "warnings"]
    assert (content["rows"], content["created"]) == (4, 3)
    assert content["refused"][0]["row"] == 7
    assert list(content["refused"][0]) == ["row", "field", "reason"]
    assert "共 4 行，新增 3" in capsys.readouterr().out


def test_a_clean_file_gives_exit_code_zero(tmp_path):
    report = tmp_path / "R.json"
    file = tmp_path / "单位.csv"
    file.write_text("单位名称\n县水利局\n", "utf-8")

    assert run("import", "offices", str(file), "--body", "hewang", "--report", str(report)) == 0
    assert json.loads(report.read_text("utf-8"))["created"] == 1


def test_a_dry_run_saves_nothing(tmp_path):
    assert run("import", "deputies", ROSTER, "--body", "liuxi", "--dry-run") == 1
    assert not Person.objects.exists()


def test_an_unreadable_file_is_reported_with_exit_code_one(tmp_path):
    report = tmp_path / "R.json"
    file = tmp_path / "名册.xlsx"
    file.write_bytes(b"PK\x03\x04")

    assert run("import", "deputies", str(file), "--body", "liuxi", "--report", str(report)) == 1
    assert "已损坏" in json.loads(report.read_text("utf-8"))["refused"][0]["reason"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["import", "voters", ROSTER, "--body", "liuxi"], "可以导入的有"),
        (["import", "deputies", "没有.xlsx", "--body", "liuxi"], "没有文件"),
        (["import", "deputies", ROSTER, "--body", "liuxy"], "是不是要找：liuxi"),
        (
            ["import", "deputies", ROSTER, "--body", "liuxi", "--report", "/没有/R.json"],
            "没有这个文件夹",
        ),
        (["import", "deputies", ROSTER], "--body"),
        (["export", "voters", "--body", "liuxi", "-o", "x.xlsx"], "可以导出的有"),
        (["export", "deputies", "--body", "liuxi", "-o", "x.csv"], ".xlsx 结尾"),
        (["export", "deputies", "--body", "liuxi", "-o", "/没有/x.xlsx"], "没有这个文件夹"),
        (["export", "deputies", "--body", "nobody", "-o", "x.xlsx"], "没有代码为"),
    ],
)
def test_wrong_use_gives_exit_code_two_and_plain_words(words, says, capsys):
    assert run(*words) == 2
    assert says in capsys.readouterr().err
    assert not Person.objects.exists()


def test_what_export_writes_import_leaves_unchanged(tmp_path):
    run("import", "deputies", ROSTER, "--body", "liuxi")
    file, report = tmp_path / "代表.xlsx", tmp_path / "R.json"

    assert run("export", "deputies", "--body", "liuxi", "-o", str(file)) == 0
    assert run("import", "deputies", str(file), "--body", "liuxi", "--report", str(report)) == 0
    assert json.loads(report.read_text("utf-8"))["unchanged"] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["R.json", "代表.xlsx"]


def test_nobody_is_the_administrator_outside_a_command(town):
    with pytest.raises(PermissionDenied):
        enter_person(body=town, by=None, name="张示例")  # type: ignore[arg-type]

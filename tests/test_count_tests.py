"""The closing line of CI, which machines read."""

import pytest

from scripts.count_tests import main

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.fixture
def report(tmp_path):
    def report(name, *counts):
        path = tmp_path / name
        path.write_text(REPORT.format(*counts))
        return str(path)

    return report


def test_the_last_line_sums_all_reports(report, capsys):
    assert main([report("a.xml", 10, 0, 0, 1), report("b.xml", 10, 0, 0, 2)]) == 0

    assert capsys.readouterr().out.splitlines()[-1] == "17 passed, 0 failed, 3 skipped"


def test_errors_count_as_failures_and_fail_the_run(report, capsys):
    assert main([report("a.xml", 10, 1, 2, 0), report("b.xml", 10, 0, 0, 0)]) == 1

    assert capsys.readouterr().out.splitlines()[-1] == "17 passed, 3 failed, 0 skipped"


def test_a_run_that_left_no_report_is_a_failure(report, tmp_path, capsys):
    assert main([report("a.xml", 10, 0, 0, 0), str(tmp_path / "none.xml")]) == 1

    assert capsys.readouterr().out.splitlines()[-1] == "10 passed, 1 failed, 0 skipped"


def test_a_run_without_a_test_is_a_failure(report):
    assert main([report("a.xml", 0, 0, 0, 0)]) == 1


MARKED = (
    '<testsuites><testsuite tests="{}" failures="0" errors="0" skipped="0">'
    + '<testcase name="a"><properties><property name="runs_once" value="yes"/>'
    "</properties></testcase>" * 2 + "</testsuite></testsuites>"
)


def test_a_second_report_may_lack_what_touches_no_database(report, tmp_path, capsys):
    whole = tmp_path / "whole.xml"
    whole.write_text(MARKED.format(10))

    assert main([str(whole), report("b.xml", 9, 0, 0, 0)]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[-2].endswith("b.xml: 1 left out, 1 of them need run only once")
    assert said[-1] == "19 passed, 0 failed, 0 skipped"


@pytest.mark.parametrize("others", [8, 10])
def test_a_second_report_may_lack_nothing_else(report, tmp_path, others):
    whole = tmp_path / "whole.xml"
    whole.write_text(MARKED.format(10))

    assert main([str(whole), report("b.xml", others, 0, 0, 0)]) == 1

"""Print the test counts of several JUnit reports, summed on the last line.

python scripts/count_tests.py REPORT.xml ...

The first report holds every test; the others may lack those marked any_database
or once, which one database is enough for, and no others. How many those are is printed.

Exit 1 when a report is missing, counts no test or a failure, or lacks a test.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed (errors included) and skipped tests of one report."""
    passed = failed = skipped = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        left_out = int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - bad - left_out
        failed += bad
        skipped += left_out
    return passed, failed, skipped


def sizes(report: Path) -> tuple[int, int]:
    """How many tests one report holds, and how many of them need run only once."""
    root = ElementTree.parse(report).getroot()
    every = sum(int(suite.get("tests", 0)) for suite in root.iter("testsuite"))
    # A test that had a second try stands there twice.
    marked = {
        (case.get("classname"), case.get("name"))
        for case in root.iter("testcase")
        if case.find("properties/property[@name='runs_once']") is not None
    }
    return every, len(marked)


def is_whole(first: Path, other: Path) -> bool:
    """Whether `other` lacks only tests that need no second database; says so."""
    (every, marked), (some, again) = sizes(first), sizes(other)
    left_out, may_be = every - some, marked - again
    if left_out == may_be == 0:
        return True
    print(f"{other}: {left_out} left out, {may_be} of them need run only once")
    return left_out == may_be


def main(reports: list[str]) -> int:
    total = [0, 0, 0]
    status = 0
    for name in reports:
        try:
            found = counts(Path(name))
        except (OSError, ElementTree.ParseError) as error:
            print(f"{name}: no report ({error})")
            # A run that left no report is a failure that must show in the sum.
            found = (0, 1, 0)
        else:
            print("{}: {} passed, {} failed, {} skipped".format(name, *found))
        if found[1] or not found[0]:
            status = 1
        total = [before + more for before, more in zip(total, found, strict=True)]
    if not total[1] and not all(is_whole(Path(reports[0]), Path(one)) for one in reports[1:]):
        status = 1
    print("{} passed, {} failed, {} skipped".format(*total))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Print the test counts of several JUnit reports, summed on the last line.

python scripts/count_tests.py REPORT.xml ...

Exit 1 when a report is missing, counts no test, or counts a failure.
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
    print("{} passed, {} failed, {} skipped".format(*total))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Write the shipped holiday tables from the `chinesecalendar` package.

Run once a year, after the State Council has published the next table and the
package has taken it up: `python -m lianxin.foundation.calendars.generate`.
Check the result against the notice before committing it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import constants

DATA = Path(__file__).parent / "data"


def ranges(days: Iterable[date]) -> list[str]:
    """[1, 2, 3, 7 October] → ["10-01/10-03", "10-07"]."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [
        f"{run[0]:%m-%d}" if len(run) == 1 else f"{run[0]:%m-%d}/{run[-1]:%m-%d}" for run in runs
    ]


def table(year: int) -> str:
    """One year's file."""

    def listed(days: Iterable[date]) -> str:
        return ", ".join(f'"{span}"' for span in ranges(day for day in days if day.year == year))

    return (
        f"year: {year}\n"
        f"source: 国务院办公厅关于{year}年部分节假日安排的通知\n"
        f"holidays: [{listed(constants.holidays)}]\n"
        f"workdays: [{listed(constants.workdays)}]\n"
    )


def main() -> None:
    for year in sorted({day.year for day in constants.holidays}):
        (DATA / f"{year}.yaml").write_text(table(year), encoding="utf-8")


if __name__ == "__main__":
    main()

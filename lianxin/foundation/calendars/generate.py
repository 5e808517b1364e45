"""Write the shipped holiday tables from the `chinesecalendar` package.

Run once a year, after the State Council has published the next table and the
package has taken it up: `python -m lianxin.foundation.calendars.generate`.
Check the result against the notice before committing it.
"""

from collections.abc import Iterable
from datetime import date

from chinese_calendar import constants

from lianxin.foundation.calendars.tables import DATA, ranges


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

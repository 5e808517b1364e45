"""Dates in all the styles that occur in rosters, down to those of which only the year is known."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import Cell
from lianxin.foundation.sheets.values import (
    Parsed,
    ValueRefused,
    is_nothing,
    placeholder_warning,
    shorten,
)

_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(7_306, 55_153)
"""Excel's numbers of the days from 1920-01-01 to 2050-12-31."""
_YEARS = range(1900, 2101)


class PartialDate(NamedTuple):
    """A date of which only the year, or year and month, may be known. Sorts by time."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self):
        return "-".join(
            [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        )

    @classmethod
    def from_text(cls, text: str) -> "PartialDate":
        """Inverse of `str`: 「1975」, 「1975-03」, 「1975-03-12」. Raises ValueError otherwise."""
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
            raise ValueError(text)
        return _checked(*map(int, text.split("-")))

    @property
    def as_date(self) -> date | None:
        """The day itself, where it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


def parse_partial_date(cell: Cell, *, latest: int | None = None) -> Parsed[PartialDate | None]:
    """A date in any style that occurs: 1975.03, 1988年12月, 60-5, 2010/7/1, a spreadsheet's day.

    latest: latest year that makes sense (for a birth, this year less 18). A year of two digits
        is the last such year not after `latest`, by default this year; a warning says so.
    Refused: days that do not exist, digits run together in two readings (202465), day before
    year, and the number 1975.1, which is January or an October that lost its zero.
    """
    if is_nothing(cell):
        return Parsed(None)
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Parsed(PartialDate(value.year, value.month, value.day))
    if warning := placeholder_warning(cell.text):
        return Parsed(None, (warning,))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, cell.text, latest)
    return _from_text(cell.text, latest)


def _from_number(value: float, text: str, latest: int | None) -> Parsed[PartialDate | None]:
    if value in _SERIALS and value == int(value):
        day = _EXCEL_DAY_ZERO + timedelta(days=int(value))
        found = PartialDate(day.year, day.month, day.day)
        return Parsed(found, (_read_as(text, found),))
    if re.fullmatch(r"[0-9]{2,4}\.1", text):
        raise ValueRefused(
            _(
                "“{text}”可能是 1 月，也可能是 10 月（表格把末尾的 0 去掉了）。请写成“{year}-01”或“{year}-10”。"
            ).format(text=text, year=text.split(".")[0])
        )
    return _from_text(text, latest)


def _from_text(raw: str, latest: int | None) -> Parsed[PartialDate | None]:
    text = unicodedata.normalize("NFKC", raw).strip()
    text = re.sub(r"[T\s]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?$", "", text)
    text = han_numbers(re.sub(r"\s+", "", text)).removesuffix("生").rstrip(".。,，、")
    if re.fullmatch(r"[0-9]+", text):
        return _from_digits(text, raw, latest)
    parts = re.fullmatch(
        r"([0-9]{4}|[0-9]{2})(?:年|[-./\\·,，、])(?:([0-9]{1,2})(?:月份?|[-./\\·,，、]|$)(?:([0-9]{1,2})[日号]?)?)?",
        text,
    )
    if not parts:
        if re.fullmatch(r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}", text):
            raise ValueRefused(
                _("“{text}”分不清哪个是月、哪个是日。请按“年-月-日”填写，如 2010-07-01。").format(
                    text=raw
                )
            )
        raise ValueRefused(
            _("“{text}”不是认得出的日期。请按“年-月-日”或“年-月”填写，如 1975-03。").format(
                text=shorten(raw)
            )
        )
    year, month, day = (int(part) if part else None for part in parts.groups())
    warnings: tuple[str, ...] = ()
    full = _full_year(str(parts[1]), latest)
    found = _refuse_impossible(full, month, day, raw)
    if full != year:
        warnings = (_read_as(raw, found),)
    return Parsed(found, warnings)


def _from_digits(text: str, raw: str, latest: int | None) -> Parsed[PartialDate | None]:
    """Digits without a mark between them: one reading is taken, two are refused."""
    if len(text) == 4 and int(text) in _YEARS:
        return Parsed(PartialDate(int(text)))
    if len(text) == 8 and int(text[:4]) in _YEARS:
        found = _refuse_impossible(int(text[:4]), int(text[4:6]), int(text[6:]), raw)
        return Parsed(found)
    if len(text) == 5 and int(text) in _SERIALS:
        day = _EXCEL_DAY_ZERO + timedelta(days=int(text))
        found = PartialDate(day.year, day.month, day.day)
        return Parsed(found, (_read_as(raw, found),))
    if len(text) == 6 and int(text[:4]) in _YEARS and 1 <= int(text[4:]) <= 12:
        found = PartialDate(int(text[:4]), int(text[4:]))
        doubtful = text[4] == "1" and text[5] != "0"
        return Parsed(found, (_read_as(raw, found),) if doubtful else ())
    if len(text) in {5, 6, 7} and int(text[:4]) in _YEARS:
        readings = _glued_readings(text)
        ways = _("、").join(f"{each}" for each in readings)
        reason = (
            _("“{text}”的年、月、日连在一起，可能是 {ways}，无法确定。请按“年-月-日”填写。")
            if readings
            else _("“{text}”的年、月、日连在一起，分不开。请按“年-月-日”填写。")
        )
        raise ValueRefused(reason.format(text=raw, ways=ways))
    raise ValueRefused(
        _("“{text}”不是认得出的日期。请按“年-月-日”或“年-月”填写，如 1975-03。").format(
            text=shorten(raw)
        )
    )


def _glued_readings(text: str) -> list[PartialDate]:
    year, rest = int(text[:4]), text[4:]
    found = []
    for cut in range(1, len(rest) + 1):
        try:
            found.append(
                _checked(year, int(rest[:cut]), *([int(rest[cut:])] if rest[cut:] else []))
            )
        except ValueError:
            continue
    return found


def _full_year(text: str, latest: int | None) -> int:
    if len(text) == 4:
        return int(text)
    last = latest or date.today().year  # noqa: DTZ011 - a year, wherever the day begins
    return last - (last - int(text)) % 100


def _refuse_impossible(year: int, month: int | None, day: int | None, raw: str) -> PartialDate:
    try:
        return _checked(year, month, day)
    except ValueError:
        pass
    if year not in _YEARS:
        reason = _("“{text}”的年份 {year} 不合常理。请核对后再导入。")
    elif month is None or not 1 <= month <= 12:
        reason = _("“{text}”没有这样的月份。请核对后再导入。")
    else:
        reason = _("“{text}”：{year} 年 {month} 月没有 {day} 日。请核对后再导入。")
    raise ValueRefused(reason.format(text=raw, year=year, month=month, day=day))


def _checked(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    if year not in _YEARS or (month is not None and not 1 <= month <= 12):
        raise ValueError(year, month)
    if day is not None and (month is None or not 1 <= day <= monthrange(year, month)[1]):
        raise ValueError(year, month, day)
    return PartialDate(year, month, day)


def han_numbers(text: str) -> str:
    """二〇二三年十月 → 2023年10月; other text as it is."""
    if not re.search(r"[〇○零一二三四五六七八九十]", text):
        return text

    def number(match: re.Match) -> str:
        tens, ten, ones = match[1], match[2], match[3]
        if not ten:
            return match[0].translate(_HAN_DIGITS)
        value = 10 * int((tens or "一").translate(_HAN_DIGITS)) + int(
            (ones or "〇").translate(_HAN_DIGITS)
        )
        return str(value)

    text = re.sub(r"([一二三四五六七八九]?)(十)([一二三四五六七八九]?)", number, text)
    return text.translate(_HAN_DIGITS)


def _read_as(raw: str, found: PartialDate) -> str:
    return _("“{text}”按 {date} 理解，请核对。").format(text=raw, date=found)

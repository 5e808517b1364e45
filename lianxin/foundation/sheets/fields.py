"""What cells mean: dates in all their styles, phones, party, yes and no, counts.

Each parser takes a Cell and returns `Parsed(value, warnings)`, or raises ValueRefused with the
reason in words. An empty cell, or one holding only a dash or 「无」, gives None and no warning.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import Cell, Flag

T = TypeVar("T")

_NOTHING = re.compile(
    r"[-—–－/\\.。·…\s]*|无|未知|不详|暂无|待定|空|N/?A|null|None|nan|（略）|\(略\)", re.I
)
_PLACEHOLDER = re.compile(r"[\[【〔].*[\]】〕]")
_SEPARATORS = re.compile(r"[、,，;；/|\n\t]+")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(7_306, 55_153)
"""Excel's numbers of the days from 1920-01-01 to 2050-12-31."""
_YEARS = range(1900, 2101)


class ValueRefused(Exception):
    """A cell whose meaning cannot be told; people read `reason`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A value and what a person should know about how it was read."""

    value: T
    warnings: tuple[str, ...] = ()


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
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
            raise ValueError(text)
        return _checked(*map(int, text.split("-")))

    @property
    def as_date(self) -> date | None:
        """The day itself, where it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


class Count(NamedTuple):
    """「2+」 is 2, at least; 「13」 is 13, exactly."""

    number: int
    at_least: bool = False

    def __str__(self):
        return f"{self.number}+" if self.at_least else str(self.number)


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, 「无」."""
    return not cell.text or bool(_NOTHING.fullmatch(cell.text))


# Dates


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
    if _PLACEHOLDER.fullmatch(cell.text):
        return Parsed(None, (_placeholder(cell.text),))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, cell.text, latest)
    return _from_text(cell.text, latest)


def _from_number(value: float, text: str, latest: int | None) -> Parsed[PartialDate | None]:
    if value in _SERIALS and value == int(value):
        day = _EXCEL_DAY_ZERO + timedelta(days=int(value))
        found = PartialDate(day.year, day.month, day.day)
        return Parsed(found, (_read_as(text, found),))
    if re.fullmatch(r"\d{2,4}\.1", text):
        raise ValueRefused(
            _(
                "“{text}”可能是 1 月，也可能是 10 月（表格把末尾的 0 去掉了）。请写成“{year}-01”或“{year}-10”。"
            ).format(text=text, year=text.split(".")[0])
        )
    return _from_text(text, latest)


def _from_text(raw: str, latest: int | None) -> Parsed[PartialDate | None]:
    text = unicodedata.normalize("NFKC", raw).strip()
    text = re.sub(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", "", text)
    text = _han_numbers(re.sub(r"\s+", "", text)).removesuffix("生").rstrip(".。,，、")
    if re.fullmatch(r"\d+", text):
        return _from_digits(text, raw, latest)
    parts = re.fullmatch(
        r"(\d{4}|\d{2})(?:年|[-./\\·,，、])(?:(\d{1,2})(?:月份?|[-./\\·,，、]|$)(?:(\d{1,2})[日号]?)?)?",
        text,
    )
    if not parts:
        if re.fullmatch(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}", text):
            raise ValueRefused(
                _("“{text}”分不清哪个是月、哪个是日。请按“年-月-日”填写，如 2010-07-01。").format(
                    text=raw
                )
            )
        raise ValueRefused(
            _("“{text}”不是认得出的日期。请按“年-月-日”或“年-月”填写，如 1975-03。").format(
                text=_short(raw)
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
            text=_short(raw)
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


def _han_numbers(text: str) -> str:
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


# Phones

_MOBILE = re.compile(r"(?:(?:\+|00)?86-?)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"\(?0\d{2,3}\)?-?\d{7,8}(?:(?:-|转|ext\.?)\d{1,6})?", re.I)
_LOCAL = re.compile(r"\d{7,8}|[48]00-?\d{3}-?\d{4}|1[02]\d{3}|\d{3,4}-\d{7,8}")


def parse_phones(cell: Cell) -> Parsed[list[str]]:
    """Phone numbers of a cell, several being split: 「138 0000 0001、0598-8320000」.

    A placeholder such as 「[手机号]」 is left out with a warning. A number whose last digits the
    spreadsheet has rounded away is refused, as are two mobiles run together.
    """
    if is_nothing(cell):
        return Parsed([])
    refuse_rounded(cell)
    text = unicodedata.normalize("NFKC", cell.text)
    if re.fullmatch(r"\d(\.\d+)?e\+?\d+", text, re.I):
        raise ValueRefused(
            _(
                "“{text}”是被表格软件改写的号码，原来的数字已丢失。请把该列设为文本，重新填写。"
            ).format(text=text)
        )
    found: list[str] = []
    warnings = []
    for part in filter(None, (part.strip() for part in _SEPARATORS.split(text))):
        if _PLACEHOLDER.fullmatch(part):
            warnings.append(_placeholder(part))
            continue
        numbers = _numbers(part)
        if not numbers:
            raise ValueRefused(
                _("“{text}”不是认得出的电话号码。请核对位数，几个号码之间用顿号隔开。").format(
                    text=_short(part)
                )
            )
        found.extend(number for number in numbers if number not in found)
    return Parsed(found, tuple(dict.fromkeys(warnings)))


def _numbers(part: str) -> list[str]:
    together = re.sub(r"[\s]+", "", part)
    together = re.sub(r"^[^\d+(]*[:：]", "", together)
    for pattern in (_MOBILE, _LANDLINE, _LOCAL):
        match = pattern.fullmatch(together) or (
            pattern is _MOBILE and pattern.fullmatch(together.replace("-", ""))
        )
        if match:
            return [match[1] if pattern is _MOBILE else match[0]]
    pieces = [_numbers(piece) for piece in part.split()] if len(part.split()) > 1 else [[]]
    return [number for piece in pieces for number in piece] if all(pieces) else []


def refuse_rounded(cell: Cell):
    """Raise ValueRefused for a number of more than 15 digits: its end is lost."""
    if cell.flag is Flag.ROUNDED:
        raise ValueRefused(
            _(
                "“{text}”超过 15 位，表格软件已把后面的数字改成 0。请把该列设为文本，重新填写。"
            ).format(text=cell.text)
        )


# People

_SEXES = {
    "男": "男",
    "女": "女",
    "男性": "男",
    "女性": "女",
    "m": "男",
    "f": "女",
    "male": "男",
    "female": "女",
}

_PARTIES = {
    "中共党员": (
        "中共",
        "中共党员",
        "党员",
        "共产党员",
        "中国共产党党员",
        "中国共产党",
        "共产党",
        "中共正式党员",
    ),
    "中共预备党员": ("中共预备党员", "预备党员", "中共预备"),
    "共青团员": ("共青团员", "团员", "共青团"),
    "民革党员": ("民革", "民革党员", "民革会员", "中国国民党革命委员会"),
    "民盟盟员": ("民盟", "民盟盟员", "中国民主同盟"),
    "民建会员": ("民建", "民建会员", "中国民主建国会"),
    "民进会员": ("民进", "民进会员", "中国民主促进会"),
    "农工党党员": ("农工", "农工党", "农工党员", "农工党党员", "中国农工民主党"),
    "致公党党员": ("致公", "致公党", "致公党员", "致公党党员", "中国致公党"),
    "九三学社社员": ("九三", "九三学社", "九三社员", "九三学社社员"),
    "台盟盟员": ("台盟", "台盟盟员", "台湾民主自治同盟"),
    "无党派人士": ("无党派", "无党派人士", "无党派民主人士"),
    "群众": ("群众", "普通群众", "非党"),
}
_PARTY_BY_WORD = {word: party for party, words in _PARTIES.items() for word in words}

_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 "
    "纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 "
    "德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
).split()
_PEOPLE_BY_WORD = {word: name + "族" for name in _PEOPLES for word in (name, name + "族")} | {
    "穿青人": "穿青人",
    "其他": "其他",
}


def parse_sex(cell: Cell) -> Parsed[str | None]:
    """「男」 or 「女」."""
    return _by_word(cell, _SEXES, _("“{text}”不是性别。请填“男”或“女”。"))


def parse_party(cell: Cell) -> Parsed[str | None]:
    """政治面貌 in its full form: 「中共」 → 「中共党员」."""
    return _by_word(
        cell, _PARTY_BY_WORD, _("“{text}”不是认得出的政治面貌。请填“中共党员”“群众”等规范名称。")
    )


def parse_ethnicity(cell: Cell) -> Parsed[str | None]:
    """One of the 56 peoples in full: 「汉」 → 「汉族」."""
    return _by_word(
        cell, _PEOPLE_BY_WORD, _("“{text}”不是认得出的民族。请填“汉族”“土家族”等规范名称。")
    )


def parse_yes_no(cell: Cell) -> Parsed[bool | None]:
    """Yes or no in the ways people tick."""
    words = dict.fromkeys(
        ["是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "1", "同意", "公开"], True
    )
    words |= dict.fromkeys(
        ["否", "没有", "×", "✗", "✘", "x", "n", "no", "false", "0", "不", "不同意", "不公开"], False
    )
    if cell.text.strip() == "无":
        return Parsed(False)
    return _by_word(cell, words, _("“{text}”不是“是”或“否”。"))


def parse_count(cell: Cell) -> Parsed[Count | None]:
    """A number of people or things: 「13」, 「2+」, 「3人」, 「五名」, 「10余人」."""
    if is_nothing(cell):
        return Parsed(None)
    text = _han_numbers(unicodedata.normalize("NFKC", re.sub(r"\s+", "", cell.text)))
    match = re.fullmatch(r"(\d{1,6})(\+|余|多|以上)?[人名位件个条]?(以上|余)?", text)
    if not match:
        raise ValueRefused(
            _("“{text}”不是数量。请填数字，人数不明的写“2+”。").format(text=_short(cell.text))
        )
    return Parsed(Count(int(match[1]), at_least=bool(match[2] or match[3])))


def split_list(cell: Cell) -> list[str]:
    """Names in one cell: 「县财政局、石林街道」, split at 、，；/ and line breaks; no repeats."""
    if is_nothing(cell):
        return []
    parts = (part.strip() for part in _SEPARATORS.split(cell.text))
    return [*dict.fromkeys(part for part in parts if part and not _NOTHING.fullmatch(part))]


def _by_word(cell: Cell, words: dict, refusal: str) -> Parsed:
    if is_nothing(cell):
        return Parsed(None)
    if _PLACEHOLDER.fullmatch(cell.text):
        return Parsed(None, (_placeholder(cell.text),))
    word = unicodedata.normalize("NFKC", re.sub(r"\s+", "", cell.text)).casefold()
    if word not in words:
        raise ValueRefused(refusal.format(text=_short(cell.text)))
    return Parsed(words[word])


def _placeholder(text: str) -> str:
    return _("“{text}”是占位文字，留空未导入。").format(text=_short(text))


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"

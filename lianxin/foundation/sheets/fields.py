"""What cells mean: phones, sex, party, people, yes and no, counts, lists of names; and dates.

Each parser takes a Cell and returns `Parsed(value, warnings)`, or raises ValueRefused with the
reason in words. An empty cell, or one holding only a dash or 「无」, gives None and no warning.
"""

import re
import unicodedata
from typing import NamedTuple

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.dates import PartialDate, han_numbers, parse_partial_date
from lianxin.foundation.sheets.tables import Cell, Flag
from lianxin.foundation.sheets.values import (
    Parsed,
    ValueRefused,
    is_nothing,
    placeholder_warning,
    shorten,
)

__all__ = [
    "Count",
    "Parsed",
    "PartialDate",
    "ValueRefused",
    "is_nothing",
    "parse_count",
    "parse_ethnicity",
    "parse_partial_date",
    "parse_party",
    "parse_phones",
    "parse_sex",
    "parse_yes_no",
    "refuse_rounded",
    "split_list",
]

_SEPARATORS = re.compile(r"[、,，;；/|\n\t]+")


class Count(NamedTuple):
    """「2+」 is 2, at least; 「13」 is 13, exactly."""

    number: int
    at_least: bool = False

    def __str__(self):
        return f"{self.number}+" if self.at_least else str(self.number)


# Any eleven digits from 1: ranges of numbers are added faster than programs.
_MOBILE = re.compile(r"(?:(?:\+|00)?86-?)?(1[0-9]{10})")
_LANDLINE = re.compile(r"\(?0[0-9]{2,3}\)?-?[0-9]{5,8}(?:(?:-|转|ext\.?)[0-9]{1,6})?", re.I)
_LOCAL = re.compile(r"[0-9]{7,8}|[48]00-?[0-9]{3}-?[0-9]{4}|1[02][0-9]{3}|[0-9]{3,4}-[0-9]{7,8}")


def parse_phones(cell: Cell) -> Parsed[list[str]]:
    """Phone numbers of a cell, several being split: 「138 0000 0001、0598-8320000」.

    A placeholder such as 「[手机号]」 is left out with a warning. A number whose last digits the
    spreadsheet has rounded away is refused, as are two mobiles run together.
    """
    if is_nothing(cell):
        return Parsed([])
    refuse_rounded(cell)
    text = unicodedata.normalize("NFKC", cell.text)
    if re.fullmatch(r"[0-9](\.[0-9]+)?e\+?[0-9]+", text, re.I):
        raise ValueRefused(
            _(
                "“{text}”是被表格软件改写的号码，原来的数字已丢失。请把该列设为文本，重新填写。"
            ).format(text=text)
        )
    found: list[str] = []
    warnings = []
    for part in filter(None, (part.strip() for part in _SEPARATORS.split(text))):
        if warning := placeholder_warning(part):
            warnings.append(warning)
            continue
        numbers = _numbers(part)
        if not numbers:
            raise ValueRefused(
                _("“{text}”不是认得出的电话号码。请核对位数，几个号码之间用顿号隔开。").format(
                    text=shorten(part)
                )
            )
        found.extend(number for number in numbers if number not in found)
    return Parsed(found, tuple(dict.fromkeys(warnings)))


def _numbers(part: str) -> list[str]:
    together = re.sub(r"[\s]+", "", part)
    together = re.sub(r"^[^0-9+(]*[:：]", "", together)
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

_PEOPLES = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
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
    text = han_numbers(unicodedata.normalize("NFKC", re.sub(r"\s+", "", cell.text)))
    match = re.fullmatch(r"([0-9]{1,6})(\+|余|多|以上)?[人名位件个条]?(以上|余)?", text)
    if not match:
        raise ValueRefused(
            _("“{text}”不是数量。请填数字，人数不明的写“2+”。").format(text=shorten(cell.text))
        )
    return Parsed(Count(int(match[1]), at_least=bool(match[2] or match[3])))


def split_list(cell: Cell) -> list[str]:
    """Names in one cell: 「县财政局、石林街道」, split at 、，；/ and line breaks; no repeats."""
    if is_nothing(cell):
        return []
    parts = (part.strip() for part in _SEPARATORS.split(cell.text))
    return [*dict.fromkeys(part for part in parts if not is_nothing(Cell(part)))]


def _by_word(cell: Cell, words: dict, refusal: str) -> Parsed:
    if is_nothing(cell):
        return Parsed(None)
    if warning := placeholder_warning(cell.text):
        return Parsed(None, (warning,))
    word = unicodedata.normalize("NFKC", re.sub(r"\s+", "", cell.text)).casefold()
    if word not in words:
        raise ValueRefused(refusal.format(text=shorten(cell.text)))
    return Parsed(words[word])

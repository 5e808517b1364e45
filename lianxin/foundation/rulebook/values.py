"""What a rule's value may be, how it is counted, and how it reads in Chinese.

No database here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

Value = Any
"""int, bool, str or a mapping of these, as the key's kind says; None: nothing is set."""


class Kind(StrEnum):
    """What sort of value a key takes."""

    PERIOD = "period"
    """A time within which something is done: 3 months, 10 working days."""
    BEFORE = "before"
    """Days that something is done before an event (counting B)."""
    INTERVAL = "interval"
    """At least once in so much time: every 3 months, every quarter."""
    NUMBER = "number"
    """A whole number of persons, times, days, cases."""
    FLAG = "flag"
    CHOICE = "choice"
    FRACTION = "fraction"
    """A share, written "1/3"; never a float."""
    DAY = "day_of_year"
    """A day of every year, "08-31"."""
    RANGE = "range"
    """{"min": 7, "max": 13, "max_large": 15}: least, most, most in large places."""
    SESSIONS = "sessions"
    """{"min": 1, "usual": 2, "first_by": "03-31"}."""
    STATEMENT = "statement"
    """{"text": …, "by": "08-31"}: a duty in words, with its day if there is one."""
    LETTERS = "letters"
    """Result class → {"letter", "label", "needs_promise", "counts_as_solved"}."""


COUNTING = {"day": "D", "workday": "W", "month": "M", "year": "Y"}
UNIT_NAMES = {
    "hour": gettext_lazy("小时"),
    "day": gettext_lazy("日"),
    "workday": gettext_lazy("个工作日"),
    "month": gettext_lazy("个月"),
    "quarter": gettext_lazy("个季度"),
    "year": gettext_lazy("年"),
    "person": gettext_lazy("人"),
    "time": gettext_lazy("次"),
    "case": gettext_lazy("件"),
    "household": gettext_lazy("户"),
    "place": gettext_lazy("个"),
    "yuan": gettext_lazy("元"),
}
UNITS = {
    Kind.PERIOD: ("day", "workday", "month", "year"),
    Kind.BEFORE: ("day", "workday"),
    Kind.INTERVAL: ("month", "quarter", "year"),
    Kind.NUMBER: ("hour", "day", "person", "time", "case", "month", "household", "place", "yuan"),
}
# No rule of this work is longer; more is a slip of the pen.
LONGEST = {"day": 1100, "workday": 750, "month": 60, "quarter": 20, "year": 10}

RESULT_CLASSES = {
    "solved": gettext_lazy("已经解决"),
    "partial": gettext_lazy("部分解决"),
    "in_progress": gettext_lazy("正在解决"),
    "planned": gettext_lazy("列入计划"),
    "not_now": gettext_lazy("暂不能解决"),
    "explained": gettext_lazy("留作参考"),
    "higher": gettext_lazy("上级事权"),
    "unlawful": gettext_lazy("不合规定"),
}
"""Canonical result classes of replies; each place has its own letters for them."""
LETTER_FIELDS = {"letter": str, "label": str, "needs_promise": bool, "counts_as_solved": bool}


class BadValue(ValueError):
    """A value its key cannot take; the text says what is expected."""


def counting_of(kind: Kind, unit: str | None) -> str | None:
    """Counting code of a value: B before an event, else the unit's own; None if it is no period."""
    if kind is Kind.BEFORE:
        return "B"
    if kind in {Kind.PERIOD, Kind.INTERVAL}:
        return COUNTING.get(unit or "")
    return None


def check(kind: Kind, value: Value, unit: str | None, choices: Mapping[str, Any]) -> None:
    """Raise BadValue, in words, unless `value` with `unit` is one a key of this kind takes."""
    allowed = UNITS.get(kind)
    if allowed and unit not in allowed:
        names = "、".join(str(UNIT_NAMES[name]) for name in allowed)
        raise BadValue(_("单位不对。可用的单位：%(names)s。") % {"names": names})
    if kind in UNITS:
        _check_number(kind, value, unit or "")
    elif kind is Kind.CHOICE:
        if value not in choices:
            names = "、".join(f"{name}（{label}）" for name, label in choices.items())
            raise BadValue(_("取值不对。可选：%(names)s。") % {"names": names})
    else:
        CHECKS[kind](value)


def _check_number(kind: Kind, value: Value, unit: str) -> None:
    least = 1 if kind in {Kind.PERIOD, Kind.INTERVAL} else 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(_("请填写整数，例如 3。"))
    if value < least:
        raise BadValue(_("数值不能小于 %(least)s。") % {"least": least})
    if value > LONGEST.get(unit, 100000):
        raise BadValue(_("数值过大，请核对：%(value)s。") % {"value": value})


def _check_flag(value: Value) -> None:
    if not isinstance(value, bool):
        raise BadValue(_("请填写“是”或者“否”。"))


def _check_fraction(value: Value) -> None:
    numerator, slash, denominator = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not (slash and numerator.isdecimal() and denominator.isdecimal() and int(denominator)):
        raise BadValue(_("请填写分数，例如 1/3。"))
    if not 0 < Fraction(int(numerator), int(denominator)) <= 1:
        raise BadValue(_("分数应当大于 0，不超过 1。"))


def _check_day(value: Value) -> None:
    try:
        date.fromisoformat(f"2024-{value}")
    except (TypeError, ValueError):
        raise BadValue(_("请填写月日，例如 08-31。")) from None


def _check_range(value: Value) -> None:
    _check_fields(value, {"min": int, "max": int, "max_large": int}, required={"min", "max"})
    top = value.get("max_large", value["max"])
    if not 0 <= value["min"] <= value["max"] <= top:
        raise BadValue(_("下限不能大于上限。"))


def _check_sessions(value: Value) -> None:
    fields = {"min": int, "usual": int, "first_by": str}
    _check_fields(value, fields, required={"min", "usual"})
    if not 0 <= value["min"] <= value["usual"]:
        raise BadValue(_("最少次数不能大于一般次数。"))
    if "first_by" in value:
        _check_day(value["first_by"])


def _check_statement(value: Value) -> None:
    _check_fields(value, {"text": str, "by": str}, required={"text"})
    if not value["text"].strip():
        raise BadValue(_("请填写内容。"))
    if "by" in value:
        _check_day(value["by"])


def _check_letters(value: Value) -> None:
    _check_fields(value, dict.fromkeys(RESULT_CLASSES, dict), required=set(RESULT_CLASSES))
    for entry in value.values():
        _check_fields(entry, LETTER_FIELDS, required=set(LETTER_FIELDS))
        if not entry["letter"].strip() or not entry["label"].strip():
            raise BadValue(_("每一类结果都要有字母和名称。"))


def _check_fields(value: Value, fields: dict[str, type], *, required: set[str]) -> None:
    if not isinstance(value, dict):
        raise BadValue(_("请按栏目填写。"))
    if missing := sorted(required - value.keys()):
        raise BadValue(_("缺少：%(names)s。") % {"names": "、".join(missing)})
    for name, item in value.items():
        expected = fields.get(name)
        if expected is None:
            raise BadValue(_("没有“%(name)s”这一栏。") % {"name": name})
        if not isinstance(item, expected) or (expected is int and isinstance(item, bool)):
            raise BadValue(_("“%(name)s”填写的内容不对。") % {"name": name})


CHECKS: dict[Kind, Callable[[Value], None]] = {
    Kind.FLAG: _check_flag,
    Kind.FRACTION: _check_fraction,
    Kind.DAY: _check_day,
    Kind.RANGE: _check_range,
    Kind.SESSIONS: _check_sessions,
    Kind.STATEMENT: _check_statement,
    Kind.LETTERS: _check_letters,
}


def display(kind: Kind, value: Value, unit: str | None, choices: Mapping[str, Any]) -> str:
    """The value as a clerk reads it: 3 个月, 提前 7 日, 每 1 个季度."""
    if value is None:
        return _("未规定")
    if kind in UNITS:
        amount = f"{value} {UNIT_NAMES[unit or 'time']}"
        if kind is Kind.BEFORE:
            return _("当日以前") if value == 0 else _("%(amount)s以前") % {"amount": amount}
        return _("每 %(amount)s") % {"amount": amount} if kind is Kind.INTERVAL else amount
    if kind is Kind.FLAG:
        return pgettext("rule", "是") if value else pgettext("rule", "否")
    if kind is Kind.CHOICE:
        return str(choices[value])
    shown = DISPLAYS.get(kind)
    return shown(value) if shown else str(value)


def _display_day(value: str) -> str:
    month, day = value.split("-")
    return _("每年 %(month)s 月 %(day)s 日前") % {"month": int(month), "day": int(day)}


def _display_range(value: dict[str, int]) -> str:
    text = _("%(min)s 至 %(max)s 人") % {"min": value["min"], "max": value["max"]}
    if "max_large" in value:
        text += _("（较大的不超过 %(max)s 人）") % {"max": value["max_large"]}
    return text


def _display_sessions(value: dict[str, Any]) -> str:
    text = _("每年至少 %(min)s 次，一般 %(usual)s 次") % {
        "min": value["min"],
        "usual": value["usual"],
    }
    if "first_by" in value:
        text += _("；第一次在%(day)s") % {"day": _display_day(value["first_by"])}
    return text


def _display_letters(value: dict[str, dict[str, Any]]) -> str:
    groups: dict[str, list[str]] = {}
    for name in RESULT_CLASSES:
        groups.setdefault(value[name]["letter"], []).append(value[name]["label"])
    return "；".join(f"{letter}：{'、'.join(labels)}" for letter, labels in groups.items())


DISPLAYS: dict[Kind, Callable[[Any], str]] = {
    Kind.DAY: _display_day,
    Kind.RANGE: _display_range,
    Kind.SESSIONS: _display_sessions,
    Kind.STATEMENT: lambda value: value["text"],
    Kind.LETTERS: _display_letters,
}

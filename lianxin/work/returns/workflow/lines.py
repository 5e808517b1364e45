"""The lines of a return not yet asked: figures and their parts, money, sums of other lines."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures.catalogue import Figure, Scope
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.returns.amounts import UNITS
from lianxin.work.returns.computing import figure_of
from lianxin.work.returns.layouts import LAST, OWN_NAMES
from lianxin.work.returns.models import CODE, Line, Return
from lianxin.work.returns.permissions import Permission


@transaction.atomic
def add_line(asked: Return, *, by: Account | None, **values: Any) -> Line:
    """Add a line. Raises PermissionDenied, WrongStatus once asked, Refused."""
    _draft(asked, by)
    last = asked.lines.aggregate(last=Max("position"))["last"] or 0
    line = Line(asked_in=asked, position=last + 1)
    _write_line(line, values)
    record(by, "return.line_add", asked, gettext("增加项目：%s") % line.label)
    return line


@transaction.atomic
def change_line(line: Line, *, by: Account | None, **values: Any) -> None:
    """Change a line of a return not yet asked; sums that name its code follow it.

    Raises PermissionDenied, WrongStatus, Refused.
    """
    _draft(line.asked_in, by)
    before = line.code
    _write_line(line, values)
    if line.code != before:
        for one in _naming(line.asked_in, before):
            one.addends = [line.code if code == before else code for code in one.addends]
            one.save(update_fields=["addends"])
    record(by, "return.line_change", line.asked_in, gettext("修改项目：%s") % line.label)


@transaction.atomic
def drop_line(line: Line, *, by: Account | None) -> None:
    """Take a line out of a return not yet asked.

    Raises PermissionDenied, WrongStatus; Refused while a sum adds it.
    """
    _draft(line.asked_in, by)
    naming = _naming(line.asked_in, line.code)
    if naming:
        raise Refused(
            gettext("“%(sums)s”由这一项相加。请先修改“%(sums)s”，再删去。")
            % {"sums": "”、“".join(one.label for one in naming)}
        )
    label = line.label
    line.delete()
    record(by, "return.line_drop", line.asked_in, gettext("删去项目：%s") % label)


@transaction.atomic
def narrow_line(line: Line, *, narrowed: Mapping[str, str], by: Account | None) -> None:
    """Count only a part of the line's figure: by name of the part, one of its choices each.

    Nothing chosen counts all of it. Raises PermissionDenied, WrongStatus, Refused.
    """
    _draft(line.asked_in, by)
    found = figure_of(line)
    if found is None or not found.parts:
        raise Refused(_("这一项的数字不分项，不能只算一部分。"))
    chosen = {name: value for name, value in narrowed.items() if value}
    line.narrowed_words = _words_of_parts(found, line.asked_in, chosen)
    line.narrowed = chosen
    save(line)
    record(
        by,
        "return.line_narrow",
        line.asked_in,
        gettext("%(label)s只算：%(words)s")
        % {"label": line.label, "words": line.narrowed_words or gettext("全部")},
        after=chosen,
    )


def part_choices(found: Figure, asked: Return) -> dict[str, tuple[str, dict[str, str]]]:
    """What a figure divides into over all bodies of the return: name → (label, choices)."""
    scope = Scope(asked.body, asked.since, asked.until, below=True)
    return {
        name: (str(label), {str(key): str(words) for key, words in choices(scope).items()})
        for name, (label, choices) in found.parts.items()
    }


def _words_of_parts(found: Figure, asked: Return, chosen: Mapping[str, str]) -> str:
    offered = part_choices(found, asked)
    words = []
    for name, value in chosen.items():
        if name not in offered or value not in offered[name][1]:
            raise Refused(_("没有这个分项。请从列表里重新选择。"))
        words.append(f"{offered[name][0]}：{offered[name][1][value]}")
    return "，".join(words)[:200]


def _write_line(line: Line, values: dict[str, Any]) -> None:
    figure_before = line.figure
    for name, value in values.items():
        setattr(line, name, value.strip() if isinstance(value, str) else value)
    if not re.fullmatch(CODE, line.code):
        raise Refused(_("代码用小写字母、数字和下划线，以字母开头，例如 suggestions。"))
    if line.code in OWN_NAMES or line.code.endswith(LAST):
        raise Refused(_("这个代码留给报表自己用，请换一个。"))
    if line.kind != Line.Kind.FIGURE:
        line.figure = ""
    else:
        _write_figure(line)
    if line.figure != figure_before or not line.figure:
        line.narrowed, line.narrowed_words = {}, ""
    _check_addends(line)
    if line.money:
        line.unit = str(UNITS[line.money])
    save(line)


def _write_figure(line: Line) -> None:
    found = figure_of(line)
    if found is None:
        raise Refused(_("没有这个数字。请从列表里重新选择。"))
    if found.is_rate:
        raise Refused(_("比率要由分子、分母算出，请分别列两项。"))
    if found.is_money:
        line.money = line.money or Line.Money.YUAN
    elif line.money:
        raise Refused(_("这个数字不是金额，不能选金额单位。请改成“不是金额”。"))
    else:
        line.unit = line.unit or str(found.unit)


def _check_addends(line: Line) -> None:
    """Refuse a sum of nothing, of itself by any way, of words, of money and what is none."""
    if line.kind == Line.Kind.TEXT:
        line.addends = []
        return
    if line.is_sum and not line.addends:
        raise Refused(_("请选择由哪些项目相加。还没有的，先加那些项目，再加合计。"))
    others = {one.code: one for one in line.asked_in.lines.exclude(pk=line.pk)}
    added = [others.get(code) for code in line.addends]
    if None in added or any(not one.is_number for one in added if one):
        raise Refused(_("相加的项目应当是这张报表里别的数字项目。请重新选择。"))
    chosen = [one for one in added if one is not None]
    if _reaches(line.addends, {line.code}, others):
        raise Refused(_("相加的项目里又用到了这一项自己。请重新选择。"))
    if line.is_sum and chosen and not line.money and all(one.money for one in chosen):
        line.money = chosen[0].money
    if any(bool(one.money) != bool(line.money) for one in chosen):
        raise Refused(_("金额只能与金额相加。请重新选择。"))
    units = {one.unit for one in chosen if not one.money}
    if len(units) > 1:
        raise Refused(gettext("单位不同，不能相加：%s。请重新选择。") % "、".join(sorted(units)))
    if line.is_sum:
        line.unit = line.unit or next(iter(units), "")
        line.counts_people = any(one.counts_people for one in chosen)


def _reaches(codes: list[str], wanted: set[str], others: Mapping[str, Line]) -> bool:
    """Whether adding these lines adds one of `wanted`, through sums of sums as well."""
    seen: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code in wanted:
            return True
        if code not in seen and code in others:
            seen.add(code)
            waiting += others[code].addends
    return False


def _naming(asked: Return, code: str) -> list[Line]:
    return [one for one in asked.lines.all() if code in one.addends]


def _draft(asked: Return, by: Account | None) -> None:
    require(by, Permission.ASK, asked)
    if asked.state != Return.State.DRAFT:
        raise WrongStatus(_("报表已经布置，项目不能再改。要改，请另起草一张。"))

"""Which bodies a row's 代表类型 (「县、镇」) gives seats in."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianxin.faces.setup.imports.rows import RowReader
from lianxin.faces.setup.imports.sessions import current_term
from lianxin.foundation.people.models import Account, Body, Person, Seat
from lianxin.foundation.people.permissions import Permission, may
from lianxin.foundation.sheets.fields import split_list

_COUNTY = {"县", "区", "县级", "县区", "县人大", "区人大"}
_TOWNSHIP = {"乡", "镇", "乡镇", "乡级", "镇级", "乡镇级", "镇人大", "乡人大"}
_HIGHER = {"市", "市级", "设区的市", "州", "省", "省级", "自治区", "全国", "国家"}


@dataclass
class Levels:
    """Bodies beside the chosen one, and what could not be placed."""

    others: list[Body] = field(default_factory=list)
    names_own: bool = False
    unplaced: str = ""
    """A township level whose township the row does not name."""


def read_levels(row: RowReader, body: Body, by: Account | None) -> Levels:
    """The levels a row names, imported into `body` by `by` (None: a command).

    Seats elsewhere are given only where `by` may: a township's roster is the township's own.
    """
    found = Levels()
    words = split_list(row.cell("levels"))
    for word in words:
        _place(row, word, body, by, found)
    if words and not found.names_own:
        row.warn(
            "levels",
            _("写的是“{text}”，按所选机构“{body}”登记，请核对。").format(
                text="、".join(words)[:30], body=body.short_name
            ),
        )
    return found


def warn_unplaced(row: RowReader, levels: Levels, person: Person):
    """Say that a township seat was not entered, unless the person holds one already."""
    if not levels.unplaced:
        return
    held = Seat.objects.live().filter(person=person, body__kind=Body.Kind.TOWNSHIP)
    if not held.exists():
        row.warn(
            "levels",
            _("看不出是哪个乡镇的代表，“{word}”级资格请由该乡镇导入。").format(
                word=levels.unplaced[:20]
            ),
        )


def _place(row: RowReader, word: str, body: Body, by: Account | None, found: Levels):
    plain = word.removesuffix("代表") or word
    words_here = _COUNTY if body.is_county else _TOWNSHIP
    if _is_called(plain, body) or plain in words_here:
        found.names_own = True
        return
    parent = body.parent
    if parent and (plain in _COUNTY or _is_called(plain, parent)):
        _add(row, parent, word, by, found)
    elif body.is_county and plain in _TOWNSHIP:
        place = row.line("delegation") + row.line("district")
        towns = body.children.filter(kind=Body.Kind.TOWNSHIP)
        town = next((each for each in towns if each.short_name in place), None)
        if town:
            _add(row, town, word, by, found)
        else:
            found.unplaced = word
    elif plain in _HIGHER or (plain in _COUNTY and not body.is_county):
        row.warn("levels", _("“{word}”级代表资格不在本系统登记，其余照常导入。").format(word=word))
    else:
        row.warn("levels", _("“{word}”不是认得出的层级，没有据此登记。").format(word=word[:20]))


def _is_called(plain: str, body: Body) -> bool:
    kind_of_place = body.short_name[-1:]
    return plain in {body.short_name, kind_of_place, kind_of_place + "级"}


def _add(row: RowReader, body: Body, word: str, by: Account | None, found: Levels):
    reason = ""
    if by is not None and not may(by, Permission.MANAGE_PEOPLE, body):
        reason = _("“{word}”级代表资格请由“{body}”登记，本次没有导入。")
    elif (term := current_term(body)) is None or term.starts_on is None:
        reason = _("“{body}”还没有设置届次和开始日，“{word}”级资格没有导入。")
    if reason:
        row.warn("levels", reason.format(word=word[:20], body=body.short_name))
    elif body not in found.others:
        found.others.append(body)

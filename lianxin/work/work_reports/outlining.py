"""Outlines as data, and the first draft that is made of them.

A body's own outline (`OwnOutline`) comes before the shipped one of its kind of body. A line
is divided by | into clauses; a clause is written when all its figures exist and the first is
not zero. Figures of the catalogue that no line names (`figures`, patterns of keys) follow in
sentences of their own, compared with the year before.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.work_reports import plans, tokens
from lianxin.work.work_reports.models import OwnOutline, Report, Section
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.tokens import Token, tokens_of
from lianxin.work.work_reports.values import Book

SHIPPED = Path(__file__).parent / "outlines"
OF_BODY = {
    Body.Kind.COUNTY: "county",
    Body.Kind.TOWNSHIP: "township",
    Body.Kind.STREET: "street",
}
FIELDS = {"key", "part", "title", "lines", "figures", "plan"}
PLANS = ("", "done", "missed", "next")
MOST_SECTIONS = 40
SENTENCE = re.compile(r"[^。\n]+。?")


@dataclass(frozen=True)
class SectionPlan:
    """A section to begin with."""

    key: str
    part: str
    title: str
    text: str


@cache
def shipped(name: str) -> tuple[Mapping[str, Any], ...]:
    """The shipped outline: township, street or county."""
    return tuple(json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))["sections"])


def outline_of(body: Body, kind: str) -> Sequence[Mapping[str, Any]]:
    """The body's own outline for this kind of report, or the shipped one."""
    own = OwnOutline.objects.filter(body=body, kind=kind).first()
    return own.sections if own else shipped(OF_BODY[Body.Kind(body.kind)])


def checked_outline(sections: Any) -> list[dict[str, Any]]:
    """A body's own outline as it may be kept. Raises Refused with what is wrong."""
    if not isinstance(sections, list) or not 0 < len(sections) <= MOST_SECTIONS:
        raise Refused(_("提纲应当有 1 到 %d 节。") % MOST_SECTIONS)
    seen: set[str] = set()
    for place, one in enumerate(sections, start=1):
        if not isinstance(one, dict) or set(one) - FIELDS:
            raise Refused(
                _("第 %d 节的写法不对，只能有：key、part、title、lines、figures、plan。") % place
            )
        key = str(one.get("key", ""))
        if not key or key in seen or len(key) > 30:
            raise Refused(_("第 %d 节的 key 空着、重复或者太长。") % place)
        if one.get("part") not in Section.Part.values or one.get("plan", "") not in PLANS:
            raise Refused(_("第 %d 节的 part 或者 plan 不对。") % place)
        if not all(
            isinstance(line, str) for line in [*one.get("lines", []), *one.get("figures", [])]
        ):
            raise Refused(_("第 %d 节的 lines 和 figures 应当是文字。") % place)
        seen.add(key)
    return sections


def first_draft(report: Report) -> list[SectionPlan]:
    """The sections of a report not yet saved, with everything the records can say."""
    book, named = Book(report), _names(report)
    found = []
    for one in outline_of(report.body, report.kind):
        paragraphs = [_paragraph(one, book, named)]
        if kind := one.get("plan"):
            paragraphs.append(plans.words(report, kind))
        found.append(
            SectionPlan(
                one["key"],
                one["part"],
                _filled(one.get("title", ""), named),
                "\n".join(text for text in paragraphs if text),
            )
        )
    return found


def _names(report: Report) -> dict[str, str]:
    return {
        "{period}": report.period,
        "{body}": report.body.name,
        "{congress}": congress_of(report.body, report.session.term)
        if report.session
        # A presidium is often registered under its own name; what follows names it again.
        else report.body.name.removesuffix("主席团"),
    }


def congress_of(body: Body, term) -> str:
    """柳溪镇第十九届人民代表大会; the standing committee of a county reports to its congress."""
    place, congress, _committee = body.name.partition("人民代表大会")
    return f"{place}{term}{congress}" if congress else f"{term}{body.name}"


def _filled(text: str, named: Mapping[str, str]) -> str:
    for mark, words in named.items():
        text = text.replace(mark, words)
    return text


def _paragraph(one: Mapping[str, Any], book: Book, named: Mapping[str, str]) -> str:
    written = [_sentence(_filled(text, named), book) for text in one.get("lines", [])]
    used = {token.key for line in written for token in tokens_of(line)}
    further = "；".join(_sentences(one.get("figures", []), used, book))
    return "".join(written) + (f"{further}。" if further else "")


def _sentence(line: str, book: Book) -> str:
    """The clauses of a line that the records can fill; "" where they fill none."""
    if not tokens_of(line):
        return line
    clauses = line.rstrip("。").split("|")
    said = [clause for clause in clauses if _can_say(clause, book)]
    # 0% of something says little unless the line begins with it.
    counts = any(_counts(clause, book) or clause == clauses[0] for clause in said)
    return f"{'，'.join(said)}。" if counts else ""


def _counts(clause: str, book: Book) -> bool:
    return any(book.read(token).value for token in tokens_of(clause)[:1])


def _can_say(clause: str, book: Book) -> bool:
    """Whether all its figures can be read and the first counts something."""
    readings = [book.read(token) for token in tokens_of(clause)]
    if not readings:
        return True
    if any(one.problem or one.below == 0 for one in readings):
        return False
    return bool(readings[0].value or readings[0].below)


def _sentences(patterns: Sequence[str], used: set[str], book: Book) -> Iterator[str]:
    """活动次数12次，比上年增加2次, for figures no line names."""
    for figure in catalogue.figures():
        if figure.key in used or not any(fnmatchcase(figure.key, one) for one in patterns):
            continue
        now = book.read(_token(figure.key))
        if not now.value or (now.is_rate and not now.below):
            continue
        words = f"{figure.name}{tokens.write(figure.key)}"
        if book.report.kind != Report.Kind.TERM:
            words += f"，{tokens.write(figure.key, tokens.COMPARED)}"
        used.add(figure.key)
        yield words


def _token(key: str) -> Token:
    return tokens_of(tokens.write(key))[0]


def offered(book: Book) -> dict[str, list[dict[str, str]]]:
    """The catalogue by rooms, for the list one picks from: name, unit and what to write."""
    rooms: dict[str, list[dict[str, str]]] = {}
    for figure in catalogue.figures():
        rooms.setdefault(str(figure.room), []).append(
            {"key": figure.key, "name": str(figure.name), "token": tokens.write(figure.key)}
        )
    for one in book.stated.values():
        token = tokens.write(one.key, kind=tokens.STATED)
        rooms.setdefault(_("手填数字"), []).append(
            {"key": one.key, "name": one.name, "token": token}
        )
    return rooms


@transaction.atomic
def keep_outline(report: Report, *, by) -> None:
    """The report's sections become what its body's next reports of this kind begin with.

    Sentences with live figures and nothing typed stay; the rest was this year's.
    """
    require(by, Permission.DRAFT, report)
    before = {one["key"]: one for one in outline_of(report.body, report.kind)}
    kept = []
    for section in report.sections.all():
        old = before.get(section.key, {})
        one = {
            "key": section.key,
            "part": section.part,
            "title": section.title,
            "lines": _lines_kept(section.text) or list(old.get("lines", [])),
            "figures": list(old.get("figures", [])),
            "plan": old.get("plan", ""),
        }
        kept.append({name: value for name, value in one.items() if value or name == "title"})
    OwnOutline.objects.update_or_create(
        body=report.body, kind=report.kind, defaults={"sections": checked_outline(kept)}
    )
    record(by, "work_report.keep_outline", report, _("把本报告的章节作为今后的提纲"))


@transaction.atomic
def forget_outline(report: Report, *, by) -> None:
    """Back to the shipped outline."""
    require(by, Permission.DRAFT, report)
    OwnOutline.objects.filter(body=report.body, kind=report.kind).delete()
    record(by, "work_report.forget_outline", report, _("恢复系统自带的提纲"))


def _lines_kept(text: str) -> list[str]:
    """Sentences that will be true next year: all their numbers come from live figures."""
    found = []
    for line in SENTENCE.findall(text):
        held = tokens_of(line)
        bare = tokens.TOKEN.sub("", line)
        if held and all(one.is_live for one in held) and not re.search(r"\d", bare):
            found.append(line.strip())
    return found

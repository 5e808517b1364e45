"""Figures in the prose: what stands between the brackets.

    〔数字:suggestions.received〕                     22件
    〔数字:suggestions.received 上年〕                 18件
    〔数字:suggestions.received 比上年〕               比上年增加4件
    〔数字:activities.held kind=training〕            narrowed to one part of the figure
    〔数字:suggestions.received 只写数〕               22, the unit stands in the prose
    〔手填:media_articles〕                           41篇, entered by hand with its proof
    〔手填:media_articles 分项〕                       国家级2篇、省级28篇…

Brackets, colon and spaces may be those of either keyboard. Everything else is prose.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LIVE, STATED = "数字", "手填"
BEFORE, COMPARED, BARE, PARTS = "上年", "比上年", "只写数", "分项"
WORDS = (BEFORE, COMPARED, BARE, PARTS)
TOKEN = re.compile(rf"[〔\[［]\s*({LIVE}|{STATED})\s*[:：]\s*([^〔〕\[\]［］]{{1,160}})[〕\]］]")
# What looks like the beginning of one but is none: a bracket forgotten, a colon missing.
BROKEN = re.compile(rf"[〔\[［]\s*(?:{LIVE}|{STATED})[^〔\[［\0\n]{{0,20}}")


@dataclass(frozen=True)
class Token:
    """One figure in the prose.

    kind: LIVE or STATED. key: of the figure. narrowed: name → value of its parts.
    turns: BEFORE, COMPARED, BARE, PARTS. unknown: words that mean nothing.
    """

    raw: str
    kind: str
    key: str
    narrowed: Mapping[str, str] = field(default_factory=dict)
    turns: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.kind == LIVE

    @property
    def name(self) -> str:
        """The figure with its parts, without what compares or shortens it."""
        return " ".join(
            [self.key, *(f"{one}={self.narrowed[one]}" for one in sorted(self.narrowed))]
        )


def parse(text: str) -> Iterator[str | Token]:
    """The prose in order: pieces of text and tokens."""
    done = 0
    for found in TOKEN.finditer(text):
        if found.start() > done:
            yield text[done : found.start()]
        yield _token(found)
        done = found.end()
    if done < len(text):
        yield text[done:]


def tokens_of(text: str) -> list[Token]:
    return [piece for piece in parse(text) if isinstance(piece, Token)]


def broken_in(text: str) -> list[str]:
    """Beginnings of tokens that are none, with the words behind them."""
    return BROKEN.findall(TOKEN.sub(lambda found: "\0" * len(found[0]), text))


def _token(found: re.Match[str]) -> Token:
    key, *words = found[2].replace("\u3000", " ").split() or [""]
    narrowed, turns, unknown = {}, set(), []
    for word in words:
        name, equals, value = word.replace("＝", "=").partition("=")
        if equals and name and value:
            narrowed[name] = value
        elif word in WORDS:
            turns.add(word)
        else:
            unknown.append(word)
    return Token(found[0], found[1], key, narrowed, frozenset(turns), tuple(unknown))


def write(
    key: str, *turns: str, kind: str = LIVE, narrowed: Mapping[str, str] | None = None
) -> str:
    """The token as it is put into the prose."""
    parts = [f"{name}={value}" for name, value in (narrowed or {}).items()]
    return f"〔{kind}:{' '.join([key, *parts, *turns])}〕"

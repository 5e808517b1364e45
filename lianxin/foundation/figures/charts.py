"""Charts drawn by us, as SVG: bars, lines and dots that open the lists they stand for.

    chart = bars("stuck", _("答复最久的单位"), [Series(_("件"), [Mark("交通局", 4, url)])])
    {{ chart }}          the picture, with its numbers as a table below
    chart.svg            the picture alone, complete in itself (a file, a printed page)

Readable without colour: series differ by pattern or by shape and dash, and are named in the
picture. Every mark is a link; the table holds the same links for those who do not point.
Nothing inline but drawing attributes; values are whole numbers, never below nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianxin.foundation.figures.drawing import (
    INK,
    MUTED,
    SIZE,
    colour_of,
    cut,
    dash_of,
    fill_of,
    hatches,
    joined,
    point,
    round_up,
    rule,
    text,
    width_of,
)

WIDTH = 360
"""Units across; a phone shows them nearly one to one."""
ROW = 46
LABEL_CHARS = 22
LEAST_BAR = 100
"""Room that bars keep beside the longest words at their ends."""


@dataclass(frozen=True)
class Mark:
    """One value of a chart.

    label: what it is of (a month, an office). words: the value as it is written (「4 件」),
    the number if empty. url: the list behind it.
    """

    label: str
    value: int
    url: str = ""
    words: str = ""

    @property
    def shown(self) -> str:
        return self.words or str(self.value)


@dataclass(frozen=True)
class Series:
    """Values that belong together: 今年, 去年."""

    name: Any
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Chart:
    """A picture and the same in words.

    key: names it on its page, in letters and digits. summary: one sentence that says
    what the picture shows, for those who do not see it.
    """

    key: str
    title: Any
    series: Sequence[Series]
    drawing: SafeString
    height: int
    summary: str = ""
    heading: Any = field(default="")

    @property
    def is_empty(self) -> bool:
        return not any(mark.value for one in self.series for mark in one.marks)

    @property
    def svg(self) -> SafeString:
        """The picture, complete in itself."""
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            'width="{width}" height="{height}" class="chart__drawing" role="group" '
            'font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" '
            'font-size="{size}" fill="{ink}" aria-labelledby="{key}-title {key}-words">'
            '<title id="{key}-title">{title}</title><desc id="{key}-words">{words}</desc>'
            "{patterns}{drawing}</svg>",
            width=WIDTH,
            height=self.height,
            size=SIZE,
            ink=INK,
            key=self.key,
            title=self.title,
            words=self.in_words,
            patterns=hatches(self.key),
            drawing=self.drawing,
        )

    @property
    def in_words(self) -> str:
        """What a reader who cannot see the picture is told."""
        if self.summary:
            return self.summary
        if self.is_empty:
            return _("都是 0。")
        told = []
        for one in self.series:
            if not one.marks:
                continue
            top = max(one.marks, key=lambda mark: mark.value)
            told.append(
                _("%(name)s：最多的是%(label)s，%(words)s。")
                % {"name": one.name, "label": top.label, "words": top.shown}
            )
        return "".join(told)

    @property
    def table(self) -> SafeString:
        """The numbers as a table, every one a link to its list."""
        rows = format_html_join(
            "",
            '<tr><th scope="row">{}</th>{}</tr>',
            (
                (
                    next(mark.label for mark in group if mark is not None),
                    format_html_join("", "<td>{}</td>", ((_link(mark),) for mark in group)),
                )
                for group in _groups(self.series)
            ),
        )
        heads = format_html_join(
            "", '<th scope="col">{}</th>', ((one.name,) for one in self.series)
        )
        return format_html(
            '<table class="chart__table"><caption class="visually-hidden">{}</caption>'
            '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>',
            self.title,
            self.heading or _("项目"),
            heads,
            rows,
        )

    def __html__(self) -> str:
        return format_html(
            '<figure class="chart"><figcaption>{}</figcaption>{}'
            "<details><summary>{}</summary>{}</details></figure>",
            self.title,
            self.svg,
            _("数据表"),
            self.table,
        )

    __str__ = __html__


def bars(
    key: str, title: Any, series: Sequence[Series], *, summary: str = "", heading: Any = ""
) -> Chart:
    """Lying bars, one group a label; the name above its bars, the number at their end.

    Up to four series; a label stands at the same place in each.
    """
    marks = [mark for one in series for mark in one.marks]
    top = max((mark.value for mark in marks), default=0) or 1
    room = max(WIDTH - 10 - max((width_of(mark.shown) for mark in marks), default=0), LEAST_BAR)
    groups = _groups(series)
    thick, apart = (16, 3) if len(series) == 1 else (14, 5)
    y = _legend_height(series)
    parts = [_legend(key, series, is_hatched=True)]
    for group in groups:
        label = next(mark.label for mark in group if mark is not None)
        parts.append(text(0, y + SIZE, cut(label, LABEL_CHARS)))
        y += SIZE + 6
        for place, mark in enumerate(group):
            if mark is not None:
                parts.append(_bar(key, place, mark, y, thick, room, top, series[place].name))
            y += thick + apart
        y += 10
    return Chart(key, title, series, joined(parts), max(y, SIZE), summary, heading)


def _bar(key, place, mark, y, thick, room, top, name) -> SafeString:
    long = max(max(mark.value, 0) * room // top, 2 if mark.value > 0 else 0)
    drawn = format_html(
        '<rect x="1" y="{y}" width="{w}" height="{h}" fill="{fill}" stroke="{line}"{hidden}/>'
        '<text x="{x}" y="{t}" fill="{ink}">{words}</text>',
        y=y,
        w=long,
        h=thick,
        fill=fill_of(key, place),
        line=colour_of(place),
        hidden=SafeString("") if long else SafeString(' visibility="hidden"'),
        x=long + 6 if long else 0,
        t=y + thick - (thick - 10) // 2 + 1,
        ink=INK,
        words=mark.shown,
    )
    return _opening(mark, name, drawn)


def lines(
    key: str, title: Any, series: Sequence[Series], *, summary: str = "", heading: Any = ""
) -> Chart:
    """Lines over a row of labels (months), each with its own dash and its own shape."""
    left, right, high = 40, 14, 170
    above = _legend_height(series) + 8
    below = above + high
    top = round_up(max((mark.value for one in series for mark in one.marks), default=0))
    labels = [mark.label for mark in max((one.marks for one in series), key=len, default=[])]
    step_of = max(len(labels) - 1, 1)
    across = [left + place * (WIDTH - left - right) // step_of for place in range(len(labels))]
    parts = [_legend(key, series)]
    for number in sorted({0, top // 2, top}):
        y = below - number * high // top
        parts.append(rule(left, y, WIDTH - right))
        parts.append(text(left - 6, y + 5, str(number), anchor="end", fill=MUTED))
    every = (len(labels) + 11) // 12 or 1
    for place in range(0, len(labels), every):
        parts.append(text(across[place], below + SIZE + 8, labels[place], anchor="middle", size=12))
    for place, one in enumerate(series):
        points = [
            (x, below - max(mark.value, 0) * high // top)
            for x, mark in zip(across, one.marks, strict=False)
        ]
        parts.append(
            format_html(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="2"{}/>',
                " ".join(f"{x},{y}" for x, y in points),
                colour_of(place),
                dash_of(place),
            )
        )
        for (x, y), mark in zip(points, one.marks, strict=False):
            parts.append(_opening(mark, one.name, point(place, x, y)))
    return Chart(key, title, series, joined(parts), below + SIZE + 16, summary, heading)


def dots(
    key: str, title: Any, series: Sequence[Series], *, summary: str = "", heading: Any = ""
) -> Chart:
    """A line for each label with a shape for each series: this year beside last year."""
    top = round_up(max((mark.value for one in series for mark in one.marks), default=0))
    left, room = 8, WIDTH - 90
    y = _legend_height(series)
    parts = [_legend(key, series)]
    for group in _groups(series):
        label = next(mark.label for mark in group if mark is not None)
        parts.append(text(0, y + SIZE, cut(label, LABEL_CHARS)))
        parts.append(rule(left, y + 30, left + room))
        for place, mark in reversed(list(enumerate(group))):
            if mark is not None:
                x = left + max(mark.value, 0) * room // top
                parts.append(_opening(mark, series[place].name, point(place, x, y + 30)))
        if group[0] is not None:
            parts.append(text(WIDTH, y + 35, group[0].shown, anchor="end"))
        y += ROW
    return Chart(key, title, series, joined(parts), max(y, SIZE), summary, heading)


def _groups(series: Sequence[Series]) -> list[tuple[Mark | None, ...]]:
    """The marks that stand at the same label, one of each series; None where it has none."""
    return list(zip_longest(*(one.marks for one in series)))


def _opening(mark: Mark, name: Any, drawn: SafeString) -> SafeString:
    """A mark as a link with its words; keyboards and readers find the same link in the table."""
    words = f"{name} {mark.label}：{mark.shown}"
    if not mark.url:
        return format_html("<g>{}<title>{}</title></g>", drawn, words)
    return format_html('<a href="{}" tabindex="-1">{}<title>{}</title></a>', mark.url, drawn, words)


def _link(mark: Mark | None) -> SafeString | str:
    if mark is None:
        return ""
    if not mark.url:
        return mark.shown
    return format_html('<a href="{}">{}</a>', mark.url, mark.shown)


def _legend(key: str, series: Sequence[Series], *, is_hatched: bool = False) -> SafeString:
    """Names of the series, each behind its hatch or its line and shape; none for a single one."""
    if len(series) < 2:
        return SafeString("")
    parts: list[SafeString] = []
    x = 0
    for place, one in enumerate(series):
        if is_hatched:
            parts.append(
                format_html(
                    '<rect x="{}" y="2" width="28" height="12" fill="{}" stroke="{}"/>',
                    x + 1,
                    fill_of(key, place),
                    colour_of(place),
                )
            )
        else:
            line = '<path d="M{} 9H{}" stroke="{}" stroke-width="2"{}/>'
            parts.append(format_html(line, x, x + 30, colour_of(place), dash_of(place)))
            parts.append(point(place, x + 15, 9))
        parts.append(text(x + 36, SIZE, one.name))
        x += 36 + width_of(str(one.name)) + 16
    return joined(parts)


def _legend_height(series: Sequence[Series]) -> int:
    return SIZE + 14 if len(series) > 1 else 0

"""履职档案 as a booklet: cover, the eight sections, one page number after the other."""

from django.utils.translation import gettext as _

from lianxin.engines.deeds import Section
from lianxin.foundation.papers.rendering import pdf_of
from lianxin.foundation.papers.sheet import (
    Block,
    Sheet,
    cell,
    cover,
    day_words,
    figure,
    form,
    heading,
    new_page,
    paragraph,
    small,
    table,
)
from lianxin.work.duty.files import File, Line, Part

WIDTHS = (6, 17, 4, 7)
HALF = 12
"""Characters up to which a fact stands in half a row of the form."""


def booklet_of(file: File) -> bytes:
    """The booklet as PDF."""
    return pdf_of(sheet_of(file))


def sheet_of(file: File) -> Sheet:
    seat = file.seat
    issuer = seat.body.name
    blocks: list[Block] = [
        cover(
            f"{_('人大代表')}|{_('履职档案')}",
            [
                seat.person.name,
                f"{seat.body.short_name}{seat.term}{_('人大代表')}",
                _("%(period)s（%(since)s至%(until)s）")
                % {
                    "period": file.period.words,
                    "since": day_words(file.period.since),
                    "until": day_words(min(file.period.until, file.read_on)),
                },
                "",
                issuer,
            ],
        ),
        new_page(),
        heading(file.parts[0].numbered),
        _facts(file),
        small(
            _(
                "本档案由系统按%(day)s的记录汇编，各项均有原始记录可查，"
                "没有另行填写的内容。请假与未请假缺席分别列明，不计入次数。"
            )
            % {"day": day_words(file.read_on)}
        ),
    ]
    for part in file.activity:
        blocks += _section(part)
    return Sheet(title="", blocks=blocks, issuer=issuer, has_closing=False)


def _facts(file: File) -> Block:
    rows: list[list[dict]] = []
    pending: list[dict] = []
    for label, words in file.facts:
        one = cell(_two_lines(label), words)
        if len(words) > HALF:
            if pending:
                rows.append([*pending, cell("", "")])
                pending = []
            rows.append([one])
            continue
        pending.append(one)
        if len(pending) == 2:
            rows.append(pending)
            pending = []
    if pending:
        rows.append([*pending, cell("", "")])
    return form(*rows)


def _two_lines(label: str) -> str:
    """A label that its box of 29 mm holds."""
    return (
        label
        if len(label) <= 6
        else f"{label[: (len(label) + 1) // 2]}\n{label[(len(label) + 1) // 2 :]}"
    )


def _section(part: Part) -> list[Block]:
    found = [heading(part.numbered)]
    if not part.lines:
        return [*found, paragraph(_("本期没有记录。"))]
    if part.totals:
        found.append(paragraph("；".join(str(total) for total in part.totals) + "。"))
    head = (_("日期"), _("内容"), _("数量"), _("备注"))
    found.append(table(head, [_row(part, line) for line in part.lines], WIDTHS))
    return found


def _row(part: Part, line: Line) -> tuple:
    words = line.deed.words
    # What a reader of the file may open, he opens from the printed page as well.
    told = figure(words, line.deed.url) if line.deed.url else words
    if part.section != Section.SUGGESTIONS and str(line.source.label) not in words:
        label = str(line.source.label)
        told = figure(f"{label}：{words}", line.deed.url)
    note = "，".join(filter(None, [line.presence, line.deed.note]))
    return (line.deed.on.isoformat(), told, line.amount, note)

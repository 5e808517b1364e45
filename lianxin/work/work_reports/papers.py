"""The report on paper: GB/T 9704 layout, its figures linked in the digital version."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Data, Field, Kind, register
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import (
    Sheet,
    centred,
    day_words,
    figure,
    heading,
    linked,
    paragraph,
)
from lianxin.foundation.people.models.bodies import chinese_number
from lianxin.work.work_reports.layout import blocks_of, is_subheading
from lianxin.work.work_reports.models import Report
from lianxin.work.work_reports.outlining import congress_of
from lianxin.work.work_reports.values import Book

MEETING = re.compile(r"第[一二三四五六七八九十]+次会议上$")
LINE = 27
"""Characters that surely stand on a line of the paper; a digit is half of one."""


def report_data(report: Report, by) -> Data:
    """The words of the report with its figures, as they are now or were signed."""
    return data_of(report, Book(report))


def data_of(report: Report, book: Book) -> Data:
    """The values a paper is drawn from; `book` says where its figures lead."""
    return {
        "title": report.title,
        "addressee": "" if report.body.is_street else str(_("各位代表")),
        "occasion": occasion(report),
        "speaker": report.speaker,
        "issuer": report.body.name,
        "period": report.period,
        "sections": [
            {
                "part": block.part_heading,
                "heading": block.heading,
                "paragraphs": [
                    {
                        "is_heading": is_subheading(line),
                        "pieces": [[piece.text, piece.url] for piece in line],
                    }
                    for line in block.paragraphs
                ],
            }
            for block in blocks_of(report, book, is_finished=True)
        ],
    }


def occasion(report: Report) -> str:
    """——2023年1月6日在遥观镇第五届人民代表大会第三次会议上."""
    session = report.session
    if session is None:
        return ""
    day = report.adopted_on or session.opens_on
    meeting = _("第%s次会议") % chinese_number(session.number)
    return _("——%(day)s在%(congress)s%(meeting)s上") % {
        "day": day_words(day) if day else "",
        "congress": congress_of(report.body, session.term),
        "meeting": meeting,
    }


def lines_of_occasion(words: str) -> list[str]:
    """One line, or two where its end would stand alone on the second."""
    meeting = MEETING.search(words)
    if meeting is None or sum(1 if ord(one) > 0x2000 else 0.5 for one in words) <= LINE:
        return [words]
    return [words[: meeting.start()], meeting[0]]


def compose_report(data: Data) -> Sheet:
    blocks = [centred(line) for line in lines_of_occasion(data.get("occasion") or "") if line]
    if data.get("speaker"):
        blocks.append(centred(data["speaker"]))
    if data.get("addressee"):
        blocks.append(paragraph(f"{data['addressee']}："))
    for section in data.get("sections") or []:
        if section.get("part"):
            blocks.append(heading(section["part"]))
        if section.get("heading"):
            blocks.append(heading(section["heading"], 2))
        for line in section.get("paragraphs") or []:
            pieces = [figure(text, url) for text, url in line["pieces"]]
            if line["is_heading"]:
                blocks.append(heading("".join(piece["x"] for piece in pieces), 2))
            else:
                blocks.append(linked(*pieces))
    return Sheet(
        title=data.get("title", ""),
        blocks=blocks,
        issuer=data.get("issuer", ""),
        has_closing=False,
    )


def sheet_of_report(report: Report, book: Book) -> Sheet:
    """The report's sheet, drawn now and kept nowhere."""
    return compose_report(data_of(report, book))


def register_papers() -> None:
    register(
        Kind(
            key="work_report",
            name=gettext_lazy("人大工作报告"),
            model="work_reports.report",
            data_of=report_data,
            compose=compose_report,
            fits=lambda report: report.is_fixed,
            fields=(
                Field("title", gettext_lazy("标题"), "柳溪镇人大工作报告"),
                Field("occasion", gettext_lazy("会议"), "——2026年1月6日在第三次会议上"),
                Field("speaker", gettext_lazy("报告人"), "张示例"),
                Field("period", gettext_lazy("时期"), "2025年"),
            ),
            archive_class=Paper.ArchiveClass.PERMANENT,
            order=400,
        )
    )

"""A row of a suggestions ledger, read into the paper it describes."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Assignment, ResultClass
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.faces.setup.imports.lookalikes import Verdict, judge
from lianxin.faces.setup.imports.rows import RowReader
from lianxin.faces.setup.imports.sessions import PrintedSession, parse_session
from lianxin.foundation.people.names import clean_name
from lianxin.foundation.sheets.fields import (
    Count,
    PartialDate,
    ValueRefused,
    parse_count,
    parse_partial_date,
    split_list,
)
from lianxin.foundation.sheets.tables import Cell

R = ResultClass
# Words and codes of ledgers → canonical classes. The last two have no class of their own.
_RESULTS = {
    "solved": R.SOLVED,
    "已解决": R.SOLVED,
    "已经解决": R.SOLVED,
    "解决": R.SOLVED,
    "采纳": R.SOLVED,
    "基本解决": R.SOLVED,
    "已办结": R.SOLVED,
    "partial": R.PARTIAL,
    "部分解决": R.PARTIAL,
    "in_progress": R.IN_PROGRESS,
    "正在解决": R.IN_PROGRESS,
    "planned": R.PLANNED,
    "列入计划": R.PLANNED,
    "列入计划解决": R.PLANNED,
    "列入规划": R.PLANNED,
    "not_now": R.NOT_NOW,
    "暂不能解决": R.NOT_NOW,
    "暂时不能解决": R.NOT_NOW,
    "因条件限制无法解决": R.NOT_NOW,
    "explained": R.EXPLAINED,
    "说明解释": R.EXPLAINED,
    "留作参考": R.EXPLAINED,
    "higher": R.HIGHER,
    "属上级事权": R.HIGHER,
    "unlawful": R.UNLAWFUL,
} | {str(label): R(value) for value, label in R.choices}
_NEAREST = {
    "rejected": (R.EXPLAINED, "不采纳并说明"),
    "不采纳": (R.EXPLAINED, "不采纳"),
    "不采纳并说明": (R.EXPLAINED, "不采纳并说明"),
    "redirect": (R.EXPLAINED, "应转其他部门"),
    "应转其他部门": (R.EXPLAINED, "应转其他部门"),
}
_NO_REPLY = {"no_reply", "未见答复", "未答复", "尚未答复"}
_KINDS = {
    "": False,
    "人大代表建议": False,
    "代表建议": False,
    "建议": False,
    "建议、批评和意见": False,
    "代表建议、批评和意见": False,
    "闭会建议": False,
    "议案转建议": True,
    "协办（会办）意见": False,
    "协办意见": False,
    "会办意见": False,
}
_OPINION = re.compile(r"协办|会办")
_LEVELS = {
    "county": ("县级", {"county_congress"}),
    "town": ("乡镇级", {"township_congress"}),
    "city": ("市级", set()),
    "province": ("省级", set()),
    "县级": ("县级", {"county_congress"}),
    "乡镇": ("乡镇级", {"township_congress"}),
    "乡镇级": ("乡镇级", {"township_congress"}),
}
_REASONABLE = re.compile(r"[一-鿿A-Za-z]")


class Named(NamedTuple):
    """One office a row names, and how it handles the suggestion."""

    name: str
    role: str


@dataclass
class Entry:
    """What a row says, before anything in the database is looked up.

    Dates of handing-over and submitting are whole days; an answer's may be partial, as on paper.
    """

    title: str
    number: str = ""
    session: PrintedSession | None = None
    session_text: str = ""
    text: str = ""
    was_motion: bool = False
    names: list[str] = field(default_factory=list)
    proposers_printed: str = ""
    offices: list[Named] = field(default_factory=list)
    answering: str = ""
    """The office whose answer this is."""
    submitted_on: date | None = None
    assigned_on: date | None = None
    met_on: list[date] = field(default_factory=list)
    replied_on: date | None = None
    printed_reply_date: str = ""
    result_class: str = ""
    letter: str = ""
    document_no: str = ""
    reply_text: str = ""
    satisfaction: str = ""
    year: int = 0
    source: str = ""
    is_doubtful: bool = False

    @property
    def is_answered(self) -> bool:
        return bool(self.reply_text or self.replied_on or self.printed_reply_date)


def read_entry(row: RowReader, *, body_kind: str) -> Entry:
    """The paper a row describes; problems and warnings are noted on `row`.

    body_kind: kind of the body imported into, to notice papers of another level.
    """
    kind = row.line("kind")
    title = row.line("title", most=200)
    if not title:
        row.refuse("title", _("没有标题。请补上后再导入。"))
    elif not _REASONABLE.search(title):
        row.refuse("title", _("“{title}”不像标题。请核对这一行。").format(title=title[:20]))
    entry = Entry(title=title, number=row.line("number", most=30))
    entry.session_text = row.line("session", most=40)
    _tell_apart(row, entry, kind)
    _read_kind(row, entry, kind)
    _read_session(row, entry)
    entry.text = row.text("text", most=20_000) or row.text("summary", most=20_000)
    _read_proposers(row, entry)
    _read_offices(row, entry, is_opinion=bool(_OPINION.search(kind)))
    _read_days(row, entry)
    _read_answer(row, entry)
    _read_year(row, entry)
    _read_source(row, entry, body_kind)
    for name, missing in (
        ("number", not entry.number),
        ("session", not entry.session_text),
        ("proposers", not (entry.names or entry.proposers_printed)),
        ("main_handler", not entry.offices),
        ("reply_date", not (entry.replied_on or entry.printed_reply_date)),
    ):
        if missing and row.has(name) and not row.problems:
            row.warn(name, _("没有写，留空。"))
    return entry


def _tell_apart(row: RowReader, entry: Entry, kind: str):
    found = judge(
        kind=kind,
        session=entry.session_text,
        number=entry.number,
        title=entry.title,
        proposers=row.line("proposers"),
    )
    if found.verdict is Verdict.CONFERENCE:
        row.refuse(found.field, found.reason)
    elif found.verdict is Verdict.DOUBTFUL:
        row.warn(found.field, found.reason)
        entry.is_doubtful = True


def _read_kind(row: RowReader, entry: Entry, kind: str):
    if kind in _KINDS:
        entry.was_motion = _KINDS[kind]
        return
    if entry.is_doubtful or row.problems:
        return
    if kind == "议案":
        row.refuse("kind", _("议案不经这张表导入。已转为建议的，请把种类写成“议案转建议”。"))
    else:
        row.refuse(
            "kind",
            _("“{kind}”不是认得出的种类。请写“人大代表建议”或“议案转建议”。").format(
                kind=kind[:20]
            ),
        )


def _read_session(row: RowReader, entry: Entry):
    if not entry.session_text:
        return
    entry.session = parse_session(entry.session_text)
    if entry.session is None and not row.problems:
        row.warn(
            "session",
            _("“{text}”不是认得出的会次，只记在材料来源中。").format(text=entry.session_text),
        )


def _read_proposers(row: RowReader, entry: Entry):
    """Names where there are names; else what the paper says: 「13」, 「2+」, 「等代表」."""
    cell = row.cell("proposers")
    try:
        count: Count | None = parse_count(cell).value
    except ValueRefused:
        count = None
    if count is not None:
        entry.proposers_printed = cell.text
        if count.at_least:
            row.warn("proposers", _("只写“{text}”，人数不明，照原样记下。").format(text=cell.text))
        return
    names = [clean_name(name) for name in split_list(cell) + split_list(row.cell("co_signers"))]
    whole = [name for name in names if not re.search(r"等|名|人$|[0-9]", name)]
    entry.names = [*dict.fromkeys(name for name in whole if len(name) <= 30)]
    if len(entry.names) < len(names):
        entry.proposers_printed = cell.text.replace("\n", "、")[:60]
        row.warn("proposers", _("“{text}”不全是姓名，照原样记下。").format(text=cell.text[:30]))


def _read_offices(row: RowReader, entry: Entry, *, is_opinion: bool):
    """Offices in their parts; an assisting opinion is the answer of the assisting office."""
    role = Assignment.Role
    mains = split_list(row.cell("main_handler"))
    separates = split_list(row.cell("separate_handlers"))
    if len(mains) > 1:
        mains, separates = [], [*mains, *separates]
    assisting = split_list(row.cell("co_handlers"))
    for name, part in (
        *((name, role.LEAD) for name in mains),
        *((name, role.SEPARATE) for name in separates),
        *((name, role.ASSIST) for name in assisting),
    ):
        plain = "".join(name.split())
        if any(known.name == plain for known in entry.offices):
            row.warn("co_handlers", _("“{name}”写了两次，只记一次。").format(name=plain))
        elif len(plain) > 80:
            row.refuse("main_handler", _("单位名称超过 80 字。请核对。"))
        else:
            entry.offices.append(Named(plain, part))
    if separates and assisting:
        row.refuse("co_handlers", _("分办的没有协办单位。请核对主办、分办、协办各列。"))
    entry.answering = entry.offices[0].name if entry.offices else ""
    if is_opinion and assisting:
        entry.answering = "".join(assisting[0].split())
        row.warn(
            "kind",
            _("这是协办意见，记在“{name}”名下；主办单位的答复没有材料。").format(
                name=entry.answering
            ),
        )


def _read_days(row: RowReader, entry: Entry):
    entry.submitted_on = _whole_day(row, "submitted")
    entry.assigned_on = _whole_day(row, "assigned")
    if entry.submitted_on and entry.assigned_on and entry.assigned_on < entry.submitted_on:
        row.warn("assigned", _("交办日期早于提出日期，照原样登记，请核对。"))
    for text in re.split(r"[、,，;；|\n]+", row.cell("contacts").text):
        if not text.strip():
            continue
        cell = row.cell("contacts")
        value = cell.value if text == cell.text else text.strip()
        try:
            parsed = parse_partial_date(Cell(text.strip(), value))
        except ValueRefused as refused:
            row.refuse("contacts", refused.reason)
            continue
        day = parsed.value.as_date if parsed.value else None
        if day and day not in entry.met_on:
            entry.met_on.append(day)
        elif parsed.value and not day:
            row.warn("contacts", _("“{text}”没有写到日，没有登记。").format(text=parsed.value))


def _whole_day(row: RowReader, name: str) -> date | None:
    found: PartialDate | None = row.parse(name, parse_partial_date)
    if found and not found.as_date:
        row.warn(name, _("“{text}”没有写到日，没有登记。").format(text=found))
    return found.as_date if found else None


def _read_answer(row: RowReader, entry: Entry):
    replied: PartialDate | None = row.parse("reply_date", parse_partial_date)
    if replied:
        entry.replied_on = replied.as_date
        entry.printed_reply_date = "" if replied.as_date else str(replied)
    entry.letter = row.line("category", most=4)
    entry.document_no = row.line("document_number", most=60)
    entry.reply_text = row.text("reply_summary", most=20_000)
    outcome = row.line("outcome")
    if outcome in _RESULTS:
        entry.result_class = _RESULTS[outcome]
    elif outcome in _NEAREST:
        entry.result_class, label = _NEAREST[outcome]
        row.warn(
            "outcome",
            _("“{outcome}”归入“{label}”。").format(
                outcome=label, label=R(entry.result_class).label
            ),
        )
    elif outcome and outcome not in _NO_REPLY:
        row.warn(
            "outcome", _("“{outcome}”不是已有的结果类别，没有导入。").format(outcome=outcome[:20])
        )
    if entry.result_class and not entry.is_answered:
        entry.reply_text = _("（原件只载明办理结果）")
    if not entry.is_answered and (entry.letter or entry.document_no):
        entry.reply_text = _("（原件只载明类别或文号）")
    judged = row.line("satisfaction")
    if judged:
        by_label = {str(label): value for value, label in Satisfaction.choices}
        entry.satisfaction = by_label.get(judged, "")
        if not entry.satisfaction:
            row.warn(
                "satisfaction",
                _("“{text}”不是满意、基本满意或不满意，没有导入。").format(text=judged[:20]),
            )
    if entry.submitted_on and entry.replied_on and entry.replied_on < entry.submitted_on:
        row.warn("reply_date", _("答复日期早于提出日期，照原样登记，请核对。"))


def _read_year(row: RowReader, entry: Entry):
    """Year of the ledger: what is written, else the earliest date on the paper."""
    written: PartialDate | None = row.parse("year", parse_partial_date)
    if written:
        entry.year = written.year
        return
    for day in (entry.submitted_on, entry.assigned_on, entry.replied_on):
        if day:
            entry.year = day.year
            return
    if entry.printed_reply_date:
        entry.year = int(entry.printed_reply_date[:4])
        return
    bracketed = re.search(r"[\[〔（(【]((?:19|20)[0-9]{2})[\]〕）)】]", entry.document_no)
    if bracketed:
        entry.year = int(bracketed[1])
        return
    published: PartialDate | None = row.parse("published", parse_partial_date)
    if published:
        entry.year = published.year


def _read_source(row: RowReader, entry: Entry, body_kind: str):
    """Where the paper came from, with what has no field of its own."""
    entry.source = row.line("source", most=200)
    region, level = row.line("region"), row.line("level")
    if level in _LEVELS:
        label, kinds = _LEVELS[level]
        if body_kind not in kinds:
            row.warn("level", _("写的是{level}，与本机构的层级不同，请核对。").format(level=label))
    if entry.source:
        return
    parts = [
        row.line("publisher"),
        region,
        _("原编号{id}").format(id=row.line("source_id")) if row.line("source_id") else "",
        _("会次：{session}").format(session=entry.session_text) if entry.session_text else "",
        _("人大或政协待核") if entry.is_doubtful else "",
    ]
    entry.source = "；".join(filter(None, parts))[:200]

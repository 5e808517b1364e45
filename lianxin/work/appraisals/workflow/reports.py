"""The report (述职报告): drafted from what is on record, written on, sent, reviewed."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines import deeds
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, need_words
from lianxin.work.appraisals.models import Subject
from lianxin.work.appraisals.permissions import Permission, is_reporting
from lianxin.work.appraisals.workflow.common import note

Report = Subject.Report
EXAMPLES = 3
"""Lines named for each kind of deed; the counts tell of all."""


@transaction.atomic
def draft_report(subject: Subject, *, by, today: date) -> Subject:
    """Write a first text from the deputy's file: counts, and what stands behind them.

    Raises WrongStatus once a text was written: nobody's words are written over.
    """
    require(by, Permission.WRITE, subject)
    row = locked(subject)
    if row.report_state != Report.NONE or row.report:
        raise WrongStatus(_("述职报告已经有内容，不再重新生成。要重写的，请先清空正文保存。"))
    text, sources = _text_of(subject, today)
    subject.report, subject.sources, subject.report_state = text, sources, Report.DRAFT
    subject.save(update_fields=["report", "sources", "report_state"])
    _note(subject, by, "draft_report", _("由履职记录生成%s的述职报告初稿") % subject.name)
    return subject


def _text_of(subject: Subject, today: date) -> tuple[str, list[dict]]:
    until = min(subject.until, today)
    opening = _("各位选民：%(since)s至%(until)s，我的履职情况报告如下。") % {
        "since": _day(subject.since),
        "until": _day(until),
    }
    parts, sources = [opening], []
    if subject.seat:
        found = deeds.deeds_of(subject.seat.person, subject.since, until)
        for section, lines in found.items():
            if not lines:
                continue
            words, told = _section(lines)
            sources += told
            if words:
                parts.append(f"{deeds.SECTION_NAMES[section]}：{words}")
    if len(parts) == 1:
        parts.append(_("这一时期没有查到履职记录。请补写做了哪些事，或者先补登记录。"))
    parts.append(_("不足和下一步打算："))
    return "\n".join(str(one) for one in parts)[:8000], sources


def _section(lines) -> tuple[str, list[dict]]:
    """「视察 3 次（3月5日柳溪河、…）；…」 of one section, and every line it was read from."""
    by_source: dict[str, list] = {}
    told = []
    for source, deed in lines:
        by_source.setdefault(source.key, []).append((source, deed))
        told.append({"on": deed.on.isoformat(), "words": str(deed.words), "url": deed.url})
    pieces = []
    for pairs in by_source.values():
        source = pairs[0][0]
        counted = [deed for _source, deed in pairs if deed.amount]
        if not counted:
            continue
        amount = sum(deed.amount for deed in counted)
        examples = "；".join(_plain(deed) for deed in counted[-EXAMPLES:])
        more = _("等") if len(counted) > EXAMPLES else ""
        pieces.append(f"{source.label}{amount}{source.unit}（{examples}{more}）")
    return ("；".join(pieces) + "。" if pieces else ""), told


def _plain(deed) -> str:
    return f"{deed.on.month}月{deed.on.day}日{str(deed.words).rstrip('。')}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@transaction.atomic
def write_report(subject: Subject, *, text: str, by) -> Subject:
    """Keep the text as written so far; an empty one begins anew."""
    require(by, Permission.WRITE, subject)
    _must_be_writable(subject)
    subject.report = text.strip()
    if not subject.report:
        subject.report_state, subject.sources = Report.NONE, []
    elif subject.report_state == Report.NONE:
        subject.report_state = Report.DRAFT
    subject.save(update_fields=["report", "report_state", "sources"])
    _note(subject, by, "write_report", _("修改%s的述职报告") % subject.name)
    return subject


@transaction.atomic
def send_report(subject: Subject, *, text: str, by, today: date) -> Subject:
    """Hand the report in."""
    require(by, Permission.WRITE, subject)
    _must_be_writable(subject)
    subject.report = need_words(text, _("述职报告还没有正文。请先写好再报送。"))
    subject.report_state, subject.sent_on = Report.SENT, today
    subject.save(update_fields=["report", "report_state", "sent_on"])
    _note(subject, by, "send_report", _("报送%s的述职报告") % subject.name)
    return subject


@transaction.atomic
def review_report(subject: Subject, *, accepts: bool, words: str, by) -> Subject:
    """Take the report, or give it back with what is to be changed."""
    require(by, Permission.REVIEW, subject)
    row = locked(subject)
    if row.report_state != Report.SENT:
        raise WrongStatus(_("这份述职报告没有待审阅。请刷新页面。"))
    if subject.seat and by.person_id == subject.seat.person_id:
        raise Refused(_("自己的述职报告由别人审阅。请交给本级其他工作人员。"))
    subject.review = (
        words.strip() if accepts else need_words(words, _("退回修改应当写明改哪里，便于代表修改。"))
    )
    subject.report_state = Report.ACCEPTED if accepts else Report.RETURNED
    subject.save(update_fields=["review", "report_state"])
    _note(
        subject,
        by,
        "review_report",
        (_("审阅通过%s的述职报告") if accepts else _("退回%s的述职报告")) % subject.name,
        reason=subject.review[:300],
    )
    return subject


def _must_be_writable(subject: Subject) -> None:
    if locked(subject).report_state not in Subject.WRITABLE:
        raise WrongStatus(_("述职报告已经报送，不能再改。要改的，请人大办退回。"))


def _note(subject: Subject, by, step: str, words: str, **more) -> None:
    behalf = None
    if subject.seat and not is_reporting(by, subject):
        behalf = (
            subject.seat.person if step in {"draft_report", "write_report", "send_report"} else None
        )
    note(by, step, subject, words, behalf=behalf, **more)

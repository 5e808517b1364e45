"""Letters of a file, taken in as if each had been typed into the public form.

Columns: msg_id, title, body, date; perhaps reply, reply_date and handler_text.
"""

import time
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.engines.triage.labelled import read_rows
from lianxin.engines.triage.likeness import plain
from lianxin.faces.portal.asking import MessageForm
from lianxin.faces.portal.taking import take
from lianxin.faces.portal.targets import Target
from lianxin.foundation.refusals import Refused
from lianxin.foundation.search.index import together
from lianxin.work.voices import workflow
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.replaying import answer_as_of, key_of

COLUMNS = ("msg_id", "title", "body", "date")
FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y/%m/%d")
BATCH = 50
"""Letters in one transaction, whose documents of the search are written together."""


@dataclass
class Report:
    """What became of each row. refused, answers_refused: row of the file, id, why."""

    file: str
    body: str
    rows: int = 0
    created: int = 0
    unchanged: int = 0
    refused: list[dict[str, object]] = field(default_factory=list)
    answered: int = 0
    answers_refused: list[dict[str, object]] = field(default_factory=list)
    merged: int = 0
    seconds: float = 0.0
    per_second: float = 0.0

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class Replay:
    """One run over one file.

    on: the day on which all of them come; by default the day of each.
    by: the account that records the answers of the file and merges copies.
    merges: whether a letter in the very words of an earlier one joins it.
    """

    def __init__(self, path: str, target: Target, *, by, on: date | None = None, merges=False):
        self.path, self.target, self.by, self.on, self.merges = path, target, by, on, merges
        self.report = Report(Path(path).name, target.body.code)
        self.seen: dict[str, str] = {}
        self.first: dict[str, int] = {}

    def run(self, limit: int | None = None) -> Report:
        """Raises WrongFile where the file cannot be read."""
        rows = read_rows(self.path, COLUMNS)[:limit]
        began = time.perf_counter()
        for start in range(0, len(rows), BATCH):
            with transaction.atomic(), together():
                for at, row in enumerate(rows[start : start + BATCH], start + 2):
                    self._take(at, row)
        report = self.report
        report.rows = len(rows)
        report.seconds = round(time.perf_counter() - began, 2)
        report.per_second = round(len(rows) / report.seconds, 1) if report.seconds else 0.0
        return report

    def _take(self, at: int, row: dict[str, str]) -> None:
        identity = row["msg_id"].strip()
        try:
            posted = self._post(identity, row)
        except Refused as refusal:
            self.report.refused.append({"row": at, "id": identity, "why": str(refusal)})
            return
        if posted.is_new:
            self.report.created += 1
        else:
            self.report.unchanged += 1
        if row.get("reply", "").strip():
            try:
                self._answer(posted.message, row)
            except Refused as refusal:
                self.report.answers_refused.append({"row": at, "id": identity, "why": str(refusal)})
        elif self.merges:
            self._merge(posted.message)

    def _post(self, identity: str, row: dict[str, str]) -> workflow.Posted:
        if not identity:
            raise Refused(_("没有编号，无法知道是否收过。请补上 msg_id。"))
        if self.seen.setdefault(identity, row["body"]) != row["body"]:
            raise Refused(_("编号与前面的一行相同，内容却不同。请改正编号。"))
        said_at = moment(row["date"])
        form = MessageForm({"text": row["body"], "place": ""}, target=self.target)
        if not form.is_valid():
            raise Refused("；".join(str(word) for words in form.errors.values() for word in words))
        title = "".join(one for one in row["title"] if one.isprintable())
        return take(
            self.target,
            form,
            key=key_of(self.path, identity),
            today=self.on or timezone.localdate(said_at),
            title=title,
            received_at=said_at if self.on is None else _on(self.on, said_at),
        )

    def _answer(self, message: VoterMessage, row: dict[str, str]) -> None:
        if message.status != VoterMessage.Status.SUBMITTED:
            return
        if self.by is None:
            raise Refused(_("没有可以登记答复的工作人员账号。请用 --by 指定。"))
        replied_at = moment(row.get("reply_date") or row["date"])
        if replied_at < moment(row["date"]):
            raise Refused(_("答复日期早于留言日期。请核对。"))
        if self.on is not None:
            replied_at = message.received_at
        signed = row.get("handler_text", "").strip()
        answer_as_of(
            message, text=row["reply"].replace("\0", ""), by=self.by, at=replied_at, signed=signed
        )
        self.report.answered += 1

    def _merge(self, message: VoterMessage) -> None:
        """Let it join the first in the same words, unless somebody has it in hand."""
        first = self.first.setdefault(plain(message.text), message.pk)
        if (
            first == message.pk
            or self.by is None
            or message.status != VoterMessage.Status.SUBMITTED
        ):
            return
        into = VoterMessage.objects.get(pk=first)
        workflow.merge(
            message, into=into, by=self.by, today=message.submitted_on or timezone.localdate()
        )
        self.report.merged += 1


def moment(text: str) -> datetime:
    """A day and perhaps an hour. Raises Refused for what is no day, or one to come."""
    for one in FORMATS:
        try:
            found = timezone.make_aware(datetime.strptime(text.strip(), one))
        except ValueError:
            continue
        if found > timezone.now() or found.year < 1954:
            raise Refused(_("日期“%s”不可能。请核对。") % text.strip())
        return found
    raise Refused(_("日期“%s”无法识别。请写成 2026-11-22 或者 2026-11-22 08:30。") % text.strip())


def _on(day: date, said_at: datetime) -> datetime:
    return min(
        timezone.make_aware(datetime.combine(day, timezone.localtime(said_at).time())),
        timezone.now(),
    )

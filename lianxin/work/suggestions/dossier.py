"""All that the page of one suggestion shows, read in a fixed number of queries.

What a reader may not see is left out here, not in the template: drafts are the
office's alone, telephone numbers those who must call, and whoever reads only
because the suggestion is public reads what the public may.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import CharField, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.judges import proposers_of
from lianxin.engines.matters.lateness import Lateness, lateness
from lianxin.engines.matters.models import (
    Assignment,
    Attachment,
    Deadline,
    Evaluation,
    LookBack,
    Matter,
    Promise,
    PromiseReport,
    Proposer,
    Reply,
    ReplyItem,
    Supervision,
)
from lianxin.foundation.files.models import PublicCopy
from lianxin.foundation.ledger.chain import events_of
from lianxin.work.suggestions.attachments import public_copies
from lianxin.work.suggestions.handling_log import LogEntry, log_of
from lianxin.work.suggestions.inbox import Thresholds
from lianxin.work.suggestions.sight import sight_of

S = Matter.Status
# Files show themselves; a draft's must not be named to others.
NEVER_TOLD = ("matter.attach",)
# What the timeline tells someone who only reads along.
TOLD_TO_READERS = (
    "suggestion.submit",
    "suggestion.accept",
    "suggestion.convert_motion",
    "suggestion.put_on_agenda",
    "suggestion.register_existing",
    "matter.assign",
    "matter.judge",
    "matter.redo",
    "matter.close",
    "matter.archive",
)


@dataclass
class Clock:
    """A running period with its due date, its rule in words and how it stands today."""

    deadline: Deadline
    lateness: Lateness
    office: str = ""

    @property
    def why(self) -> str:
        """自交办之日起 3 个月，代表法第五十一条."""
        rule = self.deadline.rule
        article = rule.get("article") or rule.get("source") or ""
        if self.deadline.is_extended:
            words = _("已批延期，原期限 %(day)s（%(article)s）")
            return words % {"day": rule.get("extended_from", ""), "article": article}
        explained = rule.get("explanation", "")
        # The date stands beside it already.
        inner = explained.partition("（")[2].removesuffix("）")
        return inner or article

    @property
    def warning(self) -> str:
        return self.deadline.rule.get("warning", "")


@dataclass
class Answer:
    """One reply with what the deputies say of it and what it promises."""

    reply: Reply
    items: list[ReplyItem] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    promises: list["Promised"] = field(default_factory=list)
    files: list["File"] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        return self.reply.state == Reply.State.DRAFT


@dataclass
class Promised:
    """A promise with what was reported on it."""

    promise: Promise
    reports: list[PromiseReport] = field(default_factory=list)


@dataclass
class File:
    """An attachment as the list of files shows it."""

    name: str
    url: str
    size: int
    thumbnail: str = ""

    @classmethod
    def of(cls, attachment: Attachment) -> "File":
        stored = attachment.file
        name, key = attachment.title or stored.original_name, [stored.pk]
        if not stored.can_be_shown:
            return cls(name, reverse("files:download", args=key), stored.size)
        thumbnail = reverse("files:thumbnail", args=key)
        return cls(name, reverse("files:show", args=key), stored.size, thumbnail)

    @classmethod
    def of_copy(cls, copy: PublicCopy) -> "File":
        url = reverse("files:public", args=[copy.pk], query={"view": "1"})
        return cls(copy.name, url, copy.size)


@dataclass
class Handling:
    """One office's part: its people, its answers, its records."""

    assignment: Assignment
    answers: list[Answer] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)


class Dossier:
    """Everything on one suggestion that `user` may see.

    suggestion: with body and session read; visible to `user`.
    marks: when a date counts as 将到期, 严重超期.
    """

    def __init__(self, suggestion, user, today: date, marks: Thresholds):
        self.suggestion, self.user, self.today, self.marks = suggestion, user, today, marks
        everyone = list(proposers_of(suggestion))
        self.proposers = [one for one in everyone if one.matter_id == suggestion.pk]
        self.merged = self._merged(everyone)
        self.assignments = list(
            Assignment.objects.filter(matter=suggestion.pk)
            .select_related("office", "meeting")
            .order_by("pk")
        )
        self.sight = sight_of(user, suggestion, everyone, self.active)
        self.judges = [one for one in everyone if one.state == Proposer.State.CONFIRMED]

    @cached_property
    def active(self) -> list[Assignment]:
        """Assignments in force, the lead first."""
        order = Assignment.Role.values
        found = [item for item in self.assignments if item.status != "taken_back"]
        for item in found:
            item.matter = self.suggestion
        return sorted(found, key=lambda item: order.index(item.role))

    def _merged(self, everyone) -> list[tuple[Matter, str]]:
        """Suggestions merged into this one, each with its proposers' names."""
        names: dict[int, list[str]] = {}
        matters = {}
        for one in everyone:
            if one.matter_id != self.suggestion.pk:
                matters[one.matter_id] = one.matter
                names.setdefault(one.matter_id, []).append(one.person.name)
        return [(matter, "、".join(names[pk])) for pk, matter in matters.items()]

    @cached_property
    def parts(self) -> list[Matter]:
        """What it was split into."""
        if self.suggestion.status != S.SPLIT:
            return []
        return list(Matter.objects.filter(split_from=self.suggestion.pk).order_by("pk"))

    @cached_property
    def handlings(self) -> list[Handling]:
        """Each office's part, as far as the reader sees it."""
        answers, log = self._answers(), self._log()
        return [
            Handling(
                item,
                answers.get(item.pk, []),
                [entry for entry in log if entry.assignment_id == item.pk],
            )
            for item in self.active
        ]

    def _answers(self) -> dict[int, list[Answer]]:
        own = Q(assignment__office__in=self.sight.offices)
        seen = Q(state=Reply.State.ISSUED) | own
        if not self.sight.sees_opinions:
            seen &= ~Q(assignment__role=Assignment.Role.ASSIST)
        if not self.sight.sees_all:
            seen &= Q(is_public=True)
        replies = {
            reply.pk: reply
            for reply in Reply.objects.filter(
                seen, assignment__in=[item.pk for item in self.active]
            ).order_by("round", "pk")
        }
        by_pk = {item.pk: item for item in self.active}
        found = {}
        for reply in replies.values():
            reply.assignment = by_pk[reply.assignment_id]
            found[reply.pk] = Answer(reply)
        if found:
            self._fill(found)
        by_assignment: dict[int, list[Answer]] = {}
        for pk, answer in found.items():
            answer.files = self.files.get(pk, [])
            by_assignment.setdefault(answer.reply.assignment_id, []).append(answer)
        return by_assignment

    def _fill(self, found: dict[int, Answer]) -> None:
        for item in ReplyItem.objects.filter(reply__in=found):
            found[item.reply_id].items.append(item)
        for evaluation in Evaluation.objects.filter(reply__in=found).select_related(
            "person", "recorded_by"
        ):
            if not self.sight.sees_all:
                evaluation.reason = ""
            found[evaluation.reply_id].evaluations.append(evaluation)
        promises = {one.pk: Promised(one) for one in Promise.objects.filter(reply__in=found)}
        for promised in promises.values():
            found[promised.promise.reply_id].promises.append(promised)
        if promises:
            for report in PromiseReport.objects.filter(promise__in=promises):
                promises[report.promise_id].reports.append(report)

    def _log(self) -> list[LogEntry]:
        if not self.sight.sees_all or not self.active:
            return []
        return log_of(self.suggestion.pk)

    @cached_property
    def files(self) -> dict[int | None, list[File]]:
        """Attachments by the reply they belong to; None for the suggestion's own."""
        if not self.sight.sees_all:
            return {
                reply: [File.of_copy(copy) for copy in copies]
                for reply, copies in public_copies(self.suggestion.pk).items()
            }
        found: dict[int | None, list[File]] = {}
        for one in Attachment.objects.filter(matter=self.suggestion.pk).select_related("file"):
            found.setdefault(one.reply_id, []).append(File.of(one))
        return found

    @property
    def own_files(self) -> list[File]:
        return self.files.get(None, [])

    @cached_property
    def clocks(self) -> list[Clock]:
        """Running periods, the nearest first."""
        if not self.sight.sees_all:
            return []
        offices = {item.pk: str(item.office) for item in self.assignments}
        running = Deadline.objects.running().filter(matter=self.suggestion.pk)
        return [
            Clock(
                clock,
                lateness(
                    clock.due_on,
                    self.today,
                    waiting_for="someone",
                    is_extended=clock.is_extended,
                    soon_days=self.marks.soon,
                    serious_days=self.marks.serious,
                ),
                offices.get(clock.assignment_id, ""),
            )
            for clock in running.order_by("due_on", "pk")
        ]

    @property
    def main_clock(self) -> Clock | None:
        """The one whose date the list shows."""
        due_on = self.suggestion.due_on
        return next((one for one in self.clocks if one.deadline.due_on == due_on), None)

    @property
    def other_clocks(self) -> list[Clock]:
        return [one for one in self.clocks if one is not self.main_clock]

    @cached_property
    def lateness(self) -> Lateness:
        suggestion = self.suggestion
        return lateness(
            suggestion.due_on,
            self.today,
            waiting_for=suggestion.waiting_for,
            is_extended=suggestion.is_extended,
            soon_days=self.marks.soon,
            serious_days=self.marks.serious,
        )

    @cached_property
    def pressing(self) -> list[dict]:
        """Acts of pressing and look-backs, read together, oldest first."""
        if not self.sight.sees_all:
            return []
        acts = (
            Supervision.objects.filter(matter=self.suggestion.pk)
            .order_by()
            .annotate(what=Value("supervision", output_field=CharField()))
            .values_list("what", "pk", "pressed_on", "method", "people", "result")
        )
        visits = (
            LookBack.objects.filter(matter=self.suggestion.pk)
            .order_by()
            .annotate(what=Value("look_back", output_field=CharField()))
            .values_list("what", "pk", "drawn_on", "finding", "visitors", "note")
        )
        names = {
            "supervision": dict(Supervision.Method.choices),
            "look_back": dict(LookBack.Finding.choices),
        }
        rows = acts.union(visits, all=True)
        return [
            {
                "heading": _("督办") if what == "supervision" else _("回头看"),
                "words": names[what][code],
                "on": on,
                "people": people,
                "text": text,
            }
            for what, _pk, on, code, people, text in sorted(
                rows, key=lambda row: row[2:3] + row[:2]
            )
        ]

    @cached_property
    def timeline(self) -> list:
        """What happened, the newest first."""
        events = events_of(self.suggestion).exclude(step__in=NEVER_TOLD)
        if not self.sight.sees_all:
            events = events.filter(step__in=TOLD_TO_READERS)
        return list(events.order_by("-seq").only(*TOLD_FIELDS))

    @property
    def waits_for(self) -> str:
        """Who has to act now, by name where there is one."""
        waiting, suggestion = self.suggestion.waiting_for, self.suggestion
        W = Matter.WaitingFor
        if waiting == W.ASSIST:
            return self._names(lambda item: item.role == "assist" and item.status != "answered")
        if waiting == W.OFFICE:
            names = self._names(
                lambda item: item.role != "assist" and item.status in {"assigned", "received"}
            )
            return names or str(suggestion.lead_office or suggestion.get_waiting_for_display())
        if waiting == W.CLERK:
            return _("人大办%s") % CLERK_DOES.get(suggestion.status, _("审核退办申请"))
        if waiting == W.PRESIDIUM:
            return _("主席团决定是否列入大会议程")
        if waiting == W.DEPUTY:
            leads = [one.person.name for one in self.judges if one.is_lead]
            return _("%s评价") % "、".join(leads)
        if waiting == W.PROPOSER:
            return "、".join(one.person.name for one in self.proposers if one.is_lead)
        return ""

    def _names(self, wanted) -> str:
        return "、".join(str(item.office) for item in self.active if wanted(item))


CLERK_DOES = {
    S.SUBMITTED: gettext_lazy("审查受理"),
    S.ACCEPTED: gettext_lazy("交办"),
    S.CONCILIATION: gettext_lazy("组织协调评估"),
    S.JUDGED: gettext_lazy("验收办结"),
}
TOLD_FIELDS = (
    "seq",
    "happened_at",
    "actor_name",
    "behalf_name",
    "step",
    "words",
    "reason",
    "record_type",
    "record_id",
)

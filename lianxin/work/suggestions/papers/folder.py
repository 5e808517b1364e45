"""What lies in the folder of one suggestion (卷内), in the order an archive wants it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import (
    Attachment,
    Evaluation,
    Matter,
    Promise,
    PromiseReport,
    Reply,
)
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.engines.matters.models.supervision import LookBack, Supervision
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers.bundling.parts import CannotBind, Part, part_of_file
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.rendering.pdf import pdf_of
from lianxin.foundation.papers.sheet import (
    Cell,
    Sheet,
    cell,
    day_words,
    form,
    heading,
    paragraph,
    paragraphs,
    table,
)
from lianxin.work.suggestions.handling_log import log_of
from lianxin.work.suggestions.papers.answering import compose_letter, letter_data
from lianxin.work.suggestions.papers.common import issuer_name, suggestion_data


@dataclass
class Folder:
    """Parts to be bound, and (name, why) of what cannot be."""

    parts: list[Part] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)

    def add_file(self, stored: StoredFile, title: str, **details) -> None:
        try:
            self.parts.append(part_of_file(stored, title, **details))
        except CannotBind as why:
            self.apart.append((f"{title}：{stored.original_name}", str(why)))

    def add_sheet(self, title: str, blocks: list, **details) -> None:
        """A page made from records; nothing is added when they say nothing."""
        if blocks:
            sheet = Sheet(title=title, blocks=blocks, has_closing=False)
            self.parts.append(Part(title, pdf_of(sheet), **details))


def weight_of(suggestion) -> tuple[int, int]:
    """How many files lie in the folder and how many bytes they have."""
    sizes = list(
        StoredFile.objects.filter(attachments__matter=suggestion.pk).values_list("size", flat=True)
    )
    sizes += Paper.objects.about(suggestion).sent().values_list("pdf__size", flat=True)
    return len(sizes), sum(size or 0 for size in sizes)


def folder_of(suggestion, *, by) -> Folder:
    """Everything of a suggestion that an archive keeps, oldest matters first.

    by: the clerk for whom letters not printed as papers are drawn from their records.
    Drafts are left out: they were never said. Of what is void the paper stays out too.
    """
    matter = Matter.objects.select_related("suggestion__session__term", "body").get(
        pk=suggestion.pk
    )
    folder = Folder()
    _originals(folder, matter)
    attachments = list(
        Attachment.objects.filter(matter=matter).select_related("file").order_by("pk")
    )
    own = [one for one in attachments if one.reply_id is None]
    _attach(folder, own)
    papers = list(Paper.objects.about(matter).sent().select_related("pdf", "office", "body"))
    papers.sort(key=lambda paper: (paper.issued_on, paper.pk))
    printed = {paper.source_id for paper in papers if paper.source_type == "matters.reply"}
    for paper in papers:
        _paper(folder, paper)
    replies = (
        Reply.objects.filter(assignment__matter=matter, state=Reply.State.ISSUED)
        .select_related("assignment__office", "assignment__matter__suggestion__session__term")
        .order_by("issued_on", "pk")
    )
    for reply in replies:
        if reply.pk not in printed:
            _reply(folder, reply, by)
        _attach(folder, [one for one in attachments if one.reply_id == reply.pk])
    _handling(folder, matter)
    _judgements(folder, matter)
    _promises(folder, matter)
    _pressing(folder, matter)
    _trail(folder, matter)
    return folder


def cover_of(suggestion, *, missing: list[str], today) -> Sheet:
    """The cover (卷宗封面): what it is, who handled it, how it ended."""
    data = suggestion_data(suggestion)
    offices = [
        f"{item.office.name}（{item.get_role_display()}）"
        for item in suggestion.assignments.active().select_related("office")
    ]
    rows: list[Cell | list[Cell]] = [
        [cell(_("建议编号"), data["suggestion_number"]), cell(_("年度"), suggestion.year)],
        cell(_("建议标题"), data["suggestion_title"], lines=2),
        [cell(_("届次会次"), data["session"]), cell(_("类别"), data["topic"])],
        [cell(_("领衔代表"), data["lead"]), cell(_("提出日期"), suggestion.submitted_on)],
        cell(_("联名代表"), data["cosigners"]),
        cell(_("承办单位"), "、".join(offices), lines=2),
        [
            cell(_("办理结果"), suggestion.get_result_class_display()),
            cell(_("代表评价"), suggestion.get_satisfaction_display()),
        ],
        [
            cell(_("办结日期"), suggestion.closed_on),
            cell(_("归档日期"), suggestion.archived_on or _("尚未归档")),
        ],
        cell(_("材料"), _("缺：%s") % "、".join(missing) if missing else _("齐全")),
        [cell(_("制作日期"), today), cell(_("立卷单位"), data["issuer"])],
    ]
    return Sheet(
        title=_("代表建议办理卷宗"),
        blocks=[form(*rows)],
        issuer=data["issuer"],
        has_closing=False,
    )


def _originals(folder: Folder, matter) -> None:
    """The suggestion as it was raised, and those merged into it."""
    for one in [matter, *Matter.objects.filter(merged_into=matter).select_related("suggestion")]:
        data = suggestion_data(one)
        blocks = [
            form(
                [
                    cell(_("建议编号"), one.number),
                    cell(_("提出日期"), one.submitted_on),
                ],
                [cell(_("领衔代表"), data["lead"]), cell(_("联名代表"), data["cosigners"])],
                cell(_("标题"), one.title),
            ),
            *paragraphs(one.text),
        ]
        if one.suggestion.plan:
            blocks += [heading(_("方案")), *paragraphs(one.suggestion.plan)]
        if one.call_back_note:
            blocks += [heading(_("交办前回访")), *paragraphs(one.call_back_note)]
        title = _("代表建议原件") if one.pk == matter.pk else _("并入的代表建议原件")
        folder.add_sheet(title, blocks, by=data["lead"], on=one.submitted_on)


def _attach(folder: Folder, attachments) -> None:
    for one in attachments:
        folder.add_file(
            one.file,
            _("附件：%s") % (one.title or one.file.original_name),
            on=one.file.uploaded_at.date(),
        )


def _paper(folder: Folder, paper) -> None:
    title = paper.title.replace("|", "")
    if paper.pdf is None:
        folder.apart.append((title, _("没有版式文件")))
        return
    folder.add_file(
        paper.pdf,
        title,
        number=paper.number,
        by=paper.office.name if paper.office else issuer_name(paper.body),
        on=paper.issued_on,
    )


def _reply(folder: Folder, reply, by) -> None:
    """An answer that was not printed as an official paper, as its record tells it."""
    data = letter_data(reply, by)
    sheet = compose_letter(data)
    sheet.title = data["title"]
    sheet.number = reply.document_no
    sheet.addressee = data["addressee"]
    sheet.day = day_words(reply.issued_on)
    sheet.copies = data["copies"]
    folder.parts.append(
        Part(
            data["title"],
            pdf_of(sheet),
            number=reply.document_no,
            by=reply.assignment.office.name,
            on=reply.issued_on,
        )
    )


def _handling(folder: Folder, matter) -> None:
    """Handing over, contacts, meetings, progress, returns and extensions, office by office."""
    entries: dict[int, list] = {}
    for entry in log_of(matter.pk):
        entries.setdefault(entry.assignment_id, []).append(entry)
    blocks: list = []
    for item in matter.assignments.select_related("office").order_by("pk"):
        blocks.append(heading(f"{item.office.name}（{item.get_role_display()}）"))
        facts = _("%(day)s交办，%(status)s") % {
            "day": day_words(item.assigned_on),
            "status": item.get_status_display(),
        }
        if item.received_on:
            facts += _("，%s签收") % day_words(item.received_on)
        if item.due_on:
            facts += _("，期限%s") % day_words(item.due_on)
        blocks.append(paragraph(facts + "。"))
        for entry in entries.get(item.pk, ()):
            blocks.append(heading(f"{day_words(entry.on)}　{entry.heading}", level=2))
            blocks += [paragraph(f"{name}：{value}") for name, value in entry.facts]
            blocks += paragraphs(entry.text)
    folder.add_sheet(_("交办、联系和面商记录"), blocks, by=issuer_name(matter.body))


def _judgements(folder: Folder, matter) -> None:
    given = (
        Evaluation.objects.filter(reply__assignment__matter=matter)
        .select_related("person", "reply__assignment__office", "recorded_by")
        .order_by("judged_on", "pk")
    )
    rows = [
        (
            one.person.name,
            one.reply.assignment.office.name,
            one.get_attitude_display(),
            one.get_result_display(),
            one.judged_on.isoformat(),
            one.get_channel_display(),
            one.reason,
        )
        for one in given
    ]
    head = (
        _("代表"),
        _("对哪个单位"),
        _("办理态度"),
        _("办理结果"),
        _("日期"),
        _("方式"),
        _("意见"),
    )
    blocks = [table(head, rows, (4, 6, 4, 4, 6, 4, 7))] if rows else []
    folder.add_sheet(_("代表评价"), blocks, by="、".join(dict.fromkeys(row[0] for row in rows)))


def _promises(folder: Folder, matter) -> None:
    blocks: list = []
    words = dict(Satisfaction.choices)
    reports: dict[int, list] = {}
    for report in PromiseReport.objects.filter(promise__reply__assignment__matter=matter):
        reports.setdefault(report.promise_id, []).append(report)
    for one in Promise.objects.filter(reply__assignment__matter=matter).order_by("pk"):
        blocks.append(heading(one.text, level=2))
        facts = _("%(made)s承诺，%(due)s前完成，%(state)s") % {
            "made": day_words(one.promised_on),
            "due": day_words(one.due_on),
            "state": one.get_state_display(),
        }
        if one.second_judgement:
            facts += _("，代表再评价：%s") % words[one.second_judgement]
        blocks.append(paragraph(facts + "。"))
        blocks += [
            paragraph(f"{day_words(report.reported_on)}　{report.text}")
            for report in reports.get(one.pk, ())
        ]
        blocks += paragraphs(one.explanation)
    folder.add_sheet(_("承诺事项和兑现情况"), blocks)


def _pressing(folder: Folder, matter) -> None:
    blocks: list = []
    for act in Supervision.objects.filter(matter=matter):
        words = f"{day_words(act.pressed_on)}　{_('督办')}：{act.get_method_display()}"
        blocks += [heading(words, level=2), paragraph(act.people), *paragraphs(act.result)]
    for visit in LookBack.objects.filter(matter=matter):
        day = visit.visited_on or visit.drawn_on
        words = f"{day_words(day)}　{_('回头看')}：{visit.get_finding_display()}"
        blocks += [heading(words, level=2), *paragraphs(visit.visitors), *paragraphs(visit.note)]
    folder.add_sheet(_("督办和回头看记录"), blocks, by=issuer_name(matter.body))


def _trail(folder: Folder, matter) -> None:
    """The ledger's events, with the digest by which the last of them can be checked."""
    events = list(events_of(matter))
    rows = [
        (
            event.seq,
            event.happened_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            event.people,
            f"{event.words}{'：' if event.reason else ''}{event.reason}",
        )
        for event in events
    ]
    if not events:
        return
    blocks = [
        table((_("序号"), _("时间"), _("办理人"), _("事项")), rows, (2, 7, 5, 12)),
        paragraph(_("本表由系统留痕生成。末条为第 %s 号，指纹（SM3）：") % events[-1].seq),
        # In groups, because a line breaks only where there is room to.
        paragraph(" ".join(events[-1].hash[place : place + 8] for place in range(0, 64, 8))),
    ]
    folder.add_sheet(_("办理过程留痕"), blocks)

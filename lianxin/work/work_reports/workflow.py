"""How a report is written, discussed, signed, adopted and published.

Nothing else writes a report, its sections or its versions. Each function is one step, in
one transaction, with one event in the ledger.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.work_reports import fixing
from lianxin.work.work_reports.checks import Level, findings
from lianxin.work.work_reports.models import (
    Comment,
    Report,
    Section,
    StatedFigure,
    TypedSource,
    Version,
)
from lianxin.work.work_reports.outlining import SectionPlan
from lianxin.work.work_reports.permissions import Permission

S = Report.State
WRITING = (S.DRAFT, S.REVIEW)
MOVES = {
    "lay_before": ({S.DRAFT}, S.REVIEW),
    "send_back": ({S.REVIEW, S.SIGNED}, S.DRAFT),
    "sign": ({S.REVIEW}, S.SIGNED),
    "adopt": ({S.SIGNED}, S.ADOPTED),
    "publish": ({S.ADOPTED}, S.PUBLISHED),
    "take_down": ({S.PUBLISHED}, S.ADOPTED),
}
LONGEST = 20_000


class ChangedMeanwhile(Refused):
    """Someone else saved the section first: `theirs` is what stands there now."""

    def __init__(self, section: Section):
        who = section.changed_by.name if section.changed_by else _("系统")
        super().__init__(
            _(
                "您打开以后，%(who)s已在 %(when)s 改过这一节，您的修改还没有保存。"
                "两份文字都在下面：请把要保留的合到一起，再保存。"
            )
            % {"who": who, "when": f"{timezone.localtime(section.changed_at):%m-%d %H:%M}"}
        )
        self.theirs = section


def _note(by, step: str, report: Report, words: str, **details):
    return record(by, f"work_report.{step}", report, words, **details)


@transaction.atomic
def begin(report: Report, *, plan: Sequence[SectionPlan], by, today: date) -> Report:
    """Begin a report (not saved yet) with the sections of an outline, already drafted."""
    require(by, Permission.DRAFT, report)
    if report.since > today:
        raise Refused(_("这一时期还没有开始，没有数字可写。请核对起止日期。"))
    report.created_by = by
    try:
        report.full_clean()
    except ValidationError as error:
        raise Refused("".join(str(one) for one in error.messages)) from error
    report.save()
    Section.objects.bulk_create(
        Section(
            report=report,
            order=place,
            key=one.key,
            part=one.part,
            title=one.title,
            text=one.text,
            changed_by=by,
        )
        for place, one in enumerate(plan, start=1)
    )
    _keep_version(report, _("起草初稿"), by)
    _note(by, "begin", report, _("起草%s") % report, after={"period": report.period})
    return report


@transaction.atomic
def write(section: Section, *, title: str, text: str, seen: int, by) -> Section:
    """Save a section. seen: the version the writer began from.

    Raises ChangedMeanwhile when someone else saved it since: nothing is overwritten unseen.
    """
    report = _held(section.report, *WRITING)
    require(by, Permission.DRAFT, report)
    now = (
        Section.objects.select_for_update(of=("self",))
        .select_related("changed_by")
        .get(pk=section.pk)
    )
    text, title = text.replace("\r\n", "\n").strip(), title.strip()
    if (now.title, now.text) == (title, text):
        return now
    if now.version != seen:
        raise ChangedMeanwhile(now)
    if len(text) > LONGEST:
        raise Refused(_("这一节超过 %d 个字，没有保存。请分成两节。") % LONGEST)
    before = {"title": now.title, "text": now.text}
    now.title, now.text = title, text
    now.changed_by, now.changed_at = by, timezone.now()
    now.version = report.number + 1
    now.save(update_fields=["title", "text", "changed_by", "changed_at", "version"])
    _keep_version(report, _("修改“%s”") % now, by)
    _note(
        by,
        "write",
        report,
        _("修改“%s”") % now,
        before=before,
        after={"title": title, "text": text},
        about=now,
    )
    return now


@transaction.atomic
def add_section(report: Report, *, part: str, title: str, by) -> Section:
    """A further section at the end of its part."""
    report = _held(report, *WRITING)
    require(by, Permission.DRAFT, report)
    if not title.strip():
        raise Refused(_("请填写这一节的标题。"))
    sections = list(report.sections.all())
    place = max([one.order for one in sections if one.part == part] or [_place_of(sections, part)])
    # From the end, so that no two ever stand in the same place.
    for one in sorted(sections, key=lambda one: -one.order):
        if one.order > place:
            Section.objects.filter(pk=one.pk).update(order=one.order + 1)
    made = Section.objects.create(
        report=report,
        order=place + 1,
        key=f"own-{report.number + 1}",
        part=part,
        title=title.strip()[:80],
        version=report.number + 1,
        changed_by=by,
    )
    _keep_version(report, _("增加“%s”") % made, by)
    _note(by, "add_section", report, _("增加“%s”") % made)
    return made


def _place_of(sections: Sequence[Section], part: str) -> int:
    """Behind which place a part without sections begins."""
    order = list(Section.Part)
    return max(
        [
            one.order
            for one in sections
            if order.index(Section.Part(one.part)) < order.index(Section.Part(part))
        ]
        or [0]
    )


@transaction.atomic
def remove_section(section: Section, *, by) -> None:
    """Take a section out; its words stay in the versions before."""
    report = _held(section.report, *WRITING)
    require(by, Permission.DRAFT, report)
    if section.comments.filter(resolved_at=None).exists():
        raise Refused(_("这一节还有没处理的意见，不能删除。请先处理意见。"))
    before = {"title": section.title, "text": section.text}
    section.delete()
    _keep_version(report, _("删去“%s”") % section, by)
    _note(by, "remove_section", report, _("删去“%s”") % section, before=before)


@transaction.atomic
def restore(report: Report, number: int, *, by) -> None:
    """Take back the words of an earlier version, as a new one: nothing after it is lost."""
    report = _held(report, *WRITING)
    require(by, Permission.DRAFT, report)
    old = {one["key"]: one for one in report.versions.get(number=number).content}
    for section in report.sections.all():
        kept = old.get(section.key)
        if kept and (kept["title"], kept["text"]) != (section.title, section.text):
            section.title, section.text = kept["title"], kept["text"]
            section.version, section.changed_by = report.number + 1, by
            section.changed_at = timezone.now()
            section.save()
    _keep_version(report, _("恢复到第 %d 版") % number, by)
    _note(by, "restore", report, _("恢复到第 %d 版") % number)


@transaction.atomic
def comment(section: Section, *, text: str, by) -> Comment:
    """Say something about a section, while the report may still be changed."""
    report = _held(section.report, *WRITING)
    require(by, Permission.COMMENT, report)
    if not text.strip():
        raise Refused(_("请写下您的意见。"))
    made = Comment.objects.create(
        section=section, version=report.number, text=text.strip(), made_by=by
    )
    _note(by, "comment", report, _("对“%s”提出意见") % section, reason=made.text, about=made)
    return made


@transaction.atomic
def resolve(one: Comment, *, resolution: str, by) -> None:
    """Say how a remark was dealt with."""
    report = one.section.report
    require(by, Permission.DRAFT, report)
    if not resolution.strip():
        raise Refused(_("请写明怎样处理了这条意见，如“已按意见修改”。"))
    done = Comment.objects.filter(pk=one.pk, resolved_at=None).update(
        resolution=resolution.strip()[:300], resolved_by=by, resolved_at=timezone.now()
    )
    if not done:
        raise WrongStatus(_("这条意见已经处理过了。请刷新页面。"))
    _note(by, "resolve", report, _("处理对“%s”的意见") % one.section, reason=resolution.strip())


@transaction.atomic
def state_figure(figure: StatedFigure, *, by, upload: Any = None) -> StatedFigure:
    """Enter or change a figure that no room records. upload: its proof, if there is one."""
    report = _held(figure.report, *WRITING)
    require(by, Permission.DRAFT, report)
    if upload is not None:
        figure.proof = store(upload, by=by, body=report.body)
    figure.entered_by, figure.entered_at = by, timezone.now()
    try:
        figure.full_clean()
    except ValidationError as error:
        raise Refused("".join(str(one) for one in error.messages)) from error
    figure.save()
    _note(
        by,
        "state_figure",
        report,
        _("手填数字：%s") % figure,
        after={"key": figure.key, "value": figure.value, "source": figure.source},
        about=figure,
    )
    return figure


@transaction.atomic
def drop_figure(figure: StatedFigure, *, by) -> None:
    """Take a stated figure away; refused while the prose names it."""
    report = _held(figure.report, *WRITING)
    require(by, Permission.DRAFT, report)
    from lianxin.work.work_reports.tokens import tokens_of

    for section in report.sections.all():
        if any(not one.is_live and one.key == figure.key for one in tokens_of(section.text)):
            raise Refused(
                _("“%(section)s”里还写着这个数字，不能删除。请先改那一节。") % {"section": section}
            )
    name = str(figure)
    figure.delete()
    _note(by, "drop_figure", report, _("删去手填数字：%s") % name)


@transaction.atomic
def give_source(report: Report, *, words: str, source: str, by) -> None:
    """Say where a number typed in the prose comes from; an empty source takes it back."""
    report = _held(report, *WRITING)
    require(by, Permission.DRAFT, report)
    words, source = words.strip()[:40], source.strip()[:200]
    if not words:
        raise Refused(_("请写明是哪个数字，照正文里的写法，如“41篇”。"))
    if source:
        TypedSource.objects.update_or_create(
            report=report, words=words, defaults={"source": source}
        )
    else:
        report.typed_sources.filter(words=words).delete()
    _note(by, "give_source", report, _("“%s”的来源") % words, reason=source)


def lay_before(report: Report, *, by) -> None:
    """Lay the draft before the presidium: its members remark on sections."""
    _step(report, "lay_before", Permission.DRAFT, _("送主席团征求意见"), by, returned="")


@transaction.atomic
def send_back(report: Report, *, reason: str, by) -> None:
    """Back to writing, from review or after it was signed; what was fixed is live again."""
    if not reason.strip():
        raise Refused(_("请写明退回修改的理由。"))
    _step(
        report,
        "send_back",
        Permission.SIGN,
        _("退回修改"),
        by,
        reason=reason.strip(),
        returned=reason.strip()[:300],
        signed_by=None,
        signed_on=None,
    )
    fixing.release(report)


@transaction.atomic
def sign(report: Report, *, accepts: bool, by, today: date) -> None:
    """Sign off: words and figures stay as they are now.

    accepts: the signer has read what the checks ask about. Refused while something must be
    put right, or a remark is open, or it was not read.
    """
    require(by, Permission.SIGN, report)
    _held(report, S.REVIEW)
    found = findings(report)
    if stops := [one for one in found if one.level == Level.STOP]:
        raise Refused(
            _("还有 %(number)d 处必须改正，不能签发：%(what)s")
            % {"number": len(stops), "what": stops[0].what}
        )
    if waiting := Comment.objects.filter(section__report=report, resolved_at=None).count():
        raise Refused(_("还有 %d 条意见没有处理，不能签发。请先处理意见。") % waiting)
    asked = [one for one in found if one.level == Level.ASK]
    if asked and not accepts:
        raise Refused(
            _("检查出 %d 处需要核对。请逐条看过，改正，或者勾选“已逐条核对”后再签发。") % len(asked)
        )
    fixed = fixing.fix(report, by=by)
    _step(
        report,
        "sign",
        Permission.SIGN,
        _("签发，固定 %d 个数字") % fixed,
        by,
        after={"accepted": [f"{one.words}：{one.what}"[:200] for one in asked][:100]},
        signed_by=by,
        signed_on=today,
    )


def adopt(report: Report, *, on: date, words: str, by) -> None:
    """The congress (or its committee) adopted it. words: how, 全票通过."""
    signed_on = Report.objects.values_list("signed_on", flat=True).get(pk=report.pk)
    if signed_on and on < signed_on:
        raise Refused(_("通过的日期早于签发的日期。请核对。"))
    _step(
        report,
        "adopt",
        Permission.PUBLISH,
        _("大会审议通过"),
        by,
        reason=words.strip(),
        adopted_on=on,
        adopted_words=words.strip()[:200],
    )


def publish(report: Report, *, by, today: date) -> None:
    """Put it on the public pages."""
    _step(report, "publish", Permission.PUBLISH, _("公布"), by, published_on=today)


def take_down(report: Report, *, reason: str, by) -> None:
    """Off the public pages again."""
    if not reason.strip():
        raise Refused(_("请写明撤下的理由。"))
    _step(
        report,
        "take_down",
        Permission.PUBLISH,
        _("从公开页面撤下"),
        by,
        reason=reason.strip(),
        published_on=None,
    )


@transaction.atomic
def _step(report, name, permission, words, by, *, reason="", after=None, **values) -> None:
    require(by, permission, report)
    sources, target = MOVES[name]
    waiting = Report.objects.filter(pk=report.pk, state__in=sources)
    if not waiting.update(state=target, **values):
        raise _wrong(Report.objects.get(pk=report.pk))
    report.refresh_from_db()
    _keep_version(report, words, by)
    _note(by, name, report, words, reason=reason, after=after)


def _held(report: Report, *states: str) -> Report:
    """The report as it stands now, kept from others until the transaction ends."""
    row = Report.objects.select_for_update(of=("self",)).select_related("body").get(pk=report.pk)
    if row.state not in states:
        raise _wrong(row)
    return row


def _wrong(report: Report) -> WrongStatus:
    return WrongStatus(
        _("这份报告现在是“%s”，不能办理这一步。请刷新页面。") % report.get_state_display()
    )


def _keep_version(report: Report, words: str, by) -> Version:
    report.number += 1
    Report.objects.filter(pk=report.pk).update(number=report.number)
    return Version.objects.create(
        report=report,
        number=report.number,
        content=[
            {"key": one.key, "title": one.title, "text": one.text}
            for one in report.sections.order_by("order")
        ],
        words=words[:200],
        made_by=by,
    )

"""Writing: a report begun from its outline, sections saved, added, taken out, taken back."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.work_reports.models import Report, Section
from lianxin.work.work_reports.outlining import SectionPlan
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.workflow.common import (
    WRITING,
    ChangedMeanwhile,
    held,
    keep_version,
    note,
)

LONGEST = 20_000


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
    keep_version(report, _("起草初稿"), by)
    note(by, "begin", report, _("起草%s") % report, after={"period": report.period})
    return report


@transaction.atomic
def write(section: Section, *, title: str, text: str, seen: int, by) -> Section:
    """Save a section. seen: the version the writer began from.

    Raises ChangedMeanwhile when someone else saved it since: nothing is overwritten unseen.
    """
    report = held(section.report, *WRITING)
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
    keep_version(report, _("修改“%s”") % now, by)
    note(
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
    report = held(report, *WRITING)
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
    keep_version(report, _("增加“%s”") % made, by)
    note(by, "add_section", report, _("增加“%s”") % made)
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
    report = held(section.report, *WRITING)
    require(by, Permission.DRAFT, report)
    if section.comments.filter(resolved_at=None).exists():
        raise Refused(_("这一节还有没处理的意见，不能删除。请先处理意见。"))
    before = {"title": section.title, "text": section.text}
    section.delete()
    keep_version(report, _("删去“%s”") % section, by)
    note(by, "remove_section", report, _("删去“%s”") % section, before=before)


@transaction.atomic
def restore(report: Report, number: int, *, by) -> None:
    """Take back the words of an earlier version, as a new one: nothing after it is lost."""
    report = held(report, *WRITING)
    require(by, Permission.DRAFT, report)
    old = {one["key"]: one for one in report.versions.get(number=number).content}
    for section in report.sections.all():
        kept = old.get(section.key)
        if kept and (kept["title"], kept["text"]) != (section.title, section.text):
            section.title, section.text = kept["title"], kept["text"]
            section.version, section.changed_by = report.number + 1, by
            section.changed_at = timezone.now()
            section.save()
    keep_version(report, _("恢复到第 %d 版") % number, by)
    note(by, "restore", report, _("恢复到第 %d 版") % number)

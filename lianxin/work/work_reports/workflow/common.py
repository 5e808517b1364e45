"""What the steps of this room begin and end with."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.work_reports.models import Report, Section, Version

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


def note(by, step: str, report: Report, words: str, **details):
    return record(by, f"work_report.{step}", report, words, **details)


def held(report: Report, *states: str) -> Report:
    """The report as it stands now, kept from others until the transaction ends."""
    row = Report.objects.select_for_update(of=("self",)).select_related("body").get(pk=report.pk)
    if row.state not in states:
        raise wrong(row)
    return row


def wrong(report: Report) -> WrongStatus:
    return WrongStatus(
        _("这份报告现在是“%s”，不能办理这一步。请刷新页面。") % report.get_state_display()
    )


@transaction.atomic
def move_on(report, name, permission, words, by, *, reason="", after=None, **values) -> None:
    require(by, permission, report)
    sources, target = MOVES[name]
    waiting = Report.objects.filter(pk=report.pk, state__in=sources)
    if not waiting.update(state=target, **values):
        raise wrong(Report.objects.get(pk=report.pk))
    report.refresh_from_db()
    keep_version(report, words, by)
    note(by, name, report, words, reason=reason, after=after)


def keep_version(report: Report, words: str, by) -> Version:
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

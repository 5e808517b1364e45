"""The steps of a report: laid before the presidium, signed, adopted, published; and back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.work_reports import fixing
from lianxin.work.work_reports.checks import Level, findings
from lianxin.work.work_reports.models import Comment, Report
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.workflow.common import S, held, move_on


def lay_before(report: Report, *, by) -> None:
    """Lay the draft before the presidium: its members remark on sections."""
    move_on(report, "lay_before", Permission.DRAFT, _("送主席团征求意见"), by, returned="")


@transaction.atomic
def send_back(report: Report, *, reason: str, by) -> None:
    """Back to writing, from review or after it was signed; what was fixed is live again."""
    if not reason.strip():
        raise Refused(_("请写明退回修改的理由。"))
    move_on(
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
    held(report, S.REVIEW)
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
    move_on(
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
    move_on(
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
    move_on(report, "publish", Permission.PUBLISH, _("公布"), by, published_on=today)


def take_down(report: Report, *, reason: str, by) -> None:
    """Off the public pages again."""
    if not reason.strip():
        raise Refused(_("请写明撤下的理由。"))
    move_on(
        report,
        "take_down",
        Permission.PUBLISH,
        _("从公开页面撤下"),
        by,
        reason=reason.strip(),
        published_on=None,
    )

"""Remarks on sections: made while the report may still be changed, dealt with one by one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.work_reports.models import Comment, Section
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.workflow.common import WRITING, held, note


@transaction.atomic
def comment(section: Section, *, text: str, by) -> Comment:
    """Say something about a section, while the report may still be changed."""
    report = held(section.report, *WRITING)
    require(by, Permission.COMMENT, report)
    if not text.strip():
        raise Refused(_("请写下您的意见。"))
    made = Comment.objects.create(
        section=section, version=report.number, text=text.strip(), made_by=by
    )
    note(by, "comment", report, _("对“%s”提出意见") % section, reason=made.text, about=made)
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
    note(by, "resolve", report, _("处理对“%s”的意见") % one.section, reason=resolution.strip())

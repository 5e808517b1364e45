"""Figures entered by hand, and where typed numbers come from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.work_reports.models import Report, StatedFigure, TypedSource
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.tokens import tokens_of
from lianxin.work.work_reports.workflow.common import WRITING, held, note


@transaction.atomic
def state_figure(figure: StatedFigure, *, by, upload: Any = None) -> StatedFigure:
    """Enter or change a figure that no room records. upload: its proof, if there is one."""
    report = held(figure.report, *WRITING)
    require(by, Permission.DRAFT, report)
    if upload is not None:
        figure.proof = store(upload, by=by, body=report.body)
    figure.entered_by, figure.entered_at = by, timezone.now()
    try:
        figure.full_clean()
    except ValidationError as error:
        raise Refused("".join(str(one) for one in error.messages)) from error
    figure.save()
    note(
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
    report = held(figure.report, *WRITING)
    require(by, Permission.DRAFT, report)
    for section in report.sections.all():
        if any(not one.is_live and one.key == figure.key for one in tokens_of(section.text)):
            raise Refused(
                _("“%(section)s”里还写着这个数字，不能删除。请先改那一节。") % {"section": section}
            )
    name = str(figure)
    figure.delete()
    note(by, "drop_figure", report, _("删去手填数字：%s") % name)


@transaction.atomic
def give_source(report: Report, *, words: str, source: str, by) -> None:
    """Say where a number typed in the prose comes from; an empty source takes it back."""
    report = held(report, *WRITING)
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
    note(by, "give_source", report, _("“%s”的来源") % words, reason=source)

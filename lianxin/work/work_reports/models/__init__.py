"""Reports, their sections, what was said about them, figures that no room records."""

from lianxin.work.work_reports.models.figures import FixedFigure, StatedFigure, TypedSource
from lianxin.work.work_reports.models.outlines import OwnOutline
from lianxin.work.work_reports.models.reports import Comment, Report, Section, Version

__all__ = [
    "Comment",
    "FixedFigure",
    "OwnOutline",
    "Report",
    "Section",
    "StatedFigure",
    "TypedSource",
    "Version",
]

"""The year's plan as the diary keeps it: what was done, what was not, what comes next."""

from lianxin.work.work_reports.models import Report


def words(report: Report, kind: str, user=None) -> str:
    """A paragraph of the plan. kind: "done", "missed" or "next"."""
    return ""

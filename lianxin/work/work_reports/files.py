"""Who may open the proof of a stated figure: whoever sees the report."""

from lianxin.work.work_reports.models import Report, StatedFigure


def may_open_proof(user, stored) -> bool:
    if not getattr(user, "is_authenticated", False):
        return False
    reports = StatedFigure.objects.filter(proof=stored).values("report_id")
    return Report.objects.visible_to(user).filter(pk__in=reports).exists()

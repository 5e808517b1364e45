"""The work report: prose with figures that open."""

from django.apps import AppConfig


class WorkReportsConfig(AppConfig):
    name = "lianxin.work.work_reports"
    label = "work_reports"
    verbose_name = "工作报告"

    def ready(self):
        from lianxin.foundation.figures import publishing, uses
        from lianxin.foundation.files import access
        from lianxin.work.work_reports.entries import register_entries
        from lianxin.work.work_reports.files import may_open_proof
        from lianxin.work.work_reports.fixing import published_pin, uses_of
        from lianxin.work.work_reports.papers import register_papers
        from lianxin.work.work_reports.searching import register_search
        from lianxin.work.work_reports.telling import register_notices

        publishing.register(published_pin)
        uses.register(uses_of)
        access.register(may_open_proof)
        register_entries()
        register_papers()
        register_search()
        register_notices()

"""How a county assesses its bodies, item by item, from records."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "lianxin.work.assessments"
    label = "assessments"
    verbose_name = "工作考评"

    def ready(self):
        from lianxin.work.assessments.attachments import register_access
        from lianxin.work.assessments.entries import register_entries
        from lianxin.work.assessments.figures import register_figures
        from lianxin.work.assessments.searching import register_search
        from lianxin.work.assessments.telling import register_notices

        register_access()
        register_entries()
        register_figures()
        register_search()
        register_notices()

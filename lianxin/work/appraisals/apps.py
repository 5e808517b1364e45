"""Reports to voters and what the raters said, counted so that it adds up."""

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    name = "lianxin.work.appraisals"
    label = "appraisals"
    verbose_name = "述职测评"

    def ready(self):
        from lianxin.work.appraisals.deeds import register_deeds
        from lianxin.work.appraisals.entries import register_entries
        from lianxin.work.appraisals.figures import register_figures
        from lianxin.work.appraisals.papers import register_papers
        from lianxin.work.appraisals.searching import register_search
        from lianxin.work.appraisals.telling import register_notices, schedule_reminders

        register_deeds()
        register_entries()
        register_figures()
        register_papers()
        register_search()
        register_notices()
        schedule_reminders()

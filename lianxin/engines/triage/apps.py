from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "lianxin.engines.triage"
    label = "triage"
    verbose_name = "查重与分类"

    def ready(self):
        from lianxin.engines.triage.jobs import relearn_all
        from lianxin.foundation.tasks import schedule

        schedule(relearn_all, cron="40 2 * * *")

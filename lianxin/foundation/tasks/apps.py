from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "lianxin.foundation.tasks"
    label = "tasks"

    def ready(self):
        from lianxin.foundation.files import access
        from lianxin.foundation.tasks import schedule
        from lianxin.foundation.tasks.keeping import tidy
        from lianxin.foundation.tasks.results import may_open_result

        access.register(may_open_result)
        schedule(tidy, cron="40 3 * * *")

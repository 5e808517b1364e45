from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lianxin.foundation.files"
    label = "files"

    def ready(self):
        from lianxin.foundation.files.jobs import schedule_jobs

        schedule_jobs()

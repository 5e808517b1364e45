from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "lianxin.work.diary"
    label = "diary"
    verbose_name = "年历"

    def ready(self):
        from lianxin.work.diary.sources import register_sources

        register_sources()

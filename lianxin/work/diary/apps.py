from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "lianxin.work.diary"
    label = "diary"
    verbose_name = "年历"

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "lianxin.foundation.papers"
    label = "papers"

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "lianxin.engines.triage"
    label = "triage"
    verbose_name = "查重与分类"

from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "lianxin.work.receptions"
    label = "receptions"
    verbose_name = "接待选民"

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "lianxin.work.returns"
    label = "returns"
    verbose_name = "报表"

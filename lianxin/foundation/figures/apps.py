from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "lianxin.foundation.figures"
    label = "figures"
    verbose_name = "数字"

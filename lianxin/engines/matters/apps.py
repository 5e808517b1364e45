from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "lianxin.engines.matters"
    label = "matters"

from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "lianxin.faces.setup"
    label = "setup"

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "lianxin.faces.help"
    label = "help"

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "lianxin.foundation.rulebook"
    label = "rulebook"

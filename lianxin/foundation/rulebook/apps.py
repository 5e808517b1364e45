from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "lianxin.foundation.rulebook"
    label = "rulebook"

    def ready(self):
        from lianxin.ui import menu

        menu.register(_("规则"), "rulebook:list", order=80)

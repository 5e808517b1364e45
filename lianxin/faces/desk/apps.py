from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "lianxin.faces.desk"
    label = "desk"

    def ready(self):
        from lianxin.ui import menu

        menu.register(_("工作台"), "desk:home", order=10)

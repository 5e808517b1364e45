from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    name = "lianxin.faces.setup"
    label = "setup"

    def ready(self):
        from lianxin.faces.setup.sight import keeps_something, only_reads
        from lianxin.ui import menu

        menu.register(_("设置"), "setup:home", order=90, shown_to=keeps_something)
        menu.register(_("名册"), "setup:deputies", order=90, shown_to=only_reads)

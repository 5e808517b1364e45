from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LawsConfig(AppConfig):
    name = "lianxin.foundation.laws"
    label = "laws"

    def ready(self):
        from lianxin.foundation.laws import searching
        from lianxin.foundation.laws.shelf import load_after_migrating
        from lianxin.ui import menu

        searching.register_kinds()
        post_migrate.connect(load_after_migrating, sender=self)
        menu.register(_("法规库"), "laws:list", order=90)

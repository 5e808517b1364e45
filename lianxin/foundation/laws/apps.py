from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LawsConfig(AppConfig):
    name = "lianxin.foundation.laws"
    label = "laws"

    def ready(self):
        from lianxin.foundation.laws import searching
        from lianxin.foundation.laws.shelf import load_after_migrating

        searching.register_kinds()
        post_migrate.connect(load_after_migrating, sender=self)

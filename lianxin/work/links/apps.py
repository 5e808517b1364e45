from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "lianxin.work.links"
    label = "links"
    verbose_name = "双联"

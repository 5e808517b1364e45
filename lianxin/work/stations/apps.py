from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "lianxin.work.stations"
    label = "stations"
    verbose_name = "家站点"

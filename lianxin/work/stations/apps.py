from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "lianxin.work.stations"
    label = "stations"
    verbose_name = "家站点"

    def ready(self):
        from lianxin.work.stations.entries import register_entries

        register_entries()

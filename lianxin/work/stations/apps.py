from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "lianxin.work.stations"
    label = "stations"
    verbose_name = "家站点"

    def ready(self):
        from lianxin.work.stations.attachments import register_access
        from lianxin.work.stations.entries import register_entries
        from lianxin.work.stations.figures import register_figures
        from lianxin.work.stations.notices import register_notices
        from lianxin.work.stations.proving import register_own

        register_access()
        register_entries()
        register_notices()
        register_own()
        register_figures()

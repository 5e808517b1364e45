from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "lianxin.work.receptions"
    label = "receptions"
    verbose_name = "接待选民"

    def ready(self):
        from lianxin.foundation.notices import feeds
        from lianxin.work.receptions import telling
        from lianxin.work.receptions.at_stations import register_at_stations
        from lianxin.work.receptions.deeds import register_deeds
        from lianxin.work.receptions.entries import register_entries
        from lianxin.work.receptions.figures import register_figures
        from lianxin.work.receptions.papers import register_papers

        register_deeds()
        register_entries()
        register_papers()
        telling.register_notices()
        telling.schedule_reminders()
        feeds.register(telling.dates_of)
        register_at_stations()
        register_figures()

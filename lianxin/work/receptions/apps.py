from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "lianxin.work.receptions"
    label = "receptions"
    verbose_name = "接待选民"

    def ready(self):
        from lianxin.foundation.notices import feeds
        from lianxin.work.receptions import telling
        from lianxin.work.receptions.entries import register_entries
        from lianxin.work.receptions.ledger_lines import lines_of_receptions
        from lianxin.work.receptions.papers import register_papers
        from lianxin.work.stations import lines

        register_entries()
        register_papers()
        telling.register_notices()
        telling.schedule_reminders()
        feeds.register(telling.dates_of)
        lines.register(lines_of_receptions)

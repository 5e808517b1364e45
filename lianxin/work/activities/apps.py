from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "lianxin.work.activities"
    label = "activities"
    verbose_name = "代表活动"

    def ready(self):
        from lianxin.foundation.ledger import chain
        from lianxin.foundation.notices import feeds
        from lianxin.work.activities import telling
        from lianxin.work.activities.at_stations import register_at_stations
        from lianxin.work.activities.attachments import register_access
        from lianxin.work.activities.deeds import register_deeds
        from lianxin.work.activities.entries import register_entries
        from lianxin.work.activities.figures import register_figures
        from lianxin.work.activities.papers import register_papers
        from lianxin.work.activities.scans import register_scans
        from lianxin.work.activities.searching import register_search
        from lianxin.work.activities.workflow.common import follow_seats

        register_entries()
        register_papers()
        register_access()
        register_scans()
        telling.register_notices()
        telling.schedule_reminders()
        feeds.register(telling.dates_of)
        register_search()
        register_at_stations()
        register_deeds()
        chain.listen(follow_seats)
        register_figures()

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "lianxin.work.activities"
    label = "activities"
    verbose_name = "代表活动"

    def ready(self):
        from lianxin.foundation.notices import feeds
        from lianxin.work.activities import telling
        from lianxin.work.activities.searching import register_search

        telling.register_notices()
        telling.schedule_reminders()
        feeds.register(telling.dates_of)
        register_search()

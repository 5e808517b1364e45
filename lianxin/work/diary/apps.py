from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "lianxin.work.diary"
    label = "diary"
    verbose_name = "年历"

    def ready(self):
        from lianxin.foundation.notices import feeds
        from lianxin.work.diary import telling
        from lianxin.work.diary.attachments import register_access
        from lianxin.work.diary.entries import register_entries
        from lianxin.work.diary.figures import register_figures
        from lianxin.work.diary.later_sources import register_later_sources
        from lianxin.work.diary.papers import register_papers
        from lianxin.work.diary.sources import register_sources

        register_sources()
        register_later_sources()
        register_access()
        register_entries()
        register_figures()
        register_papers()
        telling.register_notices()
        telling.schedule_reminders()
        feeds.register(telling.dates_of)

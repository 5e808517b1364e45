from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "lianxin.work.returns"
    label = "returns"
    verbose_name = "报表"

    def ready(self):
        from lianxin.foundation.notices import feeds
        from lianxin.work.returns import telling
        from lianxin.work.returns.attachments import register_access
        from lianxin.work.returns.figures import register_figures
        from lianxin.work.returns.in_diary import register_in_diary

        register_access()
        register_figures()
        register_in_diary()
        telling.register_notices()
        telling.schedule_reminders()
        feeds.register(telling.dates_of)

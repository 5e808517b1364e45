from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "lianxin.engines.matters"
    label = "matters"

    def ready(self):
        from lianxin.engines.matters import dates, notices, recounting, reminders, telling
        from lianxin.foundation.ledger import chain
        from lianxin.foundation.notices import feeds

        notices.register_kinds()
        chain.listen(telling.follow)
        reminders.schedule_reminders()
        recounting.schedule_recounting()
        feeds.register(dates.entries_of)

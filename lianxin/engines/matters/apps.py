from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "lianxin.engines.matters"
    label = "matters"

    def ready(self):
        from lianxin.engines.matters import dates, notices, recounting, reminders
        from lianxin.foundation.ledger import chain
        from lianxin.foundation.notices import feeds

        notices.register_kinds()
        chain.listen(notices.follow)
        reminders.schedule_reminders()
        recounting.schedule_recounting()
        feeds.register(dates.entries_of)

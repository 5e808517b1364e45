from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "lianxin.engines.matters"
    label = "matters"

    def ready(self):
        from lianxin.engines.matters import notices, reminders
        from lianxin.foundation.ledger import chain

        notices.register_kinds()
        chain.listen(notices.follow)
        reminders.schedule_reminders()

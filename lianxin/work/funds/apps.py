from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "lianxin.work.funds"
    label = "funds"
    verbose_name = "代表活动经费"

    def ready(self):
        from lianxin.work.funds import telling
        from lianxin.work.funds.at_activities import register_at_activities
        from lianxin.work.funds.attachments import register_access
        from lianxin.work.funds.entries import register_entries
        from lianxin.work.funds.figures import register_figures

        register_access()
        register_entries()
        telling.register_notices()
        register_figures()
        register_at_activities()

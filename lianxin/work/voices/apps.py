from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "lianxin.work.voices"
    label = "voices"
    verbose_name = "选民留言"

    def ready(self):
        from lianxin.foundation.ledger import chain
        from lianxin.work.voices.at_stations import register_at_stations
        from lianxin.work.voices.attachments import register_access
        from lianxin.work.voices.deeds import register_deeds
        from lianxin.work.voices.entries import register_entries
        from lianxin.work.voices.figures import register_figures
        from lianxin.work.voices.hurrying import schedule_hurrying
        from lianxin.work.voices.kind import register_kind
        from lianxin.work.voices.notices import register_notices
        from lianxin.work.voices.searching import register_search
        from lianxin.work.voices.workflow import following

        register_kind()
        register_access()
        register_at_stations()
        register_deeds()
        register_entries()
        register_notices()
        register_search()
        schedule_hurrying()
        chain.listen(following.follow)
        register_figures()

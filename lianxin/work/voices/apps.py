from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "lianxin.work.voices"
    label = "voices"
    verbose_name = "选民留言"

    def ready(self):
        from lianxin.foundation.ledger import chain
        from lianxin.work.voices.kind import register_kind
        from lianxin.work.voices.workflow import following

        register_kind()
        chain.listen(following.follow)

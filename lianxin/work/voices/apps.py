from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "lianxin.work.voices"
    label = "voices"
    verbose_name = "选民留言"
